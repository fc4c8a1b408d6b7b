//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// fakeGo makes a directory with a go command of another version.
func fakeGo(t *testing.T, version string) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "old go", "bin")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\n[ \"$1 $2\" = 'env GOVERSION' ] && echo " + version + "\nexit 0\n"
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestGoCommand looks for the right one of several Go commands.
func TestGoCommand(t *testing.T) {
	right, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	old, withFile := fakeGo(t, "go1.20.3"), fakeGo(t, runtime.Version())
	// This one says that it is right, and the file beside it says that it is not.
	if err := os.WriteFile(filepath.Join(withFile, "..", "VERSION"), []byte("go1.21.0\ntime 2023"), 0o644); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "bin")
	if err := os.Mkdir(link, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(right, filepath.Join(link, "go")); err != nil {
		t.Fatal(err)
	}
	path := func(dirs ...string) string { return strings.Join(dirs, string(filepath.ListSeparator)) }
	for _, c := range []struct{ name, path, env, want string }{
		{"one", path(filepath.Dir(right)), "", right},
		{"an older one first", path(old, withFile, filepath.Dir(right)), "", right},
		{"a link", path(old, link), "", filepath.Join(link, "go")},
		{"named", path(filepath.Dir(right)), "/my/go", "/my/go"},
		{"what is not there", path("/no/such/place", "", filepath.Dir(right)), "", right},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("PATH", c.path)
			t.Setenv("LAZYCELL_GO", c.env)
			if got := goCommand(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	t.Setenv("PATH", old)
	if got := goCommand(); goVersion(got) != runtime.Version() {
		t.Errorf("with an older one alone on the PATH it is %s, want the one that built this test", got)
	}
}

// TestWritableCache has the build cache where nothing can be written.
func TestWritableCache(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Setenv("GOCACHE", filepath.Join(temp, "cache"))
	if note := useWritableCache("go"); note != "" {
		t.Errorf("a cache that can be made: %s", note)
	}
	t.Setenv("GOCACHE", "/proc/no/cache")
	if note := useWritableCache("go"); !strings.Contains(note, "/proc/no/cache") || !strings.HasPrefix(os.Getenv("GOCACHE"), temp) {
		t.Errorf("it says %q and uses %s", note, os.Getenv("GOCACHE"))
	}
	t.Setenv("GOCACHE", "/proc/no/cache")
	t.Setenv("TMPDIR", "/proc/no/temp")
	if note := useWritableCache("go"); !strings.Contains(note, "set GOCACHE") {
		t.Errorf("it says %q, want what to do", note)
	}
}
