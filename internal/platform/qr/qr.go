// Package qr makes QR codes.
package qr

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"github.com/boombuler/barcode/qr"
)

// Quiet is the white border, in modules, that scanners ask for.
const Quiet = 4

// ErrSize says that the code does not fit the asked size.
var ErrSize = errors.New("size too small for this text")

// Code is a QR code without its quiet border.
type Code struct{ bits image.Image }

// New encodes a text with medium error correction (15 %). Some 2,300 bytes
// fit; keep links short, so that the modules stay large.
func New(text string) (Code, error) {
	bits, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return Code{}, fmt.Errorf("make QR code: %w", err)
	}
	return Code{bits: bits}, nil
}

// Modules is the number of modules along one side, without the quiet border.
func (c Code) Modules() int { return c.bits.Bounds().Dx() }

// Dark reports whether a module is black; places outside the code are white.
func (c Code) Dark(x, y int) bool {
	if !(image.Point{X: x, Y: y}).In(c.bits.Bounds()) {
		return false
	}
	return color.GrayModel.Convert(c.bits.At(x, y)).(color.Gray).Y < 128
}

// PNG draws a text as a square black and white picture with its quiet border.
// The side is at most pixels: the largest whole number of pixels a module that
// fits, so that every module is equally sharp; what is left over is white.
func PNG(text string, pixels int) ([]byte, error) {
	code, err := New(text)
	if err != nil {
		return nil, err
	}
	scale := pixels / (code.Modules() + 2*Quiet)
	if scale < 1 || pixels > 4096 {
		return nil, ErrSize
	}
	picture := image.NewPaletted(image.Rect(0, 0, pixels, pixels), color.Palette{color.White, color.Black})
	offset := (pixels - scale*code.Modules()) / 2
	for y := range pixels {
		for x := range pixels {
			if x >= offset && y >= offset && code.Dark((x-offset)/scale, (y-offset)/scale) {
				picture.SetColorIndex(x, y, 1)
			}
		}
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("make QR code: %w", err)
	}
	return out.Bytes(), nil
}
