package history

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"sync"
)

// maxGroup bounds the lines of one fsync.
const maxGroup = 4096

// Writer appends lines for many candidates. Nobody's Write returns before its
// own line is on the disk; one fsync serves all who wait, as in the product.
type Writer struct {
	file  *os.File
	queue chan entry
	gone  sync.WaitGroup
}

type entry struct {
	text []byte
	done chan error // holds one
}

// Create begins a new file; an old one of the name is an error, because a
// history is evidence.
func Create(name string) (*Writer, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("begin history: %w", err)
	}
	w := &Writer{file: f, queue: make(chan entry, maxGroup)}
	w.gone.Go(w.run)
	return w, nil
}

// Write returns once the line is durable.
func (w *Writer) Write(line Line) error {
	text, err := json.Marshal(line)
	if err != nil {
		return err
	}
	e := entry{text: append(text, '\n'), done: make(chan error, 1)}
	w.queue <- e
	return <-e.done
}

// Close ends the file. Nobody writes any more.
func (w *Writer) Close() error {
	close(w.queue)
	w.gone.Wait()
	return w.file.Close()
}

func (w *Writer) run() {
	for first := range w.queue {
		group := w.gather(first)
		var all bytes.Buffer
		for _, e := range group {
			all.Write(e.text)
		}
		_, err := w.file.Write(all.Bytes())
		if err == nil {
			err = w.file.Sync()
		}
		for _, e := range group {
			e.done <- err
		}
	}
}

func (w *Writer) gather(first entry) []entry {
	group := []entry{first}
	for len(group) < maxGroup {
		select {
		case next, ok := <-w.queue:
			if !ok {
				return group
			}
			group = append(group, next)
		default:
			return group
		}
	}
	return group
}
