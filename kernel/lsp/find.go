package lsp

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// goplsVariable names the gopls to use, or "off".
const goplsVariable = "LAZYCELL_GOPLS"

// FindGopls returns the path of the gopls that an Assistant uses, "" when there is none.
func FindGopls(ctx context.Context, goCmd, moduleDir string) string {
	if named := os.Getenv(goplsVariable); named != "" {
		if named == "off" {
			return ""
		}
		path, err := exec.LookPath(named)
		if err != nil {
			return ""
		}
		return path
	}
	if path, err := exec.LookPath("gopls"); err == nil {
		return path
	}
	var dirs []string
	if out, err := exec.CommandContext(ctx, goCmd, "env", "GOBIN", "GOPATH").Output(); err == nil {
		bin, gopath, _ := strings.Cut(strings.TrimRight(string(out), "\n"), "\n")
		dirs = append(dirs, bin)
		for _, p := range filepath.SplitList(gopath) {
			dirs = append(dirs, filepath.Join(p, "bin"))
		}
	}
	for _, dir := range append(dirs, filepath.Join(moduleDir, ".venv", "bin")) {
		if dir == "" {
			continue
		}
		path, err := filepath.Abs(filepath.Join(dir, "gopls"))
		if err != nil {
			continue
		}
		if path, err = exec.LookPath(path); err == nil {
			return path
		}
	}
	return ""
}
