package kernel_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// python is the interpreter with jupyter_client.
func python(t *testing.T) string {
	t.Helper()
	if p := os.Getenv("LAZYCELL_PYTHON"); p != "" {
		return p
	}
	p, err := filepath.Abs("../.venv/bin/python")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(p); err != nil {
		t.Fatalf("no Python at %s: type `make setup-test` at the top of the repository, or set LAZYCELL_PYTHON", p)
	}
	return p
}

// installed builds the kernel, installs it into a Jupyter prefix of its own, and returns the environment that finds it there.
func installed(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	binary := filepath.Join(dir, "lazycell")
	for _, args := range [][]string{{"go", "build", "-o", binary, "../cmd/lazycell"}, {binary, "install", "--prefix", dir}} {
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	return append(os.Environ(), "JUPYTER_PATH="+filepath.Join(dir, "share", "jupyter"), "JUPYTER_PREFER_ENV_PATH=0")
}

// TestJupyter runs the tests that talk to the kernel as Jupyter does: jupyter_client starts it from its kernelspec.
func TestJupyter(t *testing.T) {
	env := installed(t)
	for _, script := range []string{"kernel_cells.py", "kernel_protocol.py", "kernel_standard.py"} {
		t.Run(script, func(t *testing.T) {
			cmd := exec.Command(python(t), filepath.Join("..", "testdata", "jupyter", script))
			cmd.Env = env
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", script, err, out)
			}
		})
	}
}
