// Package picture makes an uploaded picture safe: recognised by its content and
// never by its name, its size checked before it is decoded, decoded, turned the
// right way up, encoded anew. Nothing of the sender's bytes survives, so no
// metadata, no second format hidden behind the first.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // decoder
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
)

// Reasons why a picture is refused.
var (
	ErrNotPicture = errors.New("not a JPEG or PNG picture")
	ErrTooLarge   = errors.New("file too large")
	ErrPixels     = errors.New("too many pixels")
	ErrTooSmall   = errors.New("too few pixels")
	ErrCannotFit  = errors.New("cannot be made small enough")
	ErrTooLittle  = errors.New("too little detail")
)

// Limits bound what is accepted and what comes out. Zero means no bound, but
// MaxBytes and MaxPixels always have one.
type Limits struct {
	MaxBytes            int64 // of the upload; default 10 MB
	MaxPixels           int   // of the upload; default 40 million
	MinWidth, MinHeight int
	FitWidth, FitHeight int // scaled down to fit, never up
	MaxOutBytes         int // JPEG quality is lowered until it fits
	MinOutBytes         int // JPEG quality is raised until it is reached
	KeepPNG             bool
	TakeGIF             bool // its first frame, as a PNG
}

// Picture is a safe picture.
type Picture struct {
	Bytes         []byte
	ContentType   string
	Width, Height int
}

// Reader reads the encoded picture.
func (p Picture) Reader() io.Reader { return bytes.NewReader(p.Bytes) }

// Extension gives ".jpg" or ".png".
func (p Picture) Extension() string {
	if p.ContentType == "image/png" {
		return ".png"
	}
	return ".jpg"
}

const (
	defaultBytes  = 10 << 20
	defaultPixels = 40_000_000
)

// Sanitise reads one picture from r. The errors above say why it is refused.
func Sanitise(r io.Reader, l Limits) (Picture, error) {
	if l.MaxBytes == 0 {
		l.MaxBytes = defaultBytes
	}
	if l.MaxPixels == 0 {
		l.MaxPixels = defaultPixels
	}
	raw, err := io.ReadAll(io.LimitReader(r, l.MaxBytes+1))
	if err != nil {
		return Picture{}, err
	}
	if int64(len(raw)) > l.MaxBytes {
		return Picture{}, ErrTooLarge
	}
	img, format, err := decode(raw, l)
	if err != nil {
		return Picture{}, err
	}
	img = fit(img, l)
	b := img.Bounds()
	if b.Dx() < l.MinWidth || b.Dy() < l.MinHeight {
		return Picture{}, ErrTooSmall
	}
	out := Picture{Width: b.Dx(), Height: b.Dy(), ContentType: "image/jpeg"}
	if format == "gif" || format == "png" && l.KeepPNG {
		out.ContentType = "image/png"
		var buffer bytes.Buffer
		err = png.Encode(&buffer, img)
		out.Bytes = buffer.Bytes()
		return out, err
	}
	out.Bytes, err = encodeJPEG(flatten(img), l.MinOutBytes, l.MaxOutBytes)
	return out, err
}

func decode(raw []byte, l Limits) (image.Image, string, error) {
	isJPEG := bytes.HasPrefix(raw, []byte{0xff, 0xd8, 0xff})
	isPNG := bytes.HasPrefix(raw, []byte("\x89PNG\r\n\x1a\n"))
	isGIF := l.TakeGIF && (bytes.HasPrefix(raw, []byte("GIF87a")) || bytes.HasPrefix(raw, []byte("GIF89a")))
	if !isJPEG && !isPNG && !isGIF {
		return nil, "", ErrNotPicture
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || config.Width <= 0 || config.Height <= 0 {
		return nil, "", ErrNotPicture
	}
	if config.Width > l.MaxPixels/config.Height {
		return nil, "", ErrPixels
	}
	img, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, "", fmt.Errorf("%w: %v", ErrNotPicture, err)
	}
	if isJPEG {
		img = upright(img, orientation(raw))
	}
	return img, format, nil
}

func fit(img image.Image, l Limits) image.Image {
	b := img.Bounds()
	scale := 1.0
	if l.FitWidth > 0 {
		scale = min(scale, float64(l.FitWidth)/float64(b.Dx()))
	}
	if l.FitHeight > 0 {
		scale = min(scale, float64(l.FitHeight)/float64(b.Dy()))
	}
	if scale >= 1 {
		return img
	}
	w, h := max(1, int(float64(b.Dx())*scale)), max(1, int(float64(b.Dy())*scale))
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(small, small.Bounds(), img, b, draw.Over, nil)
	return small
}

// flatten puts a picture with transparent parts on white, as paper would.
func flatten(img image.Image) image.Image {
	b := img.Bounds()
	flat := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(flat, flat.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(flat, flat.Bounds(), img, b.Min, draw.Over)
	return flat
}

// encodeJPEG begins with a good quality and goes up or down from there, so that
// the result has at least least and at most limit bytes (0: no bound).
func encodeJPEG(img image.Image, least, limit int) ([]byte, error) {
	var buffer bytes.Buffer
	for _, quality := range []int{90, 95, 100, 80, 70, 60, 50, 40} {
		if quality > 90 && buffer.Len() >= least {
			continue
		}
		buffer.Reset()
		if err := jpeg.Encode(&buffer, img, &jpeg.Options{Quality: quality}); err != nil {
			return nil, err
		}
		if buffer.Len() < least && quality == 100 {
			return nil, ErrTooLittle
		}
		if buffer.Len() >= least && (limit == 0 || buffer.Len() <= limit) {
			return buffer.Bytes(), nil
		}
	}
	return nil, ErrCannotFit
}
