package bank

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/blob/picture"
	"jiangxun/internal/platform/postgres"
)

// NewPicture is a picture that a file brings.
type NewPicture struct {
	Name string
	Data []byte
}

// maxFilePixels bounds one picture of a file before it is decoded: a scanned
// page, not a photograph of one.
const maxFilePixels = 16_000_000

// AddPictures stores the pictures of a file for questions of a level, each
// encoded anew, and gives them in order; those that are there already under
// the same name are not stored twice. A picture that cannot be used has its
// fault in the second list and the zero Picture in the first.
func (s *Service) AddPictures(ctx context.Context, levelID uuid.UUID, list []NewPicture) ([]Picture, []error, error) {
	if _, err := s.standard.VisibleLevel(ctx, levelID); err != nil {
		return nil, nil, err
	}
	ready, faults := make([]Picture, len(list)), make([]error, len(list))
	for i, in := range list {
		p, err := s.storePicture(ctx, levelID, in)
		if fault.CodeOf(err) == fault.Internal {
			return nil, nil, err
		}
		ready[i], faults[i] = p, err
	}
	now, by := s.clock.Now(), actor.From(ctx).ID
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		added := 0
		for i := range ready {
			if faults[i] != nil {
				continue
			}
			kept, err := s.store.insertPicture(ctx, tx, ready[i], by, now)
			if err != nil {
				return err
			}
			if kept.ID == ready[i].ID {
				added++
			}
			ready[i] = kept
		}
		if added == 0 {
			return nil
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "bank.add_pictures", Object: "level", ObjectID: levelID, After: map[string]any{"pictures": added}})
	})
	return ready, faults, err
}

// storePicture makes a picture safe and puts its file in place.
func (s *Service) storePicture(ctx context.Context, levelID uuid.UUID, in NewPicture) (Picture, error) {
	clean, err := picture.Sanitise(bytes.NewReader(in.Data), picture.Limits{
		MaxBytes: maxPictureBytes, MaxPixels: maxFilePixels, MinWidth: 1, MinHeight: 1, FitWidth: maxPictureSide, FitHeight: maxPictureSide,
		KeepPNG: true, TakeGIF: true,
	})
	if err != nil {
		return Picture{}, pictureFault(err)
	}
	digest := sha256.Sum256(clean.Bytes)
	p := Picture{
		ID: uuid.Must(uuid.NewV7()), LevelID: levelID, Name: blob.ShownName(in.Name, "图片"+clean.Extension()), ContentType: clean.ContentType,
		Width: clean.Width, Height: clean.Height, Digest: digest[:],
		BlobKey: "bank/pictures/" + levelID.String() + "/" + hex.EncodeToString(digest[:]) + clean.Extension(),
	}
	return p, fault.Wrap(s.blob.Put(ctx, p.BlobKey, p.ContentType, clean.Reader()), "store picture")
}

// LockLevel makes whoever takes questions into a level's bank wait for each
// other until the transaction ends.
func (s *Service) LockLevel(ctx context.Context, tx postgres.Tx, levelID uuid.UUID) error {
	return s.store.lockLevelBank(ctx, tx, levelID)
}

// UpdateIn gives a question the checked content as its next version, in the
// caller's transaction, and says its number; 0 when nothing differs. Like an
// edit by hand it takes the question out of use until a second person agrees.
// A retired question is a conflict.
func (s *Service) UpdateIn(ctx context.Context, tx postgres.Tx, now time.Time, id uuid.UUID, reason string, c Checked) (int, error) {
	q, err := s.lockOne(ctx, tx, id)
	if err != nil {
		return 0, err
	}
	if q.State == Retired {
		return 0, fault.New(fault.Conflict, subStateChange)
	}
	changed := diff(q.current.Content, c.Content)
	if len(changed) == 0 {
		return 0, nil
	}
	return q.current.Number + 1, s.appendVersion(ctx, tx, now, q, c, reason, changed)
}

