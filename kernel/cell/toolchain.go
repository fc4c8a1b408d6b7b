package cell

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lazycell/lazycell/kernel/cell/thin"
	"github.com/lazycell/lazycell/kernel/group"
)

// modulePath is this project's module: cells import its packages from the source the kernel itself was built from.
const modulePath = "github.com/lazycell/lazycell"

// rtPath is the package that every cell imports.
const rtPath = modulePath + "/kernel/session/rt"

// toolchain compiles and links cells. It calls the compiler and the linker itself, with the archives of all imported
// packages at hand, because most of `go build`'s time for so small a package goes into looking around.
type toolchain struct {
	goCmd   string
	dir     string // the session's module
	temp    string // temporary files of the tools
	toolDir string
	lang    string
	extld   func() string // what links whole plugins: gcc, or a script that is quicker

	moduleDir string          // this project's source
	host      map[string]bool // modules of which the session host has packages; nil: all that this project requires
	flags     buildFlags

	listing   sync.Mutex  // held while go list runs, and for what follows
	accepted  moduleFiles // the last go.mod that agrees with what the session has loaded
	wanted    moduleFiles // the last one that doesn't, and which a new session may have
	noAutoGet atomic.Bool
	notes     []string

	mu       sync.Mutex
	archives map[string]string // import path -> archive with export data and code
	versions map[string]string // import path -> version of its module
	packages *thin.Packages
	local    map[string]*localPackage // import path -> a package that may be edited
	changed  map[string]string        // those that were built anew, until that is told, and their paths before; listing is held
	imp      types.Importer
}

