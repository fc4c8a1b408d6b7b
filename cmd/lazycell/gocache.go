//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// useWritableCache has Go keep what it compiles among the temporary files where its build cache can't be written, as in a home
// directory that is for reading only: without one Go compiles nothing. It returns what to tell the user, "" when all is well.
func useWritableCache(goCmd string) string {
	dir := os.Getenv("GOCACHE")
	if dir == "" {
		if cache, err := os.UserCacheDir(); err == nil {
			dir = filepath.Join(cache, "go-build")
		}
	}
	if dir != "" && writable(dir) == nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if out, err := exec.CommandContext(ctx, goCmd, "env", "GOCACHE").Output(); err == nil { // `go env -w` may have set it
		if said := strings.TrimSpace(string(out)); said != dir && writable(said) == nil {
			return ""
		}
	}
	instead := filepath.Join(os.TempDir(), fmt.Sprintf("lazycell-go-build-%d", os.Getuid()))
	err := writable(instead)
	if err == nil {
		err = os.Setenv("GOCACHE", instead)
	}
	if err != nil {
		return fmt.Sprintf("Go's build cache %s can't be written, and there is no other place: %v; set GOCACHE to a directory that can", dir, err)
	}
	return fmt.Sprintf("Go's build cache %s can't be written: %s is used instead, and what first cells import is compiled for it once", dir, instead)
}

// writable makes a directory and says why no file can be made in it.
func writable(dir string) error {
	if !filepath.IsAbs(dir) {
		return fmt.Errorf("%q is no absolute path", dir)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".lazycell-")
	if err != nil {
		return err
	}
	_ = f.Close()
	return os.Remove(f.Name())
}
