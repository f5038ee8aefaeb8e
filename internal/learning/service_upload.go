package learning

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/cohort"
	"jiangxun/internal/fault"
	"jiangxun/internal/learning/media"
	"jiangxun/internal/platform/blob/picture"
	"jiangxun/internal/platform/postgres"
)

// Create stores a file as a class's newest material. What it is, and how long,
// is read from its content; whatever name it had is nobody's concern.
func (s *Service) Create(ctx context.Context, classID uuid.UUID, title string, file io.Reader) (Resource, error) {
	title, err := cleanTitle(title)
	if err != nil {
		return Resource{}, err
	}
	c, err := s.cohort.VisibleClass(ctx, classID)
	if err != nil {
		return Resource{}, err
	}
	if c.State == cohort.Completed {
		return Resource{}, fault.New(fault.Conflict, subClassCompleted)
	}
	_, total, err := s.store.listResources(ctx, s.db, classID, 1, 0)
	if err != nil {
		return Resource{}, err
	}
	if total >= maxResources {
		return Resource{}, fault.New(fault.Conflict, subManyResources).With(fault.Params{"max": maxResources})
	}
	r, err := s.receive(ctx, file)
	if err != nil {
		return Resource{}, err
	}
	r.ID, r.ClassID, r.Title, r.CreatedAt = uuid.Must(uuid.NewV7()), classID, title, s.clock.Now()
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.insertResource(ctx, tx, r); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, r.CreatedAt, audit.Entry{Action: "learning.create_resource", Object: "resource", ObjectID: r.ID, After: trail(r)})
	})
	if err != nil {
		s.drop(ctx, r.Key)
	}
	return r, err
}

// receive recognises a file by its beginning and stores it.
func (s *Service) receive(ctx context.Context, file io.Reader) (Resource, error) {
	buffered := bufio.NewReaderSize(file, 64<<10)
	head, err := buffered.Peek(media.HeadBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return Resource{}, err
	}
	switch kind := media.Sniff(head); kind {
	case media.MP4:
		return s.receiveVideo(ctx, kind, Resource{Kind: Video, ContentType: "video/mp4", Key: newKey(".mp4")}, buffered)
	case media.WebM:
		return s.receiveVideo(ctx, kind, Resource{Kind: Video, ContentType: "video/webm", Key: newKey(".webm")}, buffered)
	case media.PDF:
		return s.receivePDF(ctx, Resource{Kind: PDF, ContentType: "application/pdf", Key: newKey(".pdf")}, buffered)
	case media.Picture:
		return s.receivePicture(ctx, buffered)
	}
	return Resource{}, fault.New(fault.Unsupported, subFileKind)
}

func (s *Service) receiveVideo(ctx context.Context, kind media.Kind, r Resource, file io.Reader) (Resource, error) {
	return s.keep(ctx, r, file, maxVideo, func(r Resource) (int, error) {
		return media.Seconds(kind, readerAt{ctx: ctx, s: s, key: r.Key}, r.Size)
	})
}

func (s *Service) receivePDF(ctx context.Context, r Resource, file io.Reader) (Resource, error) {
	return s.keep(ctx, r, file, maxPDF, func(r Resource) (int, error) {
		release, err := s.decoder(ctx)
		if err != nil {
			return 0, err
		}
		defer release()
		body, _, err := s.blob.Get(ctx, r.Key)
		if err != nil {
			return 0, err
		}
		defer func() { _ = body.Close() }()
		raw, err := io.ReadAll(body)
		if err != nil {
			return 0, err
		}
		return media.Pages(raw)
	})
}

// keep streams a file into the store, then measures it there; a file that is
// refused is taken out again.
func (s *Service) keep(ctx context.Context, r Resource, file io.Reader, limit int64, measure func(Resource) (int, error)) (Resource, error) {
	counted := &counter{r: file, left: limit}
	if err := s.blob.Put(ctx, r.Key, r.ContentType, counted); err != nil {
		if errors.Is(err, errTooLarge) {
			err = fault.New(fault.TooLarge, subTooLarge).With(fault.Params{"mb": limit >> 20})
		}
		return Resource{}, err
	}
	r.Size = counted.n
	length, err := measure(r)
	if err != nil {
		s.drop(ctx, r.Key)
		return Resource{}, refusal(err)
	}
	r.Length = length
	return r, nil
}

func (s *Service) receivePicture(ctx context.Context, file io.Reader) (Resource, error) {
	release, err := s.decoder(ctx)
	if err != nil {
		return Resource{}, err
	}
	defer release()
	clean, err := picture.Sanitise(file, picture.Limits{MaxBytes: maxPicture, FitWidth: 2400, FitHeight: 3200, KeepPNG: true})
	if err != nil {
		return Resource{}, fault.New(fault.Invalid, subPicture).Because(err)
	}
	r := Resource{Kind: Picture, ContentType: clean.ContentType, Size: int64(len(clean.Bytes)), Key: newKey(clean.Extension()), Length: 1}
	return r, s.blob.Put(ctx, r.Key, r.ContentType, clean.Reader())
}

func refusal(err error) error {
	for known, sub := range map[error]fault.Sub{
		media.ErrDamaged: subDamaged, media.ErrCodec: subCodec, media.ErrNoLength: subNoLength, media.ErrTooLong: subTooLong,
		media.ErrEncrypted: subEncrypted,
	} {
		if errors.Is(err, known) {
			return fault.New(fault.Invalid, sub).Because(err)
		}
	}
	return err
}

func (s *Service) decoder(ctx context.Context) (release func(), err error) {
	select {
	case s.decoders <- struct{}{}:
		return func() { <-s.decoders }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *Service) drop(ctx context.Context, key string) {
	_ = s.blob.Delete(context.WithoutCancel(ctx), key)
}

var errTooLarge = errors.New("file too large")

// counter counts what is read and fails once it is too much.
type counter struct {
	r       io.Reader
	n, left int64
}

// Read implements io.Reader.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if c.left -= int64(n); c.left < 0 {
		return n, errTooLarge
	}
	return n, err
}

func newKey(extension string) string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	return "learning/" + hex.EncodeToString(b[:]) + extension
}