// newToolchain writes the session's module into dir and asks the go command for its tools.
func newToolchain(ctx context.Context, goCmd, dir, moduleDir string) (*toolchain, error) {
	t := &toolchain{goCmd: goCmd, dir: dir, moduleDir: moduleDir, temp: filepath.Join(dir, "tmp"), archives: map[string]string{}, versions: map[string]string{}, local: map[string]*localPackage{}, changed: map[string]string{}}
	t.packages = thin.NewPackages(t.archive)
	if err := writeModule(dir, moduleDir); err != nil {
		return nil, err
	}
	var err error
	if t.accepted, err = readModuleFiles(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(t.temp, 0o700); err != nil {
		return nil, fmt.Errorf("make a directory for temporary files: %w", err)
	}
	out, err := t.output(ctx, "env", "GOTOOLDIR", "GOVERSION")
	if err != nil {
		return nil, fmt.Errorf("run %s env: %w; install Go %s or put it on PATH", goCmd, err, runtime.Version())
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != 2 {
		return nil, fmt.Errorf("run %s env: unexpected answer %q", goCmd, out)
	}
	t.toolDir = lines[0]
	if lines[1] != runtime.Version() {
		return nil, fmt.Errorf("lazycell was built with %s, but %s is %s: plugins need the same version; run `make build` again", runtime.Version(), goCmd, lines[1])
	}
	t.lang = languageVersion(lines[1])
	t.extld = sync.OnceValue(func() string {
		if script, err := writeLinkScript(context.WithoutCancel(ctx), dir); err == nil && script != "" {
			return script
		}
		return "gcc"
	})
	return t, nil
}

// languageVersion cuts "go1.26.8" to "go1.26".
func languageVersion(v string) string {
	if parts := strings.SplitN(v, ".", 3); len(parts) >= 2 {
		return parts[0] + "." + parts[1]
	}
	return v
}

// output runs the go command in the session's module and returns what it printed.
func (t *toolchain) output(ctx context.Context, args ...string) ([]byte, error) {
	return t.run(ctx, t.goCmd, args...)
}

// combined is output with what the go command says on its way.
func (t *toolchain) combined(ctx context.Context, args ...string) (string, error) {
	var said bytes.Buffer
	out, err := t.saying(ctx, &said, t.goCmd, args...)
	return said.String() + string(out), err
}

func (t *toolchain) run(ctx context.Context, name string, args ...string) ([]byte, error) {
	return t.saying(ctx, new(bytes.Buffer), name, args...)
}

func (t *toolchain) saying(ctx context.Context, stderr *bytes.Buffer, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = t.dir
	cmd.WaitDelay = 2 * time.Second // for what it has started itself
	group.Cancelled(cmd)
	// Tools that are killed leave their temporary files where the kernel removes them.
	cmd.Env = append(os.Environ(), "TMPDIR="+t.temp, "GOGC=400", "GOTOOLCHAIN=local", "GOWORK=off", "GOFLAGS="+strings.TrimSpace(os.Getenv("GOFLAGS")+" -mod="+t.modMode()))
	cmd.Stderr = stderr
	out, err := cmd.Output()
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if msg := strings.TrimSpace(stderr.String() + string(out)); msg != "" {
			return nil, errors.New(msg)
		}
		return nil, err
	}
	return out, nil
}

// modMode says whether the go command may add to go.mod.
func (t *toolchain) modMode() string {
	if t.noAutoGet.Load() {
		return "readonly"
	}
	return "mod"
}

// missingError says which packages can't be had, and why.
type missingError struct{ packages map[string]string }

// Error returns the reasons, one a line.
func (e *missingError) Error() string {
	var lines []string
	for p, msg := range e.packages {
		lines = append(lines, p+": "+msg)
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}

// listed is what `go list` says of a package.
type listed struct {
	ImportPath, Name, Export string
	Error                    *struct{ Err string }
	Module                   *struct{ Path, Version string }
}

// resolve makes the archives of the packages and of all they import known, building what the build cache lacks.
// A *missingError names the packages that can't be had.
func (t *toolchain) resolve(ctx context.Context, paths []string) error {
	t.listing.Lock()
	defer t.listing.Unlock()
	missing := t.unknown(paths)
	if len(missing) == 0 {
		return nil
	}
	if err := t.keepModules(); err != nil {
		return err
	}
	args := append([]string{"list", "-e", "-export", "-deps", "-buildmode=plugin", "-json=ImportPath,Name,Export,Error,Module"}, t.flags.list...)
	out, err := t.output(ctx, append(append(args, "--"), missing...)...)
	if err != nil {
		return err
	}
	after, err := readModuleFiles(t.dir)
	if err != nil {
		return err
	}
	changes := moved(t.accepted, after, t.holds)
	if len(changes) == 0 {
		changes = t.replaced(out)
	}
	if len(changes) > 0 {
		if err := writeModuleFiles(t.dir, t.accepted); err != nil {
			return err
		}
		t.wanted = after
		reasons := map[string]string{}
		for _, p := range missing {
			reasons[p] = refusal(changes)
		}
		return &missingError{reasons}
	}
	t.accepted = after
	if err := t.learn(out); err != nil {
		return err
	}
	return t.settleNew(ctx)
}

// unknown returns those of the paths whose archives aren't known, and what every plugin needs if nothing is known yet.
func (t *toolchain) unknown(paths []string) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []string
	for _, p := range paths {
		if _, ok := t.archives[p]; !ok && p != "unsafe" {
			out = append(out, p)
		}
	}
	if len(t.archives) == 0 {
		out = append(out, rtPath, "runtime/cgo")
	}
	return out
}

// replaced lists the modules whose packages are known in other versions than go list says now. go.mod need not name them.
func (t *toolchain) replaced(out []byte) []moduleChange {
	t.mu.Lock()
	defer t.mu.Unlock()
	changes := map[string]moduleChange{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if dec.Decode(&p) != nil {
			break
		}
		was := t.versions[p.ImportPath]
		if p.Module != nil && was != "" && p.Module.Version != was {
			changes[p.Module.Path] = moduleChange{p.Module.Path, was, p.Module.Version}
		}
	}
	var list []moduleChange
	for _, path := range slices.Sorted(maps.Keys(changes)) {
		list = append(list, changes[path])
	}
	return list
}

// learn reads what go list said. An archive that is known already stays: the session may have it loaded.
func (t *toolchain) learn(out []byte) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, failed, version := map[string]string{}, map[string]string{}, map[string]string{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return fmt.Errorf("read the answer of go list: %w", err)
		}
		switch {
		case p.Error != nil:
			failed[p.ImportPath] = strings.TrimSpace(p.Error.Err)
		case p.Name == "main":
			failed[p.ImportPath] = p.ImportPath + " is a program, not a package to import"
		case p.Export != "":
			found[p.ImportPath] = p.Export
			if p.Module != nil {
				version[p.ImportPath] = p.Module.Version
			}
		}
	}
	if len(failed) > 0 {
		return &missingError{failed}
	}
	for p, f := range found {
		if _, ok := t.archives[p]; !ok {
			t.archives[p], t.versions[p] = f, version[p]
		}
	}
	if t.imp == nil {
		t.imp = importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
			f, ok := t.archives[path]
			if !ok {
				return nil, fmt.Errorf("package %s is not loaded", path)
			}
			return os.Open(f)
		})
	}
	return nil
}

// Import implements types.Importer over the resolved archives.
func (t *toolchain) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.imp == nil {
		return nil, fmt.Errorf("package %s is not loaded", path)
	}
	return t.imp.Import(t.local[path].path(path))
}

// archive is where a resolved package is.
func (t *toolchain) archive(path string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.archives[path]
}

// importConfig is the text that tells compiler and linker where the archives are. extra adds the cells' own packages.
func (t *toolchain) importConfig(extra map[string]string) []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	var b bytes.Buffer
	for _, m := range []map[string]string{t.archives, extra} {
		for p, f := range m {
			fmt.Fprintf(&b, "packagefile %s=%s\n", p, f)
		}
	}
	return b.Bytes()
}
