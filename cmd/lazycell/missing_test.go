package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestWithoutPlugins builds the program for machines that have no plugins, and runs it where that is this one.
func TestWithoutPlugins(t *testing.T) {
	for _, c := range []struct {
		env  []string
		runs bool
		says string
	}{
		{[]string{"CGO_ENABLED=0"}, true, "with CGO_ENABLED=1"},
		{[]string{"CGO_ENABLED=0", "GOOS=windows"}, false, "wsl --install"},
	} {
		program := filepath.Join(t.TempDir(), "lazycell.exe")
		build := exec.Command("go", "build", "-o", program, ".")
		build.Env = append(os.Environ(), c.env...)
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", c.env, err, out)
		}
		said, err := os.ReadFile(program)
		if c.runs {
			said, err = exec.Command(program, "kernel", "x.json").CombinedOutput()
			if err == nil {
				t.Errorf("%s: it runs", c.env)
			}
		} else if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(said), c.says) {
			t.Errorf("%s: it does not say %q", c.env, c.says)
		}
	}
	for goos, want := range map[string]string{"windows": "WSL", "plan9": "Jupyter in the browser", "darwin": "C compiler"} {
		if got := missing(goos, "amd64"); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q in it", goos, got, want)
		}
	}
}
