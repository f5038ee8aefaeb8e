package httpx

import (
	"errors"
	"io"
	"mime/multipart"

	"jiangxun/internal/fault"
)

const subNoFile fault.Sub = "no_file"

// FilePart gives the first part named "file" of an upload, streaming. Its
// FileName is whatever the visitor sent: show it, never use it as a path.
func FilePart(r *multipart.Reader) (*multipart.Part, error) {
	for {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, fault.New(fault.Invalid, subNoFile)
		}
		if err != nil {
			return nil, err
		}
		if part.FormName() == "file" {
			return part, nil
		}
	}
}
