//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// modulePath is the module that cells import this project's packages from.
const modulePath = "github.com/lazycell/lazycell"

// moduleDir finds the source that this binary was built from: LAZYCELL_MODULE names it, or the binary itself remembers
// the place.
func moduleDir() (string, error) {
	if dir := os.Getenv("LAZYCELL_MODULE"); dir != "" {
		abs, err := filepath.Abs(dir)
		if err == nil {
			err = checkModule(abs)
		}
		if err != nil {
			return "", fmt.Errorf("LAZYCELL_MODULE does not name the source of lazycell: %w", err)
		}
		return abs, nil
	}
	_, file, _, ok := runtime.Caller(0)
	if !ok || !filepath.IsAbs(file) {
		return "", errors.New("this binary was built with -trimpath and doesn't know where its source is, which cells import: " +
			"set LAZYCELL_MODULE to it, or build without -trimpath")
	}
	dir := filepath.Dir(filepath.Dir(filepath.Dir(file)))
	if err := checkModule(dir); err != nil {
		return "", fmt.Errorf("the source that lazycell was built from, which cells import, is gone: %w; "+
			"set LAZYCELL_MODULE to where it is now, or build again", err)
	}
	return dir, nil
}

// checkModule says whether dir holds the module.
func checkModule(dir string) error {
	data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(data)) {
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] == "module" {
			if fields[1] != modulePath {
				return fmt.Errorf("%s is the module %s, not %s", dir, fields[1], modulePath)
			}
			return nil
		}
	}
	return fmt.Errorf("%s has a go.mod that names no module", dir)
}
