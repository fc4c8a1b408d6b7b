package storage

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/io/sibling"
)

func TestKeys(t *testing.T) {
	for key, ok := range map[string]bool{
		"a": true, "a/b.c/0": true, "é/ü": true, ".zgroup": true, "..a": true,
		"": false, "/a": false, "a/": false, "a//b": false, ".": false, "a/.": false, "..": false, "../a": false, "a/../../b": false,
		`a\b`: false, "a\x00b": false, strings.Repeat("a/", 3000) + "a": false,
	} {
		err := CheckKey(key)
		if ok != (err == nil) || !ok && !errors.Is(err, ErrKey) {
			t.Errorf("%q: %v", key, err)
		}
	}
}

func TestDir(t *testing.T) {
	d, err := OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.Set("a/b/c", []byte("0123456789")); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Get("a/b/c", 10); err != nil || string(got) != "0123456789" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := d.Get("a/b/c", 9); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
	if got, err := d.GetRange("a/b/c", -3, 2); err != nil || string(got) != "78" {
		t.Errorf("%q, %v", got, err)
	}
	for _, r := range [][2]int64{{8, 3}, {-11, 1}, {1, -1}, {11, 0}, {1, 1 << 62}} {
		if _, err := d.GetRange("a/b/c", r[0], r[1]); err == nil {
			t.Errorf("range %v: no error", r)
		}
	}
	if _, err := d.Get("a/b", -1); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder as a key: %v", err)
	}
	if there, err := d.Has("a/b/c/d"); there || err != nil {
		t.Errorf("a key below a file: %v, %v", there, err)
	}
	if names, err := d.Folders("a"); err != nil || strings.Join(names, " ") != "b" {
		t.Errorf("%v, %v", names, err)
	}
	if err := d.Delete("a/b/c"); err != nil {
		t.Error(err)
	}
	if err := d.Delete("a/b/c"); err != nil {
		t.Errorf("delete an absent key: %v", err)
	}
}

func write(t *testing.T, folder, text string) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "f"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, folder string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "f"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func anything(string) error { return nil }

func TestReplace(t *testing.T) {
	for _, old := range []bool{false, true} {
		parent := t.TempDir()
		target := filepath.Join(parent, "s.zarr")
		if old {
			write(t, target, "old")
		}
		r, err := NewReplacement(target, anything)
		if err != nil {
			t.Fatal(err)
		}
		write(t, r.Path(), "new")
		if old && content(t, target) != "old" {
			t.Error("the target changed before the commit")
		}
		if err := r.Commit(); err != nil {
			t.Fatal(err)
		}
		if got := content(t, target); got != "new" {
			t.Errorf("the target holds %q", got)
		}
		if err := r.Abort(); err != nil || content(t, target) != "new" {
			t.Errorf("abort after the commit: %v", err)
		}
		if entries, err := os.ReadDir(parent); err != nil || len(entries) != 1 {
			t.Errorf("left behind: %v, %v", entries, err)
		}
	}
}

func TestAbortAndRefusal(t *testing.T) {
	parent := t.TempDir()
	target := filepath.Join(parent, "s.zarr")
	write(t, target, "old")
	r, err := NewReplacement(target, anything)
	if err != nil {
		t.Fatal(err)
	}
	write(t, r.Path(), "new")
	if err := r.Abort(); err != nil {
		t.Fatal(err)
	}
	no := errors.New("no")
	if _, err := NewReplacement(target, func(string) error { return no }); !errors.Is(err, no) {
		t.Error(err)
	}
	if _, err := NewReplacement(filepath.Join(parent, "missing", "s.zarr"), anything); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if entries, err := os.ReadDir(parent); err != nil || len(entries) != 1 || content(t, target) != "old" {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestSwapByTwoRenames(t *testing.T) {
	parent := t.TempDir()
	a, b := filepath.Join(parent, "a"), filepath.Join(parent, "b")
	write(t, a, "A")
	write(t, b, "B")
	if err := swapByTwoRenames(a, b); err != nil {
		t.Fatal(err)
	}
	if content(t, a) != "B" || content(t, b) != "A" {
		t.Errorf("a holds %s, b %s", content(t, a), content(t, b))
	}
}

// TestLeftovers: the next writer removes what a killed one left, and nothing of one that runs.
func TestLeftovers(t *testing.T) {
	parent := t.TempDir()
	target := filepath.Join(parent, "s.zarr")
	dead := exec.Command("true")
	if err := dead.Run(); err != nil {
		t.Skip("no command true:", err)
	}
	left := sibling.Prefix(target) + strconv.Itoa(dead.Process.Pid) + "-abc"
	live := sibling.Prefix(target) + strconv.Itoa(os.Getpid()) + "-abc"
	write(t, left, "left")
	write(t, left+asideSuffix, "the old store")
	write(t, live, "live")
	removeLeftovers(target)
	if _, err := os.Stat(left); err == nil {
		t.Error("a killed writer's folder is still there")
	}
	if content(t, live) != "live" || content(t, target) != "the old store" {
		t.Error("a running writer's folder or the old store is gone")
	}
}
