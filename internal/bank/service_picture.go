package bank

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/blob/picture"
	"jiangxun/internal/platform/postgres"
)

const (
	maxPictureBytes = 5 << 20
	maxPictureSide  = 1600
)

// AddPicture stores a picture for questions of a level, encoded anew. The same
// picture under the same name again gives the first one.
func (s *Service) AddPicture(ctx context.Context, levelID uuid.UUID, name string, r io.Reader) (Picture, error) {
	if _, err := s.standard.VisibleLevel(ctx, levelID); err != nil {
		return Picture{}, err
	}
	clean, err := picture.Sanitise(r, picture.Limits{
		MaxBytes: maxPictureBytes, MinWidth: 8, MinHeight: 8, FitWidth: maxPictureSide, FitHeight: maxPictureSide, KeepPNG: true,
	})
	if err != nil {
		return Picture{}, pictureFault(err)
	}
	digest := sha256.Sum256(clean.Bytes)
	p := Picture{
		ID: uuid.Must(uuid.NewV7()), LevelID: levelID, Name: blob.ShownName(name, "图片"+clean.Extension()), ContentType: clean.ContentType,
		Width: clean.Width, Height: clean.Height, Digest: digest[:],
		BlobKey: "bank/pictures/" + levelID.String() + "/" + hex.EncodeToString(digest[:]) + clean.Extension(),
	}
	if err := s.blob.Put(ctx, p.BlobKey, p.ContentType, clean.Reader()); err != nil {
		return Picture{}, fault.Wrap(err, "store picture")
	}
	now := s.clock.Now()
	var kept Picture
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) (err error) {
		if kept, err = s.store.insertPicture(ctx, tx, p, actor.From(ctx).ID, now); err != nil || kept.ID != p.ID {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "bank.add_picture", Object: "picture", ObjectID: p.ID, After: map[string]any{
			"level": levelID, "width": p.Width, "height": p.Height,
		}})
	})
	return kept, err
}

func pictureFault(err error) error {
	switch {
	case errors.Is(err, picture.ErrTooLarge), errors.Is(err, picture.ErrPixels), errors.Is(err, picture.ErrTooSmall):
		return fault.New(fault.Invalid, subPictureSize).Because(err)
	case errors.Is(err, picture.ErrNotPicture):
		return fault.New(fault.Invalid, subPictureForm).Because(err)
	}
	return err
}

// VisiblePicture opens a picture for a staff member who sees its level.
func (s *Service) VisiblePicture(ctx context.Context, id uuid.UUID) (io.ReadCloser, blob.Info, error) {
	p, err := s.picture(ctx, id)
	if err != nil {
		return nil, blob.Info{}, err
	}
	if _, err := s.standard.VisibleLevel(ctx, p.LevelID); err != nil {
		return nil, blob.Info{}, fault.NotFoundf("picture")
	}
	return s.open(ctx, p)
}

// pictures gives pictures by their ids; unknown ones are missing.
func (s *Service) pictures(ctx context.Context, q postgres.Q, ids []uuid.UUID) (map[uuid.UUID]Picture, error) {
	byID := make(map[uuid.UUID]Picture, len(ids))
	if len(ids) == 0 {
		return byID, nil
	}
	found, err := s.store.listPictures(ctx, q, ids)
	for _, p := range found {
		byID[p.ID] = p
	}
	return byID, err
}

// picked takes pictures in the order of ids.
func picked(byID map[uuid.UUID]Picture, ids []uuid.UUID) []Picture {
	var list []Picture
	for _, id := range ids {
		list = append(list, byID[id])
	}
	return list
}

// levelPictures gives pictures of one level, in the order asked; one that is
// missing or of another level is fault.NotFound.
func (s *Service) levelPictures(ctx context.Context, level uuid.UUID, ids []uuid.UUID) ([]Picture, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	byID, err := s.pictures(ctx, s.db, ids)
	if err != nil {
		return nil, err
	}
	list := make([]Picture, 0, len(ids))
	for _, id := range ids {
		p, ok := byID[id]
		if !ok || p.LevelID != level {
			return nil, fault.NotFoundf("picture")
		}
		list = append(list, p)
	}
	return list, nil
}
