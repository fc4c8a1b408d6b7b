//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDoctor takes the tools off the PATH one by one and reads what the doctor says to type.
func TestDoctor(t *testing.T) {
	source := t.TempDir() // without an environment of its own in which Jupyter and gopls could be
	if err := os.WriteFile(filepath.Join(source, "go.mod"), []byte("module "+modulePath+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	tools := map[string]string{} // name -> path
	for _, name := range []string{"go", "gcc", "mold", "pkg-config", "jupyter", "gopls"} {
		for _, dir := range append(filepath.SplitList(os.Getenv("PATH")), jupyterBin(t)) {
			if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil && tools[name] == "" {
				tools[name] = path
			}
		}
		if tools[name] == "" {
			t.Fatalf("this test takes %s away, and it isn't there: type `make setup-test`", name)
		}
	}
	for _, c := range []struct {
		without, mark, what, typed string
		fails                      bool
	}{
		{"", "ok     ", "Go ", "", false},
		{"gcc", "MISSING", "a C compiler", "sudo apt-get install gcc libc6-dev", true},
		{"mold", "absent ", "a fast linker", "sudo apt-get install mold", false},
		{"jupyter", "MISSING", "Jupyter", "make setup", true},
		{"gopls", "absent ", "gopls", "go install golang.org/x/tools/gopls@v0.23.0", false},
	} {
		t.Run("without "+c.without, func(t *testing.T) {
			bin := t.TempDir()
			for name, path := range tools {
				if name == c.without {
					continue
				}
				// A script, because what is installed with pip or by Go looks for what lies beside it.
				script := "#!/bin/sh\nexec '" + path + "' \"$@\"\n"
				if err := os.WriteFile(filepath.Join(bin, name), []byte(script), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.Command(os.Args[0], "doctor")
			cmd.Env = []string{"LAZYCELL_TEST_COMMAND=1", "PATH=" + bin, "HOME=" + t.TempDir(), "LAZYCELL_MODULE=" + source}
			out, err := cmd.CombinedOutput()
			if (err != nil) != c.fails {
				t.Errorf("error %v, want one: %v", err, c.fails)
			}
			said := string(out)
			at := strings.Index(said, c.mark+"  "+c.what)
			if at < 0 {
				t.Fatalf("it does not say %q of %s:\n%s", c.mark, c.what, said)
			}
			_, typed, _ := strings.Cut(said[at:], "\n")
			if c.typed != "" && !strings.HasPrefix(strings.TrimSpace(typed), "type: "+c.typed) {
				t.Errorf("it does not say to type %q:\n%s", c.typed, said)
			}
			if c.without == "" && (strings.Contains(said, "MISSING") || strings.Contains(said, "absent")) {
				t.Errorf("something is missing where everything is there:\n%s", said)
			}
		})
	}
}
