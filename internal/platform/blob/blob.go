// Package blob keeps files: documents, pictures, videos, PDFs. Keys are made by
// the rooms, never from what a person sent.
package blob

import (
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"time"
	"unicode"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	"gocloud.dev/gcerrors"

	"jiangxun/internal/fault"
)

// Store is a bucket of files.
type Store struct{ bucket *blob.Bucket }

// Info describes a stored file.
type Info struct {
	ContentType string
	Size        int64
	ModTime     time.Time
}

// Open opens the bucket in a folder, making the folder when it is missing.
func Open(dir string) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open files: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open files: %w", err)
	}
	bucket, err := fileblob.OpenBucket(dir, &fileblob.Options{DirFileMode: 0o700, NoTempDir: true})
	if err != nil {
		return nil, fmt.Errorf("open files: %w", err)
	}
	return &Store{bucket: bucket}, nil
}

// Close releases the bucket.
func (s *Store) Close() error { return s.bucket.Close() }

var keyForm = regexp.MustCompile(`^[a-z0-9]+(?:[/._-][a-zA-Z0-9]+)*$`)

// Put stores a file whole or not at all.
func (s *Store) Put(ctx context.Context, key, contentType string, r io.Reader) error {
	if !keyForm.MatchString(key) {
		return fmt.Errorf("store file: key %q is not allowed", key)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := s.bucket.NewWriter(ctx, key, &blob.WriterOptions{ContentType: contentType})
	if err != nil {
		return fmt.Errorf("store file: %w", err)
	}
	if _, err := io.Copy(w, r); err != nil {
		// Cancelling before Close is what keeps half a file from appearing.
		cancel()
		_ = w.Close()
		return fmt.Errorf("store file: %w", err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("store file: %w", err)
	}
	return nil
}

// Get opens a file; the caller closes it. A missing one is fault.NotFound.
func (s *Store) Get(ctx context.Context, key string) (io.ReadCloser, Info, error) {
	return s.GetRange(ctx, key, 0, -1)
}

// GetRange opens length bytes from offset; a negative length means to the end.
// Info.Size is that of the whole file.
func (s *Store) GetRange(ctx context.Context, key string, offset, length int64) (io.ReadCloser, Info, error) {
	r, err := s.bucket.NewRangeReader(ctx, key, offset, length, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, Info{}, fault.NotFoundf("file")
	}
	if err != nil {
		return nil, Info{}, fmt.Errorf("open file: %w", err)
	}
	return r, Info{ContentType: r.ContentType(), Size: r.Size(), ModTime: r.ModTime()}, nil
}

// Delete removes a file; a missing one is no error.
func (s *Store) Delete(ctx context.Context, key string) error {
	if err := s.bucket.Delete(ctx, key); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
		return fmt.Errorf("delete file: %w", err)
	}
	return nil
}

// ShownName keeps of a sent file name what may be shown and compared: the last
// piece of the path, without control characters and marks that are not seen, at
// most 100 characters. Where nothing is left it gives otherwise. It never
// becomes a key or a path.
func ShownName(name, otherwise string) string {
	const most = 100
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, name))
	if runes := []rune(name); len(runes) > most {
		name = string(runes[:most])
	}
	if strings.Trim(name, "./") == "" {
		return otherwise
	}
	return name
}
