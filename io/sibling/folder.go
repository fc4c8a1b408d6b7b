package sibling

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Folder is a new folder that takes the place of another when it is complete. Until then it is a hidden sibling.
type Folder struct {
	target, temporary string
	done              bool
}

// NewFolder makes the temporary folder for a target. Where the target is already something, replaceable decides about it:
// its error stops the replacement before anything was made.
func NewFolder(target string, replaceable func(path string) error) (*Folder, error) {
	target, err := Target(target)
	if err != nil {
		return nil, err
	}
	if _, err := os.Lstat(target); err == nil {
		if err := replaceable(target); err != nil {
			return nil, err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	removeLeftovers(target)
	temporary, err := Name(target)
	if err != nil {
		return nil, err
	}
	r := &Folder{target: target, temporary: temporary}
	if err := os.Mkdir(r.temporary, 0o777); err != nil {
		return nil, fmt.Errorf("make a folder in %s: %w", filepath.Dir(target), Cause(err))
	}
	return r, nil
}

// Path is the temporary folder to fill.
func (r *Folder) Path() string { return r.temporary }

// Commit brings the folder's content safely to disk and gives it the target's name. What the target was before is removed after that.
// On an error the target is what it was.
func (r *Folder) Commit() error {
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
func (r *Folder) Abort() error {
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

// removeLeftovers removes the temporary folders of writers of this target that were killed. It is a courtesy: what can't be removed stays.
func removeLeftovers(target string) {
	for _, left := range Leftovers(target) {
		if _, err := os.Lstat(target); err != nil && strings.HasSuffix(left, asideSuffix) {
			_ = os.Rename(left, target) // killed between two renames: this is the old store
			continue
		}
		_ = os.RemoveAll(left)
	}
}
