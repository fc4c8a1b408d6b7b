package install

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/lazycell/lazycell/kernel/lsp"
)

// Finding is what a look at one thing that the kernel needs has shown.
type Finding struct {
	What     string // "Go", "a C compiler", …
	OK       bool
	Optional bool   // the kernel works without it
	Detail   string // the version or place that was found, or what is wrong
	Fix      string // what to type, "" when all is well
}

// Examine looks for everything that building and running cells takes. goCmd is the go command, moduleDir the source of
// the lazycell module, or sourceErr why it can't be found.
func Examine(ctx context.Context, goCmd, moduleDir string, sourceErr error) []Finding {
	return []Finding{
		examineGo(ctx, goCmd),
		examineSource(moduleDir, sourceErr),
		examineTool(ctx, Finding{What: "a C compiler", Fix: "sudo apt-get install gcc libc6-dev"}, "gcc", "--version"),
		examineTool(ctx, Finding{What: "a fast linker", Optional: true, Fix: "sudo apt-get install mold"}, "mold", "--version"),
		examineHDF5(ctx),
		examineJupyter(ctx, moduleDir),
		examineGopls(ctx, goCmd, moduleDir),
	}
}

// answer runs a command and returns the first line it prints.
func answer(ctx context.Context, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, name, args...).Output()
	line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return line, err
}

func examineTool(ctx context.Context, f Finding, name string, args ...string) Finding {
	line, err := answer(ctx, name, args...)
	if err != nil {
		f.Detail = fmt.Sprintf("%s can't be run: %v", name, err)
		return f
	}
	f.OK, f.Detail, f.Fix = true, line, ""
	return f
}

// examineJupyter looks on the PATH, and where `make setup` puts it.
func examineJupyter(ctx context.Context, moduleDir string) Finding {
	f := Finding{What: "Jupyter", Fix: "make setup, or: python3 -m venv venv && venv/bin/pip install jupyterlab"}
	commands := []string{"jupyter"}
	if moduleDir != "" {
		commands = append(commands, filepath.Join(moduleDir, ".venv", "bin", "jupyter"))
	}
	for _, command := range commands {
		ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
		out, err := exec.CommandContext(ctx, command, "--version").Output()
		cancel()
		if err == nil {
			f.OK, f.Detail, f.Fix = true, jupyterVersion(string(out)), ""
			return f
		}
	}
	f.Detail = "no jupyter command on the PATH"
	return f
}

// jupyterVersion takes the versions that matter out of what jupyter --version prints: a line for each package.
func jupyterVersion(text string) string {
	var found []string
	for _, p := range []struct{ name, called string }{{"jupyterlab", "JupyterLab"}, {"notebook", "Notebook"}, {"jupyter_core", "jupyter_core"}} {
		for line := range strings.Lines(text) {
			name, version, ok := strings.Cut(line, ":")
			if version = strings.TrimSpace(version); ok && strings.TrimSpace(name) == p.name && version != "not installed" {
				found = append(found, p.called+" "+version)
			}
		}
	}
	if len(found) == 0 {
		return strings.TrimSpace(text) // of another make
	}
	return strings.Join(found, ", ")
}

// examineGopls looks where the kernel does. Without it completion knows less.
func examineGopls(ctx context.Context, goCmd, moduleDir string) Finding {
	f := Finding{What: "gopls", Optional: true, Fix: "go install golang.org/x/tools/gopls@v0.23.0"}
	path := lsp.FindGopls(ctx, goCmd, moduleDir)
	if path == "" {
		f.Detail = "gopls was not found: completion comes from the kernel alone"
		return f
	}
	return examineTool(ctx, f, path, "version")
}

func examineGo(ctx context.Context, goCmd string) Finding {
	f := Finding{What: "Go", Fix: "install " + runtime.Version() + " from https://go.dev/dl/ and put its bin directory on the PATH"}
	version, err := answer(ctx, goCmd, "env", "GOVERSION")
	switch {
	case err != nil:
		f.Detail = fmt.Sprintf("%s can't be run: %v", goCmd, err)
	case version != runtime.Version():
		f.Detail = fmt.Sprintf("lazycell was built with %s, and %s is %s: plugins need the same", runtime.Version(), goCmd, version)
		f.Fix = "build lazycell again: make build"
	default:
		f.OK, f.Detail, f.Fix = true, version, ""
	}
	return f
}

func examineSource(dir string, err error) Finding {
	if err != nil {
		return Finding{What: "lazycell's source", Detail: err.Error(), Fix: "export LAZYCELL_MODULE=/where/the/source/is"}
	}
	return Finding{What: "lazycell's source", OK: true, Detail: dir}
}

// hdf5Headers are where HDF5's header is where no pkg-config tells.
var hdf5Headers = []string{"/usr/include/hdf5.h", "/usr/include/hdf5/serial/hdf5.h", "/usr/local/include/hdf5.h", "/opt/homebrew/include/hdf5.h"}

func examineHDF5(ctx context.Context) Finding {
	f := Finding{What: "HDF5", Fix: "sudo apt-get install libhdf5-dev pkg-config"}
	if version, err := answer(ctx, "pkg-config", "--modversion", "hdf5"); err == nil {
		f.OK, f.Detail, f.Fix = true, version, ""
		return f
	}
	for _, header := range hdf5Headers {
		if _, err := os.Stat(header); err == nil {
			f.OK, f.Detail, f.Fix = true, header, ""
			return f
		}
	}
	f.Detail = "hdf5.h was not found: cells that use HDF5 files can't be built"
	return f
}
