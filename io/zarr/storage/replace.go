package storage

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Replacement is a new folder that takes the place of another when it is complete. Until then it is a hidden sibling.
type Replacement struct {
	target, temporary string
	done              bool
}

// NewReplacement makes the temporary folder for a target. Where the target is already something, replaceable decides about it:
// its error stops the replacement before anything was made.
func NewReplacement(target string, replaceable func(path string) error) (*Replacement, error) {
	target, err := filepath.Abs(target)
	if err != nil {
		return nil, err
	}
	if real, err := filepath.EvalSymlinks(target); err == nil {
		target = real // the folder behind a link is what gets replaced
	}
	if _, err := os.Lstat(target); err == nil {
		if err := replaceable(target); err != nil {
			return nil, err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	removeLeftovers(target)
	var unique [6]byte
	if _, err := rand.Read(unique[:]); err != nil {
		return nil, err
	}
	r := &Replacement{target: target, temporary: temporaryPrefix(target) + strconv.Itoa(os.Getpid()) + "-" + hex.EncodeToString(unique[:])}
	if err := os.Mkdir(r.temporary, 0o777); err != nil {
		return nil, fmt.Errorf("make a folder in %s: %w", filepath.Dir(target), cause(err))
	}
	return r, nil
}

// cause is an error of a system call without the name of the temporary folder, which no one knows.
func cause(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// Path is the temporary folder to fill.
func (r *Replacement) Path() string { return r.temporary }

// Commit brings the folder's content safely to disk and gives it the target's name. What the target was before is removed after that.
// On an error the target is what it was.
func (r *Replacement) Commit() error {
	if r.done {
		return errors.New("the replacement has ended already")
	}
	if err := syncTree(r.temporary); err != nil {
		return fmt.Errorf("bring %s to disk: %w", r.target, err)
	}
	err := os.Rename(r.temporary, r.target)
	if err != nil {
		if _, statErr := os.Lstat(r.target); statErr != nil {
			return err
		}
		if err := swap(r.temporary, r.target); err != nil {
			return fmt.Errorf("put the new store in place of %s: %w", r.target, err)
		}
	}
	r.done = true
	if err := syncFolder(filepath.Dir(r.target)); err != nil {
		return err
	}
	// The old content, if any, has the temporary name now. If it can't be removed, the next writer tries again.
	_ = os.RemoveAll(r.temporary)
	return nil
}

// Abort removes the temporary folder. After Commit it does nothing.
func (r *Replacement) Abort() error {
	if r.done {
		return nil
	}
	r.done = true
	return os.RemoveAll(r.temporary)
}

const asideSuffix = "-old"

// swapByTwoRenames exchanges two folders where the system can't in one step. If the second rename fails, the first is undone.
func swapByTwoRenames(a, b string) error {
	aside := a + asideSuffix
	if err := os.Rename(b, aside); err != nil {
		return err
	}
	if err := os.Rename(a, b); err != nil {
		return errors.Join(err, os.Rename(aside, b))
	}
	return os.Rename(aside, a)
}

// temporaryPrefix names the machine, so that another machine's process numbers on a shared disk are not taken for this one's.
func temporaryPrefix(target string) string {
	host, err := os.Hostname()
	if err != nil || host == "" {
		host = "localhost"
	}
	host = strings.Map(func(r rune) rune {
		if r == '/' || r == '\\' || r == ':' {
			return '_'
		}
		return r
	}, host)
	return filepath.Join(filepath.Dir(target), "."+filepath.Base(target)+".new-"+host+"-")
}

// removeLeftovers removes the temporary folders of writers of this target that were killed. It is a courtesy: what can't be removed stays.
func removeLeftovers(target string) {
	prefix := filepath.Base(temporaryPrefix(target))
	entries, err := os.ReadDir(filepath.Dir(target))
	if err != nil {
		return
	}
	for _, e := range entries {
		rest, ok := strings.CutPrefix(e.Name(), prefix)
		if !ok || !e.IsDir() {
			continue
		}
		digits, _, _ := strings.Cut(rest, "-")
		pid, err := strconv.Atoi(digits)
		if err != nil || pid <= 0 || processRuns(pid) {
			continue
		}
		left := filepath.Join(filepath.Dir(target), e.Name())
		if _, err := os.Lstat(target); err != nil && strings.HasSuffix(left, asideSuffix) {
			_ = os.Rename(left, target) // killed between two renames: this is the old store
			continue
		}
		_ = os.RemoveAll(left)
	}
}
