package history

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// Load reads a whole history. A line that cannot be read is an error and never
// left out: a judge who overlooks evidence proves nothing.
func Load(name string) ([]Line, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	defer func() { _ = f.Close() }()
	return Parse(f)
}

// Parse reads lines until the end.
func Parse(r io.Reader) ([]Line, error) {
	in := json.NewDecoder(bufio.NewReaderSize(r, 1<<20))
	in.DisallowUnknownFields()
	var list []Line
	for {
		var line Line
		err := in.Decode(&line)
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, fmt.Errorf("history, line %d: %w", len(list)+1, err)
		}
		list = append(list, line)
	}
}
