// Package web carries the built web app.
package web

import (
	"embed"
	"io/fs"
)

// dist holds what `npm run build` made; before the first build it holds a
// marker only, so that Go compiles without Node.
//
//go:embed all:dist
var dist embed.FS

// Dist gives the files of the built web app.
func Dist() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		// The directory is part of the embed pattern above.
		panic(err)
	}
	return sub
}
