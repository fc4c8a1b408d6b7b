package cell

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
)

// holds reports whether the session has packages of a module loaded: the session host's, and those that cells have imported.
func (t *toolchain) holds(module string) bool {
	if t.host == nil || t.host[module] || module == modulePath {
		return true
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for p := range t.archives {
		if p == module || strings.HasPrefix(p, module+"/") {
			return true
		}
	}
	return false
}

// keepModules undoes what the user's own changes of go.mod would do to modules that the session has loaded. t.listing is held.
func (t *toolchain) keepModules() error {
	now, err := readModuleFiles(t.dir)
	if err != nil {
		return err
	}
	changes := moved(t.accepted, now, t.holds)
	if len(changes) == 0 {
		t.accepted = now
		return nil
	}
	for _, c := range changes {
		t.notes = append(t.notes, fmt.Sprintf("go.mod: %s stays as it is, because this session has it loaded (asked for: %s).", c.path, c.is))
	}
	if now.mod, err = pinned(now.mod, changes); err != nil {
		return err
	}
	t.accepted = now
	return writeModuleFiles(t.dir, now)
}

// takeNotes returns what there is to say about modules, once.
func (t *toolchain) takeNotes() []string {
	t.listing.Lock()
	defer t.listing.Unlock()
	notes := t.notes
	t.notes = nil
	return notes
}

// SetAutoGet says whether packages that the session's module lacks are fetched when a cell imports them. They are unless told
// otherwise.
func (c *Compiler) SetAutoGet(on bool) { c.tools.noAutoGet.Store(!on) }

// ModuleDir is where the session's go.mod is.
func (c *Compiler) ModuleDir() string { return c.dir }

// Get adds modules to the session's module, as go get does. It returns what the go command says.
func (c *Compiler) Get(ctx context.Context, args ...string) (string, error) {
	t := c.tools
	t.listing.Lock()
	defer t.listing.Unlock()
	if err := t.keepModules(); err != nil {
		return "", err
	}
	out, err := t.combined(ctx, append([]string{"get"}, args...)...)
	if err != nil {
		return "", errors.Join(err, writeModuleFiles(t.dir, t.accepted))
	}
	after, err := readModuleFiles(t.dir)
	if err != nil {
		return "", err
	}
	if changes := moved(t.accepted, after, t.holds); len(changes) > 0 {
		t.wanted = after
		return "", errors.Join(errors.New(strings.Join(args, " ")+" "+refusal(changes)), writeModuleFiles(t.dir, t.accepted))
	}
	t.accepted = after
	return out, nil
}

// ResetModule writes the session's go.mod anew. What the session has loaded stays.
func (c *Compiler) ResetModule() error {
	t := c.tools
	t.listing.Lock()
	defer t.listing.Unlock()
	if err := writeModule(t.dir, t.moduleDir); err != nil {
		return err
	}
	var err error
	t.accepted, err = readModuleFiles(t.dir)
	return err
}

// Replacement is a module that the go.work file beside the session's go.mod names.
type Replacement struct {
	Module, Dir string
	Done        Replaced
}

// Replaced says what became of a Replacement.
type Replaced int

// What becomes of a replacement.
const (
	Added  Replaced = iota // go.mod has a rule for it now
	Moved                  // it had one for another directory
	Was                    // it had it before
	Loaded                 // no: the session has the module loaded
)

// UseWorkspace gives the session's go.mod a replace rule for each module of the go.work file beside it, because cells are built
// without go.work.
func (c *Compiler) UseWorkspace() ([]Replacement, error) {
	t := c.tools
	t.listing.Lock()
	defer t.listing.Unlock()
	path := filepath.Join(t.dir, "go.work")
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("there is no go.work in %s: make one with `!*go work init && go work use . DIRECTORY`", t.dir)
	}
	if err != nil {
		return nil, fmt.Errorf("read the workspace: %w", err)
	}
	work, err := modfile.ParseWork(path, text, nil)
	if err != nil {
		return nil, fmt.Errorf("read the workspace: %w", err)
	}
	if err := t.keepModules(); err != nil {
		return nil, err
	}
	mod, err := modfile.Parse("go.mod", t.accepted.mod, nil)
	if err != nil {
		return nil, fmt.Errorf("read the session's module: %w", err)
	}
	var out []Replacement
	for _, use := range work.Use {
		dir := use.Path
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(t.dir, dir)
		}
		if filepath.Clean(dir) == filepath.Clean(t.dir) {
			continue
		}
		r, err := t.replacement(mod, dir)
		if err != nil {
			return out, err
		}
		out = append(out, r)
	}
	mod.Cleanup()
	t.accepted.mod = modfile.Format(mod.Syntax)
	return out, writeModuleFiles(t.dir, t.accepted)
}

// replacement adds a rule for the module in dir to a go.mod file.
func (t *toolchain) replacement(mod *modfile.File, dir string) (Replacement, error) {
	r := Replacement{Dir: dir}
	text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return r, fmt.Errorf("read a module of the workspace: %w", err)
	}
	if r.Module = modfile.ModulePath(text); r.Module == "" {
		return r, fmt.Errorf("read a module of the workspace: %s has no module line", filepath.Join(dir, "go.mod"))
	}
	for _, old := range mod.Replace {
		switch {
		case old.Old.Path == r.Module && old.New.Path == dir:
			r.Done = Was
			return r, nil
		case old.Old.Path == r.Module:
			r.Done = Moved
		}
	}
	if t.holds(r.Module) {
		r.Done = Loaded
		return r, nil
	}
	if r.Done == Moved {
		for _, old := range mod.Replace {
			if old.Old.Path == r.Module {
				if err := mod.DropReplace(old.Old.Path, old.Old.Version); err != nil {
					return r, fmt.Errorf("replace a module: %w", err)
				}
			}
		}
	}
	if err := mod.AddReplace(r.Module, "", dir, ""); err != nil {
		return r, fmt.Errorf("replace a module: %w", err)
	}
	return r, nil
}

// LocalModules returns the directories that replace modules in the session's go.mod, without this project's own.
func (c *Compiler) LocalModules() []string {
	c.tools.listing.Lock()
	defer c.tools.listing.Unlock()
	now, err := readModuleFiles(c.tools.dir)
	if err != nil {
		return nil
	}
	return slices.Sorted(maps.Values(localModules(c.tools.dir, now.mod)))
}

// ForgetPackages has every package looked for anew: for a new session, which has none loaded yet but those of its host. It may have the
// versions of modules that were refused last.
func (c *Compiler) ForgetPackages() error {
	t := c.tools
	t.listing.Lock()
	defer t.listing.Unlock()
	t.forgetPackages()
	wanted := t.wanted
	t.wanted = moduleFiles{}
	if wanted.mod == nil || len(moved(t.accepted, wanted, t.holds)) > 0 {
		return nil
	}
	t.accepted = wanted
	return writeModuleFiles(t.dir, wanted)
}

func (t *toolchain) forgetPackages() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.archives, t.versions, t.imp = map[string]string{}, map[string]string{}, nil
	t.local, t.changed = map[string]*localPackage{}, map[string]string{}
}
