package learner

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/body"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/platform/blob/picture"
	"jiangxun/internal/platform/postgres"
)

// Widths over heights from large two-inch (0.66) to 3:4 (0.75) with some room.
const minAspect, maxAspect = 0.65, 0.80

const maxPhotoBytes = 10 << 20

// SavePhoto checks a photo against the body's rules and stores it, encoded
// anew. fault.Invalid tells what is wrong with it.
func (s *Service) SavePhoto(ctx context.Context, accountID uuid.UUID, r io.Reader) (Profile, error) {
	account, err := s.identity.Account(ctx, accountID)
	if err != nil {
		return Profile{}, err
	}
	if account.Kind != identity.KindTrainee {
		return Profile{}, fault.NotFoundf("account")
	}
	settings, err := s.body.Get(ctx)
	if err != nil {
		return Profile{}, err
	}
	photo, err := s.cleanPhoto(ctx, r, settings.Rules.Photo)
	if err != nil {
		return Profile{}, err
	}
	key := "learner/photo/" + randomHex() + photo.Extension()
	if err := s.blob.Put(ctx, key, photo.ContentType, photo.Reader()); err != nil {
		return Profile{}, err
	}
	return s.setPhoto(ctx, account, key)
}

func (s *Service) setPhoto(ctx context.Context, account identity.Account, key string) (Profile, error) {
	now := s.clock.Now()
	var p Profile
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.ensure(ctx, tx, account.ID, now); err != nil {
			return err
		}
		before, _, err := s.store.lock(ctx, tx, account.ID)
		if err != nil {
			return err
		}
		if err := before.checkHeld([]string{"photo"}); err != nil {
			return err
		}
		p = before
		p.PhotoKey, p.Phone, p.UpdatedAt = key, account.Phone, now
		problems, _ := s.Check(p)
		p.Complete = len(problems) == 0 && len(p.Missing()) == 0
		if err := s.store.update(ctx, tx, p); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "learner.save_photo", Object: "profile", ObjectID: account.ID})
	})
	return p, err
}

func (s *Service) cleanPhoto(ctx context.Context, r io.Reader, rules body.PhotoRules) (picture.Picture, error) {
	select {
	case s.decoders <- struct{}{}:
		defer func() { <-s.decoders }()
	case <-ctx.Done():
		return picture.Picture{}, ctx.Err()
	}
	photo, err := picture.Sanitise(r, picture.Limits{
		MaxBytes: maxPhotoBytes, MinWidth: rules.MinWidth, MinHeight: rules.MinHeight,
		FitWidth: max(826, rules.MinWidth), FitHeight: max(1252, rules.MinHeight),
		MinOutBytes: rules.MinKB << 10, MaxOutBytes: rules.MaxKB << 10,
	})
	params := fault.Params{"minWidth": rules.MinWidth, "minHeight": rules.MinHeight, "minKB": rules.MinKB, "maxKB": rules.MaxKB}
	for known, sub := range photoFaults {
		if errors.Is(err, known) {
			return picture.Picture{}, fault.New(fault.Invalid, sub).With(params).Because(err)
		}
	}
	if err != nil {
		return picture.Picture{}, err
	}
	if aspect := float64(photo.Width) / float64(photo.Height); aspect < minAspect || aspect > maxAspect {
		return picture.Picture{}, fault.New(fault.Invalid, subPhotoAspect)
	}
	return photo, nil
}

var photoFaults = map[error]fault.Sub{
	picture.ErrNotPicture: subPhotoForm, picture.ErrTooLarge: subPhotoSize, picture.ErrPixels: subPhotoPixels,
	picture.ErrTooSmall: subPhotoSmall, picture.ErrCannotFit: subPhotoKB, picture.ErrTooLittle: subPhotoKB,
}

func randomHex() string {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw)
	return hex.EncodeToString(raw)
}
