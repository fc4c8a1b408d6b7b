//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// goCommand finds the go command: LAZYCELL_GO names it, or else it is the first that is of the version which this program was built
// with, as plugins have to be: on the PATH, where the Go lies that built this program, and where Go is installed by default. Where
// none is, it is the first on the PATH, and what it is used for says what is wrong with it.
func goCommand() string {
	if cmd := os.Getenv("LAZYCELL_GO"); cmd != "" {
		return cmd
	}
	var found []string
	for _, dir := range append(filepath.SplitList(os.Getenv("PATH")), builtFrom(), "/usr/local/go/bin", "/usr/lib/go/bin", "/opt/homebrew/bin") {
		if path, err := exec.LookPath(filepath.Join(dir, "go")); err == nil && filepath.IsAbs(path) {
			found = append(found, path)
		}
	}
	for _, path := range found {
		if goVersion(path) == runtime.Version() {
			return path
		}
	}
	if len(found) > 0 {
		return found[0]
	}
	return "go"
}

// builtFrom is the bin directory of the Go that this program was built with; "" when it doesn't know.
func builtFrom() string {
	//lint:ignore SA1019 what was true when it was built is just what is asked
	if root := runtime.GOROOT(); root != "" {
		return filepath.Join(root, "bin")
	}
	return ""
}

// goVersion is the version of a go command: as the file says that comes with it, or else as it says itself.
func goVersion(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		if text, err := os.ReadFile(filepath.Join(filepath.Dir(real), "..", "VERSION")); err == nil {
			version, _, _ := strings.Cut(string(text), "\n")
			return strings.TrimSpace(version)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "env", "GOVERSION")
	cmd.Env = append(os.Environ(), "GOTOOLCHAIN=local")
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
