package install

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// errReadOnly is the error of writing to a file system that is mounted for reading only.
var errReadOnly = syscall.EROFS

// kernelsIn is where Jupyter looks for kernels below a prefix.
func kernelsIn(prefix string) string { return filepath.Join(prefix, "share", "jupyter", "kernels") }

// Prefix returns the "kernels" directory below the prefix of a Python environment.
func Prefix(prefix string) (string, error) {
	abs, err := filepath.Abs(prefix)
	if err != nil {
		return "", fmt.Errorf("find the prefix %s: %w", prefix, err)
	}
	return kernelsIn(abs), nil
}

// User returns the user's own "kernels" directory.
func User() (string, error) {
	if dir := os.Getenv("JUPYTER_DATA_DIR"); dir != "" {
		return filepath.Join(dir, "kernels"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find the user's directory: %w; use --prefix DIR", err)
	}
	switch {
	case runtime.GOOS == "darwin":
		return filepath.Join(home, "Library", "Jupyter", "kernels"), nil
	case os.Getenv("XDG_DATA_HOME") != "":
		return filepath.Join(os.Getenv("XDG_DATA_HOME"), "jupyter", "kernels"), nil
	}
	return filepath.Join(home, ".local", "share", "jupyter", "kernels"), nil
}

// SysPrefix returns the "kernels" directory of the Python that Jupyter runs on: of the active virtual environment, or
// else of the python3 on the PATH.
func SysPrefix() (string, error) {
	for _, name := range []string{"VIRTUAL_ENV", "CONDA_PREFIX"} {
		if dir := os.Getenv(name); dir != "" {
			return kernelsIn(dir), nil
		}
	}
	for _, python := range []string{"python3", "python"} {
		out, err := exec.Command(python, "-c", "import sys; print(sys.prefix)").Output()
		if dir := strings.TrimSpace(string(out)); err == nil && dir != "" {
			return kernelsIn(dir), nil
		}
	}
	return "", errors.New("there is no active virtual environment and no python3 on the PATH: use --user or --prefix DIR")
}
