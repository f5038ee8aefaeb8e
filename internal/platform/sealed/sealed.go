// Package sealed encrypts personal data for the database and makes blind
// indexes by which sealed values can still be found.
package sealed

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

const keySize = 32

// ErrOpen says that a sealed value was changed or its key is gone.
var ErrOpen = errors.New("sealed value cannot be opened")

// Box seals with the first key of its ring and opens with any. Safe for
// concurrent use.
type Box struct {
	current byte
	ring    map[byte]cipher.AEAD
	index   []byte
}

// New reads a ring "id:base64,id:base64" (ids 1–255, the first key seals) and
// the base64 key of the blind indexes; all keys have 32 bytes.
func New(ring, index string) (*Box, error) {
	b := &Box{ring: map[byte]cipher.AEAD{}}
	for entry := range strings.SplitSeq(ring, ",") {
		id, key, err := readEntry(strings.TrimSpace(entry))
		if err != nil {
			return nil, err
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, fmt.Errorf("sealing key %d: %w", id, err)
		}
		aead, err := cipher.NewGCM(block)
		if err != nil {
			return nil, fmt.Errorf("sealing key %d: %w", id, err)
		}
		if len(b.ring) == 0 {
			b.current = id
		}
		b.ring[id] = aead
	}
	key, err := base64.StdEncoding.DecodeString(index)
	if err != nil || len(key) != keySize {
		return nil, errors.New("index key must be base64 of 32 bytes")
	}
	b.index = key
	return b, nil
}

func readEntry(entry string) (byte, []byte, error) {
	var id byte
	name, encoded, ok := strings.Cut(entry, ":")
	if _, err := fmt.Sscanf(name, "%d", &id); !ok || err != nil || id == 0 {
		return 0, nil, errors.New("sealing keys must read id:base64,id:base64 with ids from 1 to 255")
	}
	key, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(key) != keySize {
		return 0, nil, fmt.Errorf("sealing key %d must be base64 of 32 bytes", id)
	}
	return id, key, nil
}

// Seal encrypts; equal texts give different results.
func (b *Box) Seal(clear string) ([]byte, error) {
	aead := b.ring[b.current]
	nonce := make([]byte, aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, err
	}
	head := append([]byte{b.current}, nonce...)
	return aead.Seal(head, nonce, []byte(clear), head[:1]), nil
}

// Open decrypts, or gives ErrOpen.
func (b *Box) Open(sealed []byte) (string, error) {
	if len(sealed) < 1 {
		return "", ErrOpen
	}
	aead, ok := b.ring[sealed[0]]
	if !ok || len(sealed) < 1+aead.NonceSize() {
		return "", ErrOpen
	}
	nonce, body := sealed[1:1+aead.NonceSize()], sealed[1+aead.NonceSize():]
	clear, err := aead.Open(nil, nonce, body, sealed[:1])
	if err != nil {
		return "", ErrOpen
	}
	return string(clear), nil
}

// Index gives the blind index of a text: equal texts, equal indexes; without
// the key nothing can be learnt from it.
func (b *Box) Index(clear string) []byte {
	h := hmac.New(sha256.New, b.index)
	h.Write([]byte(clear))
	return h.Sum(nil)
}
