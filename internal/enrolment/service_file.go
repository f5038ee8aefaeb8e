package enrolment

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/blob/picture"
	"jiangxun/internal/platform/postgres"
)

const (
	maxFileBytes    = 10 << 20
	maxPictureSide  = 2400
	maxPictureBytes = 3 << 20
	typePDF         = "application/pdf"
)

// Upload is a file as it was sent: name and type are claims.
type Upload struct {
	Name, Type string
	Body       io.Reader
}

// AddFile adds a page to a material. Pictures are encoded anew, a PDF is
// recognised by its content; anything else, and anything that claims to be
// something else, is fault.Invalid.
func (s *Service) AddFile(ctx context.Context, accountID, id uuid.UUID, material string, u Upload) (Application, error) {
	a, err := s.Mine(ctx, accountID, id)
	if err != nil {
		return Application{}, err
	}
	// Before the work of reading and decoding; again under the lock.
	if err := checkRoom(a, material); err != nil {
		return Application{}, err
	}
	f, body, err := s.cleanFile(ctx, u)
	if err != nil {
		return Application{}, err
	}
	f.Material, f.UploadedAt = material, s.clock.Now()
	if err := s.blob.Put(ctx, f.Key, f.ContentType, bytes.NewReader(body)); err != nil {
		return Application{}, err
	}
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		a, err := s.store.lockApplication(ctx, tx, id, accountID)
		if err != nil {
			return err
		}
		if err := checkRoom(a, material); err != nil {
			return err
		}
		if err := s.store.insertFile(ctx, tx, id, f); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, f.UploadedAt, audit.Entry{
			Action: "enrolment.add_file", Object: "application", ObjectID: id, After: map[string]any{"file": f.ID, "material": material, "size": f.Size},
		})
	})
	if err != nil {
		return Application{}, errors.Join(err, s.blob.Delete(context.WithoutCancel(ctx), f.Key))
	}
	return s.Mine(ctx, accountID, id)
}

func checkRoom(a Application, material string) error {
	if _, known := a.Programme.material(material); !known {
		return fault.NotFoundf("material")
	}
	if err := a.checkEditable(MaterialItem(material)); err != nil {
		return err
	}
	if len(a.filesOf(material)) >= maxFilesPerMaterial {
		return fault.New(fault.Conflict, subFileCount).With(fault.Params{"max": maxFilesPerMaterial})
	}
	return nil
}

// RemoveFile takes a file out of a material. One that was submitted stays in
// the records.
func (s *Service) RemoveFile(ctx context.Context, accountID, id, fileID uuid.UUID) (Application, error) {
	now := s.clock.Now()
	gone := ""
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		a, err := s.store.lockApplication(ctx, tx, id, accountID)
		if err != nil {
			return err
		}
		f, found := a.file(fileID)
		if !found || !f.RemovedAt.IsZero() {
			return fault.NotFoundf("file")
		}
		if err := a.checkEditable(MaterialItem(f.Material)); err != nil {
			return err
		}
		if f.Round > 0 {
			err = s.store.exec(ctx, tx, s.store.q.RemoveFile, fileID, now)
		} else {
			gone = f.Key
			err = s.store.exec(ctx, tx, s.store.q.DeleteFile, fileID)
		}
		if err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: "enrolment.remove_file", Object: "application", ObjectID: id, Before: map[string]any{"file": fileID, "material": f.Material},
		})
	})
	if err != nil {
		return Application{}, err
	}
	if gone != "" {
		if err := s.blob.Delete(ctx, gone); err != nil {
			return Application{}, err
		}
	}
	return s.Mine(ctx, accountID, id)
}

func (a Application) file(id uuid.UUID) (File, bool) {
	for _, f := range a.Files {
		if f.ID == id {
			return f, true
		}
	}
	return File{}, false
}

// OpenMyFile opens a file of one of the person's own applications.
func (s *Service) OpenMyFile(ctx context.Context, accountID, id, fileID uuid.UUID) (io.ReadCloser, blob.Info, File, error) {
	a, err := s.Mine(ctx, accountID, id)
	if err != nil {
		return nil, blob.Info{}, File{}, err
	}
	return s.openFile(ctx, a, fileID)
}

// OpenFile opens a file for a reviewer, within the reviewer's scopes.
func (s *Service) OpenFile(ctx context.Context, id, fileID uuid.UUID) (io.ReadCloser, blob.Info, File, error) {
	a, err := s.Application(ctx, id)
	if err != nil {
		return nil, blob.Info{}, File{}, err
	}
	return s.openFile(ctx, a, fileID)
}

func (s *Service) openFile(ctx context.Context, a Application, fileID uuid.UUID) (io.ReadCloser, blob.Info, File, error) {
	f, found := a.file(fileID)
	if !found {
		return nil, blob.Info{}, File{}, fault.NotFoundf("file")
	}
	r, info, err := s.blob.Get(ctx, f.Key)
	return r, info, f, err
}

// cleanFile turns what was sent into what is kept.
func (s *Service) cleanFile(ctx context.Context, u Upload) (File, []byte, error) {
	raw, err := io.ReadAll(io.LimitReader(u.Body, maxFileBytes+1))
	if err != nil {
		return File{}, nil, err
	}
	if len(raw) > maxFileBytes {
		return File{}, nil, fault.New(fault.Invalid, subFileSize)
	}
	claimed, _, _ := mime.ParseMediaType(u.Type)
	isPDF := bytes.HasPrefix(raw, []byte("%PDF-"))
	if isPDF && strings.HasPrefix(claimed, "image/") || !isPDF && claimed == typePDF {
		return File{}, nil, fault.New(fault.Invalid, subFileForm)
	}
	f := File{ID: uuid.Must(uuid.NewV7()), ContentType: typePDF}
	extension := ".pdf"
	if isPDF {
		err = checkPDF(raw)
	} else {
		f.ContentType, extension = "image/jpeg", ".jpg"
		raw, err = s.cleanPicture(ctx, raw)
	}
	if err != nil {
		return File{}, nil, err
	}
	f.Name, f.Size, f.Key = fileName(u.Name, extension), int64(len(raw)), "enrolment/file/"+randomHex()+extension
	return f, raw, nil
}

// checkPDF wants a whole document without scripts and programs to start.
func checkPDF(raw []byte) error {
	if !bytes.Contains(raw[max(0, len(raw)-2048):], []byte("%%EOF")) {
		return fault.New(fault.Invalid, subFileForm)
	}
	for _, active := range []string{"/JavaScript", "/Launch", "/EmbeddedFile"} {
		if bytes.Contains(raw, []byte(active)) {
			return fault.New(fault.Invalid, subFileActive)
		}
	}
	return nil
}

var pictureFaults = map[error]fault.Sub{
	picture.ErrNotPicture: subFileForm, picture.ErrTooLarge: subFileSize, picture.ErrPixels: subFilePixels, picture.ErrCannotFit: subFileSize,
}

func (s *Service) cleanPicture(ctx context.Context, raw []byte) ([]byte, error) {
	select {
	case s.decoders <- struct{}{}:
		defer func() { <-s.decoders }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	p, err := picture.Sanitise(bytes.NewReader(raw), picture.Limits{
		MaxBytes: maxFileBytes, FitWidth: maxPictureSide, FitHeight: maxPictureSide, MaxOutBytes: maxPictureBytes,
	})
	for known, sub := range pictureFaults {
		if errors.Is(err, known) {
			return nil, fault.New(fault.Invalid, sub).Because(err)
		}
	}
	return p.Bytes, err
}

func randomHex() string {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw)
	return hex.EncodeToString(raw)
}
