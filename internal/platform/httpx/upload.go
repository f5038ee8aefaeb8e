package httpx

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"jiangxun/internal/fault"
)

const (
	subNoFile fault.Sub = "no_file"
	subUpload fault.Sub = "upload"
)

// File is an uploaded file as it comes in. Its FileName is whatever the visitor
// sent: show it, never use it as a path.
type File struct{ *multipart.Part }

// Read tells an upload that breaks off, or is none, from a fault of our own.
func (f File) Read(p []byte) (int, error) {
	n, err := f.Part.Read(p)
	return n, uploadFault(err)
}

// FilePart gives the first part named "file" of an upload, streaming.
func FilePart(r *multipart.Reader) (File, error) {
	for {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return File{}, fault.New(fault.Invalid, subNoFile)
		}
		if err != nil {
			return File{}, uploadFault(err)
		}
		if part.FormName() == "file" {
			return File{part}, nil
		}
	}
}

func uploadFault(err error) error {
	var tooLarge *http.MaxBytesError
	if err == nil || errors.Is(err, io.EOF) || errors.As(err, &tooLarge) {
		return err
	}
	return fault.New(fault.Malformed, subUpload).Because(err)
}
