// Package sibling makes the hidden files and folders that are written beside a target and get its name when they are complete.
package sibling

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Target is the absolute path of what a path stands for: what a link points to is what gets replaced.
func Target(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real, nil
	}
	return path, nil
}

// Name is a name beside the target that nobody has, and that says which process of which machine uses it.
func Name(target string) (string, error) {
	var unique [6]byte
	if _, err := rand.Read(unique[:]); err != nil {
		return "", err
	}
	return Prefix(target) + strconv.Itoa(os.Getpid()) + "-" + hex.EncodeToString(unique[:]), nil
}

// Prefix is how the names of a target's siblings begin. It names the machine, so that another machine's process numbers on a shared disk are not taken for this one's.
func Prefix(target string) string {
	host, err := os.Hostname()
	if err != nil || host == "" {
		host = "localhost"
	}
	host = strings.NewReplacer("/", "_", "\\", "_", ":", "_").Replace(host)
	return filepath.Join(filepath.Dir(target), "."+filepath.Base(target)+".new-"+host+"-")
}

// Leftovers is the siblings of a target whose writers don't run any more: they were killed.
func Leftovers(target string) []string {
	start := filepath.Base(Prefix(target))
	entries, err := os.ReadDir(filepath.Dir(target))
	if err != nil {
		return nil
	}
	var left []string
	for _, e := range entries {
		rest, ok := strings.CutPrefix(e.Name(), start)
		if !ok || !e.IsDir() && !e.Type().IsRegular() {
			continue
		}
		digits, _, _ := strings.Cut(rest, "-")
		if pid, err := strconv.Atoi(digits); err == nil && pid > 0 && !runs(pid) {
			left = append(left, filepath.Join(filepath.Dir(target), e.Name()))
		}
	}
	return left
}

// Cause is an error of a system call without the name of the sibling, which no one knows.
func Cause(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
