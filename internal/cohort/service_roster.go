package cohort

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"io"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/blob/picture"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sheet"
)

// Roster writes the roster as a workbook, numbers masked.
func (s *Service) Roster(ctx context.Context, classID uuid.UUID) (Class, []byte, error) {
	c, err := s.VisibleClass(ctx, classID)
	if err != nil {
		return Class{}, nil, err
	}
	members, _, err := s.store.listMembers(ctx, s.db, classID, 0, 0)
	if err != nil {
		return Class{}, nil, err
	}
	raw, err := roster(c, members)
	return c, raw, err
}

// FullRoster writes the roster with whole numbers. Who took it, and why, is
// recorded before anything is handed out.
func (s *Service) FullRoster(ctx context.Context, classID uuid.UUID, reason string) (Class, []byte, error) {
	reason, err := cleanReason(reason)
	if err != nil {
		return Class{}, nil, err
	}
	c, err := s.VisibleClass(ctx, classID)
	if err != nil {
		return Class{}, nil, err
	}
	now := s.clock.Now()
	var members []Member
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if members, _, err = s.store.listMembers(ctx, tx, classID, 0, 0); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: "cohort.full_roster", Object: "class", ObjectID: classID, Reason: reason, After: map[string]any{"people": len(members)},
		})
	})
	if err != nil {
		return Class{}, nil, err
	}
	accounts := make([]uuid.UUID, len(members))
	for i, m := range members {
		accounts[i] = m.AccountID
	}
	profiles, err := s.learner.List(ctx, accounts)
	if err != nil {
		return Class{}, nil, err
	}
	for i, m := range members {
		if p, ok := profiles[m.AccountID]; ok {
			members[i].IDMasked, members[i].PhoneMasked = p.IDNumber.Reveal(), p.Phone.Reveal()
		}
	}
	raw, err := roster(c, members)
	return c, raw, err
}

var sexNames = map[string]string{"male": "男", "female": "女"}

func roster(c Class, members []Member) ([]byte, error) {
	t := sheet.Table{
		Name: c.Name, Title: c.ProgrammeTitle + " " + c.Name + " 学员名册",
		Columns: []sheet.Column{
			{Header: "序号", Width: 6}, {Header: "姓名", Width: 14}, {Header: "性别", Width: 6}, {Header: "证件号", Width: 24},
			{Header: "手机号", Width: 16}, {Header: "工作单位", Width: 30}, {Header: "备注", Width: 16},
		},
	}
	for i, m := range members {
		t.Rows = append(t.Rows, []any{i + 1, m.Name, sexNames[m.Sex], m.IDMasked, m.PhoneMasked, m.Employer, ""})
	}
	var out bytes.Buffer
	err := sheet.WriteXLSX(&out, t)
	return out.Bytes(), err
}

// SaveGroupQR stores the picture of the class group's QR code, encoded anew.
func (s *Service) SaveGroupQR(ctx context.Context, classID uuid.UUID, r io.Reader) (Class, error) {
	if _, err := s.VisibleClass(ctx, classID); err != nil {
		return Class{}, err
	}
	clean, err := s.cleanPicture(ctx, r)
	if err != nil {
		return Class{}, err
	}
	key := "cohort/group-qr/" + randomHex() + clean.Extension()
	if err := s.blob.Put(ctx, key, clean.ContentType, clean.Reader()); err != nil {
		return Class{}, err
	}
	old := ""
	c, err := s.change(ctx, classID, func(tx postgres.Tx, c Class, now time.Time) error {
		old = c.GroupQRKey
		if err := s.store.updateGroupQR(ctx, tx, classID, key, clean.ContentType, now); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "cohort.save_group_qr", Object: "class", ObjectID: classID})
	})
	if err != nil {
		old = key
	}
	if old != "" {
		_ = s.blob.Delete(context.WithoutCancel(ctx), old)
	}
	return c, err
}

func (s *Service) cleanPicture(ctx context.Context, r io.Reader) (picture.Picture, error) {
	select {
	case s.decoders <- struct{}{}:
		defer func() { <-s.decoders }()
	case <-ctx.Done():
		return picture.Picture{}, ctx.Err()
	}
	clean, err := picture.Sanitise(r, picture.Limits{MaxBytes: 5 << 20, MinWidth: 120, MinHeight: 120, FitWidth: 1200, FitHeight: 1600, KeepPNG: true})
	if err != nil {
		return clean, fault.New(fault.Invalid, subPicture).Because(err)
	}
	return clean, nil
}

// GroupQR opens the picture for staff; the caller closes it.
func (s *Service) GroupQR(ctx context.Context, classID uuid.UUID) (io.ReadCloser, blob.Info, error) {
	c, err := s.VisibleClass(ctx, classID)
	if err != nil {
		return nil, blob.Info{}, err
	}
	return s.openGroupQR(ctx, c)
}

// MyGroupQR opens the picture for a member; the caller closes it.
func (s *Service) MyGroupQR(ctx context.Context, accountID, classID uuid.UUID) (io.ReadCloser, blob.Info, error) {
	c, err := s.MyClass(ctx, accountID, classID)
	if err != nil {
		return nil, blob.Info{}, err
	}
	return s.openGroupQR(ctx, c)
}

func (s *Service) openGroupQR(ctx context.Context, c Class) (io.ReadCloser, blob.Info, error) {
	if c.GroupQRKey == "" {
		return nil, blob.Info{}, fault.New(fault.NotFound, subNoGroupQR)
	}
	return s.blob.Get(ctx, c.GroupQRKey)
}

func randomHex() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