// RevertIn takes a question back to the content before version number, where
// that is still the current one. It reports whether it did.
func (s *Service) RevertIn(ctx context.Context, tx postgres.Tx, now time.Time, id uuid.UUID, number int, reason string) (bool, error) {
	q, err := s.lockOne(ctx, tx, id)
	if err != nil || q.current.Number != number || number < 2 || q.State == Retired {
		return false, err
	}
	versions, err := s.store.listQuestionVersions(ctx, tx, id)
	if err != nil {
		return false, err
	}
	before := versions[1]
	pictures, err := s.pictures(ctx, tx, before.PictureIDs)
	if err != nil {
		return false, err
	}
	back := Checked{Incoming: Incoming{Content: before.Content, row: before.WeightRowID, pictures: picked(pictures, before.PictureIDs)}}
	return true, s.appendVersion(ctx, tx, now, q, back, reason, diff(q.current.Content, before.Content))
}

func (s *Service) appendVersion(ctx context.Context, tx postgres.Tx, now time.Time, q locked, c Checked, reason string, changed []string) error {
	who := actor.From(ctx)
	next := Version{
		ID: uuid.Must(uuid.NewV7()), QuestionID: q.ID, LevelID: q.LevelID, Pool: q.Pool, Number: q.current.Number + 1,
		WeightRowID: c.row, AuthorID: who.ID, AuthorName: who.Name, Reason: reason, CreatedAt: now, Content: c.Content,
	}
	if err := s.store.insertVersion(ctx, tx, next); err != nil {
		return err
	}
	if err := s.store.updateCurrent(ctx, tx, next, q.afterEdit(substantial(changed), c.Content), c.Content.digests(c.pictures)); err != nil {
		return err
	}
	return s.audit.Write(ctx, tx, now, audit.Entry{
		Action: "bank.add_version", Object: "question", ObjectID: q.ID, Reason: reason,
		Before: map[string]any{"version": q.current.Number}, After: map[string]any{"version": next.Number, "changed": changed},
	})
}

// SubmitIn submits those of the questions that are drafts and have their place
// for review, in the caller's transaction, and says how many.
func (s *Service) SubmitIn(ctx context.Context, tx postgres.Tx, now time.Time, ids []uuid.UUID) (int, error) {
	who := actor.From(ctx)
	return s.store.submitMany(ctx, tx, ids, now, who.ID, who.Name)
}

// UndoImport retires every question that came in with the batch, whatever its
// state, and frees their references, so that the same file can come again.
// Papers keep the versions that they hold.
func (s *Service) UndoImport(ctx context.Context, tx postgres.Tx, now time.Time, batch uuid.UUID, reason string) (int, error) {
	who := actor.From(ctx)
	return s.store.retireImport(ctx, tx, batch, now, who.ID, who.Name, reason)
}

// Held is a question with all that a file may say of it.
type Held struct {
	Version
	Ref         string
	State       State
	Tags        []string
	ElementCode string
	Pictures    []Picture // in the order of PictureIDs
}

// Hold gives the questions that a filter finds, with their keys, as List
// orders them. For those who may write.
func (s *Service) Hold(ctx context.Context, f Filter) ([]Held, error) {
	list, _, err := s.List(ctx, f)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ids := make([]uuid.UUID, len(list))
	for i, q := range list {
		ids[i] = q.ID
	}
	byID, err := s.store.listHeld(ctx, s.db, ids)
	if err != nil {
		return nil, err
	}
	var pictureIDs []uuid.UUID
	for _, h := range byID {
		pictureIDs = append(pictureIDs, h.PictureIDs...)
	}
	pictures, err := s.pictures(ctx, s.db, pictureIDs)
	if err != nil {
		return nil, err
	}
	held := make([]Held, 0, len(list))
	for _, q := range list {
		h := byID[q.ID]
		h.State, h.ElementCode = q.State, q.ElementCode
		h.Pictures = picked(pictures, h.PictureIDs)
		held = append(held, h)
	}
	return held, nil
}
