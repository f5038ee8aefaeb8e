package simulator

import (
	"io"
	"net/http"
	"time"
)

const (
	mediumLife = 3 * 24 * time.Hour
	maxMedium  = 10 << 20
)

type medium struct {
	kind  string
	bytes []byte
	until time.Time
}

func (s *Simulator) serveUpload(w http.ResponseWriter, r *http.Request, a *account) {
	file, header, err := r.FormFile("media")
	if err != nil {
		refuse(w, 47001)
		return
	}
	defer func() { _ = file.Close() }()
	raw, err := io.ReadAll(io.LimitReader(file, maxMedium))
	if err != nil {
		refuse(w, 47001)
		return
	}
	id, now := random(32), s.now()
	a.media[id] = medium{kind: header.Header.Get("Content-Type"), bytes: raw, until: now.Add(mediumLife)}
	answer(w, map[string]any{"type": r.URL.Query().Get("type"), "media_id": id, "created_at": now.Unix()})
}

func (s *Simulator) serveDownload(w http.ResponseWriter, r *http.Request, a *account) {
	m, ok := a.media[r.URL.Query().Get("media_id")]
	if !ok || !s.now().Before(m.until) {
		refuse(w, 40007)
		return
	}
	w.Header().Set("Content-Type", m.kind)
	_, _ = w.Write(m.bytes)
}
