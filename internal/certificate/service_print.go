package certificate

import (
	"bytes"
	"context"
	"io"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/pdf"
	"jiangxun/internal/platform/postgres"
)

const pdfType = "application/pdf"

// File opens the printed sheet of a certificate for staff; the caller closes
// it. It holds a full identity number, so the record keeps who took it.
func (s *Service) File(ctx context.Context, id uuid.UUID) (Certificate, io.ReadCloser, int64, error) {
	c, err := s.Get(ctx, id)
	if err != nil {
		return Certificate{}, nil, 0, err
	}
	now := s.clock.Now()
	if err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "certificate.print", Object: "certificate", ObjectID: id})
	}); err != nil {
		return Certificate{}, nil, 0, err
	}
	r, size, err := s.open(ctx, c)
	return c, r, size, err
}

// MyFile opens the printed sheet of the caller's own certificate; the caller
// closes it. Somebody else's is not found, and a revoked one is gone.
func (s *Service) MyFile(ctx context.Context, id uuid.UUID) (Certificate, io.ReadCloser, int64, error) {
	c, err := s.my(ctx, id)
	if err != nil {
		return Certificate{}, nil, 0, err
	}
	if c.State == Revoked {
		return Certificate{}, nil, 0, fault.New(fault.Gone, subRevoked)
	}
	r, size, err := s.open(ctx, c)
	return c, r, size, err
}

// open gives the stored sheet, drawing it where the job has not come to it or
// the file is lost.
func (s *Service) open(ctx context.Context, c Certificate) (io.ReadCloser, int64, error) {
	if c.PDFKey != "" {
		r, info, err := s.blob.Get(ctx, c.PDFKey)
		if fault.CodeOf(err) != fault.NotFound {
			return r, info.Size, err
		}
	}
	raw, err := s.draw(ctx, c)
	return io.NopCloser(bytes.NewReader(raw)), int64(len(raw)), err
}

// draw draws the sheet and stores it. The same certificate gives the same
// bytes, so drawing it twice does no harm.
func (s *Service) draw(ctx context.Context, c Certificate) ([]byte, error) {
	raw, err := s.render(ctx, c)
	if err != nil {
		return nil, err
	}
	key := "certificate/sheet/" + c.ID.String() + ".pdf"
	if err := s.blob.Put(ctx, key, pdfType, bytes.NewReader(raw)); err != nil {
		return nil, err
	}
	return raw, s.store.updatePDF(ctx, s.db, c.ID, key)
}

func (s *Service) render(ctx context.Context, c Certificate) ([]byte, error) {
	var p pictures
	var err error
	if p.photo, err = readAll(s.learner.OpenPhoto(ctx, c.PhotoKey)); err != nil {
		return nil, fault.Wrap(err, "read photo")
	}
	if c.SealKey != "" {
		if p.seal, err = readAll(s.blob.Get(ctx, c.SealKey)); err != nil {
			return nil, fault.Wrap(err, "read seal")
		}
	}
	d, err := s.press.Document(pdf.Options{Title: "职业技能等级证书 " + c.Number, Author: c.BodyName, CreatedAt: c.IssuedAt})
	if err != nil {
		return nil, err
	}
	drawSheet(d, c, p, s.publicURL+"/verify")
	return d.Bytes()
}

func readAll(r io.ReadCloser, _ blob.Info, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	return io.ReadAll(r)
}

// VerifyURL is the public page of a certificate.
func (s *Service) VerifyURL(c Certificate) string { return s.publicURL + "/verify/" + c.Code }
