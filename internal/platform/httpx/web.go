package httpx

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"
)

// asset is one file of the built web app, in the encodings the build made.
type asset struct {
	contentType string
	etag        string
	plain, gzip []byte
	brotli      []byte
}

// mountWeb serves the built web app: hashed files for ever, pages never from
// cache, and the page of each entry for every address below it.
func mountWeb(e *echo.Echo, dist fs.FS) error {
	assets, err := readAssets(dist)
	if err != nil {
		return err
	}
	page := func(name string) echo.HandlerFunc {
		return func(c echo.Context) error {
			a, ok := assets[name]
			if !ok {
				return c.String(http.StatusServiceUnavailable, "前端尚未构建，请先运行 make build")
			}
			c.Response().Header().Set("Cache-Control", "no-store")
			return a.write(c)
		}
	}
	file := func(c echo.Context) error {
		name := strings.TrimPrefix(c.Request().URL.Path, "/")
		a, ok := assets[name]
		if !ok || strings.HasSuffix(name, ".html") {
			return echo.ErrNotFound
		}
		if strings.HasPrefix(name, "assets/") {
			c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		} else {
			c.Response().Header().Set("Cache-Control", "no-cache")
		}
		return a.write(c)
	}
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		e.Add(method, "/assets/*", file)
		e.Add(method, "/staff", page("staff.html"))
		e.Add(method, "/staff/*", page("staff.html"))
		e.Add(method, "/exam", page("exam.html"))
		e.Add(method, "/exam/*", page("exam.html"))
		e.Add(method, "/*", func(c echo.Context) error {
			p := c.Request().URL.Path
			if strings.HasPrefix(p, "/api/") || strings.HasPrefix(p, "/wechat/") || strings.Contains(p, "/.") {
				return echo.ErrNotFound
			}
			if path.Ext(p) != "" {
				return file(c)
			}
			return page("learner.html")(c)
		})
	}
	return nil
}

func (a *asset) write(c echo.Context) error {
	h := c.Response().Header()
	h.Set("Vary", "Accept-Encoding")
	accepted := c.Request().Header.Get("Accept-Encoding")
	body, tag := a.plain, a.etag
	switch {
	case a.brotli != nil && strings.Contains(accepted, "br"):
		body, tag = a.brotli, a.etag+"-br"
		h.Set("Content-Encoding", "br")
	case a.gzip != nil && strings.Contains(accepted, "gzip"):
		body, tag = a.gzip, a.etag+"-gz"
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", `"`+tag+`"`)
	if c.Request().Header.Get("If-None-Match") == `"`+tag+`"` {
		return c.NoContent(http.StatusNotModified)
	}
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	return c.Blob(http.StatusOK, a.contentType, body)
}

func readAssets(dist fs.FS) (map[string]*asset, error) {
	assets := map[string]*asset{}
	if dist == nil {
		return assets, nil
	}
	err := fs.WalkDir(dist, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(name, ".gz") || strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".map") {
			return err
		}
		a, err := readAsset(dist, name)
		assets[name] = a
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read web app: %w", err)
	}
	return assets, nil
}

func readAsset(dist fs.FS, name string) (*asset, error) {
	plain, err := fs.ReadFile(dist, name)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(plain)
	a := &asset{contentType: mime.TypeByExtension(path.Ext(name)), etag: hex.EncodeToString(sum[:12]), plain: plain}
	if a.contentType == "" {
		a.contentType = "application/octet-stream"
	}
	if a.gzip, err = optional(dist, name+".gz"); err != nil {
		return nil, err
	}
	a.brotli, err = optional(dist, name+".br")
	return a, err
}

func optional(dist fs.FS, name string) ([]byte, error) {
	body, err := fs.ReadFile(dist, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return body, err
}
