package sibling

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

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
		r, err := NewFolder(target, anything)
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
	r, err := NewFolder(target, anything)
	if err != nil {
		t.Fatal(err)
	}
	write(t, r.Path(), "new")
	if err := r.Abort(); err != nil {
		t.Fatal(err)
	}
	no := errors.New("no")
	if _, err := NewFolder(target, func(string) error { return no }); !errors.Is(err, no) {
		t.Error(err)
	}
	if _, err := NewFolder(filepath.Join(parent, "missing", "s.zarr"), anything); !errors.Is(err, fs.ErrNotExist) {
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

// TestKilledWriter: the next writer removes what a killed one left, and nothing of one that runs.
func TestKilledWriter(t *testing.T) {
	parent := t.TempDir()
	target := filepath.Join(parent, "s.zarr")
	dead := exec.Command("true")
	if err := dead.Run(); err != nil {
		t.Skip("no command true:", err)
	}
	left := Prefix(target) + strconv.Itoa(dead.Process.Pid) + "-abc"
	live := Prefix(target) + strconv.Itoa(os.Getpid()) + "-abc"
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
