package certificate

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/httpx"
)

// Look-ups of one address a minute. A school hall shares one address, and a
// code cannot be guessed; a number can, so the name that goes with it must not
// be tried out.
const (
	codesAMinute   = 60
	numbersAMinute = 12
)

// Verify shows what a QR code stands for. An unknown code is no error: it has
// the same shape as any other.
func (s *Service) Verify(ctx context.Context, code string) (Public, error) {
	if err := s.mayKnock(ctx, "code", codesAMinute); err != nil {
		return Public{}, err
	}
	if !codeForm.MatchString(code) {
		code = ""
	}
	c, found, err := s.store.find(ctx, s.db, s.store.q.FindByCode, code)
	if err != nil || !found {
		return Public{State: unknown}, err
	}
	return c.public(), nil
}

// LookUp shows a certificate to who knows its number and its holder's name. A
// wrong name answers exactly as an unknown number does, after the same work.
func (s *Service) LookUp(ctx context.Context, typedNumber, name string) (Public, error) {
	if err := s.mayKnock(ctx, "number", numbersAMinute); err != nil {
		return Public{}, err
	}
	key := plainNumber(typedNumber)
	if !numberForm.MatchString(key) {
		key = ""
	}
	c, found, err := s.store.find(ctx, s.db, s.store.q.FindByNumber, key)
	if err != nil {
		return Public{}, err
	}
	given, held := sha256.Sum256([]byte(plainName(name))), sha256.Sum256([]byte(plainName(c.Name)))
	same := subtle.ConstantTimeCompare(given[:], held[:]) == 1
	if !found || !same {
		return Public{State: unknown}, nil
	}
	return c.public(), nil
}

// mayKnock refuses an address that asks too often. Without Redis nobody is
// refused: a certificate must be verifiable.
func (s *Service) mayKnock(ctx context.Context, what string, limit int) error {
	n, err := s.door.knock(ctx, httpx.ClientOf(ctx).IP, what)
	if err != nil {
		s.log.WarnContext(ctx, "look-ups are not counted", "error", err)
		return nil
	}
	if n > limit {
		return fault.New(fault.TooMany, subTooOften)
	}
	return nil
}
