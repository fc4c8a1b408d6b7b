package cell

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/types"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
)

// Packages of modules that a directory stands for are edited while the session lives. A process can't load a package twice, so a
// changed one is built anew under another path: example.com/p~2. What cells compile from then on imports that; what they have compiled
// before keeps the old one.

// localPackage is a package that cells have imported from a directory.
type localPackage struct {
	dir     string
	files   string // names, sizes and times of its files when it was built
	archive string // what the go command made of those
	version int    // 1: under its own path
}

// localModules are the modules that go.mod has directories for, without this project's own: path -> directory.
func localModules(dir string, mod []byte) map[string]string {
	out := map[string]string{}
	f, err := modfile.Parse("go.mod", mod, nil)
	if err != nil {
		return out
	}
	for _, r := range f.Replace {
		if r.New.Version != "" || r.Old.Path == modulePath {
			continue
		}
		out[r.Old.Path] = r.New.Path
		if !filepath.IsAbs(r.New.Path) {
			out[r.Old.Path] = filepath.Join(dir, r.New.Path)
		}
	}
	return out
}

// noteLocal remembers which of the packages that are known lie in local directories, and returns those that are new. t.listing and t.mu are held.
func (t *toolchain) noteLocal() (fresh []string) {
	for module, dir := range localModules(t.dir, t.accepted.mod) {
		for path, archive := range t.archives {
			rest, ok := strings.CutPrefix(path, module)
			if !ok || rest != "" && rest[0] != '/' || t.local[path] != nil || strings.ContainsRune(rest, '~') {
				continue
			}
			p := &localPackage{dir: filepath.Join(dir, filepath.FromSlash(rest)), archive: archive, version: 1}
			p.files = filesIn(p.dir)
			t.local[path] = p
			fresh = append(fresh, path)
		}
	}
	return fresh
}

// filesIn tells the files of a directory apart from what they were before an edit.
func filesIn(dir string) string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			fmt.Fprintf(&b, "%s %d %d\n", e.Name(), info.Size(), info.ModTime().UnixNano())
		}
	}
	return b.String()
}

// path is the path under which the present version of a package is compiled.
func (p *localPackage) path(own string) string {
	if p == nil || p.version == 1 {
		return own
	}
	return fmt.Sprintf("%s~%d", own, p.version)
}

// current is the path under which a package that a cell imports is compiled.
func (t *toolchain) current(path string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.local[path].path(path)
}

// localSource is what `go list` says of a local package.
type localSource struct {
	listed
	Dir                                                      string
	GoFiles, CgoFiles, SFiles, CFiles, SysoFiles, EmbedFiles []string
	Imports                                                  []string
	Module                                                   *struct{ GoVersion string }
}

// refresh builds those of some local packages anew, with what they import, whose files have changed since.
func (t *toolchain) refresh(ctx context.Context, paths []string) error {
	t.listing.Lock()
	defer t.listing.Unlock()
	t.mu.Lock()
	edited := false
	for _, p := range t.local {
		edited = edited || filesIn(p.dir) != p.files
	}
	t.mu.Unlock()
	if !edited {
		return nil
	}
	return t.rebuild(ctx, paths)
}

// settleNew builds packages for whose sake go list was asked, and which import packages of which the session has an older version, under
// paths of their own. t.listing is held.
func (t *toolchain) settleNew(ctx context.Context) error {
	t.mu.Lock()
	before := len(t.local)
	moved := false
	for _, p := range t.local {
		moved = moved || p.version > 1 || filesIn(p.dir) != p.files
	}
	fresh := t.noteLocal()
	t.mu.Unlock()
	if before == 0 || !moved || len(fresh) == 0 {
		return nil
	}
	for _, path := range fresh {
		t.local[path].archive = ""
	}
	return t.rebuild(ctx, fresh)
}

// rebuild is refresh once it is clear that there is something to do. t.listing is held.
func (t *toolchain) rebuild(ctx context.Context, paths []string) error {
	args := append([]string{"list", "-e", "-export", "-deps", "-buildmode=plugin",
		"-json=ImportPath,Name,Export,Error,Dir,GoFiles,CgoFiles,SFiles,CFiles,SysoFiles,EmbedFiles,Imports,Module"}, t.flags.list...)
	files := map[string]string{}
	for path, p := range t.local {
		files[path] = filesIn(p.dir)
	}
	out, err := t.output(ctx, append(append(args, "--"), paths...)...)
	if err != nil {
		return err
	}
	after, err := readModuleFiles(t.dir)
	if err != nil {
		return err
	}
	if changes := moved(t.accepted, after, t.holds); len(changes) > 0 {
		t.wanted = after
		return errors.Join(errors.New("a local package "+refusal(changes)), writeModuleFiles(t.dir, t.accepted))
	}
	t.accepted = after
	if err := t.learn(out); err != nil {
		return err
	}
	t.mu.Lock()
	for _, path := range t.noteLocal() { // new ones may import those that are built anew
		t.local[path].archive = ""
	}
	t.mu.Unlock()
	anew := map[string]bool{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; { // what is imported comes first
		var p localSource
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read the answer of go list: %w", err)
		}
		known := t.local[p.ImportPath]
		if known == nil {
			continue
		}
		if p.Export != known.archive || slices.ContainsFunc(p.Imports, func(i string) bool { return anew[i] }) {
			if err := t.buildLocal(ctx, p, known.version+1); err != nil {
				return err
			}
			if known.archive != "" {
				t.changed[p.ImportPath] = known.path(p.ImportPath)
			}
			anew[p.ImportPath] = true
			t.mu.Lock()
			known.version++
			t.mu.Unlock()
		}
		known.archive = p.Export
		if now, ok := files[p.ImportPath]; ok {
			known.files = now
		}
	}
}

// buildLocal compiles a package under the path of its next version.
func (t *toolchain) buildLocal(ctx context.Context, p localSource, version int) error {
	if len(p.CgoFiles)+len(p.SFiles)+len(p.CFiles)+len(p.SysoFiles)+len(p.EmbedFiles) > 0 {
		return fmt.Errorf("%s has changed. It holds more than Go code, so that it can't be loaded again: %%restart loads it anew", p.ImportPath)
	}
	next := &localPackage{version: version}
	path := next.path(p.ImportPath)
	dir := filepath.Join(t.dir, "local", strings.NewReplacer("/", "_", "~", "_").Replace(path))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make a directory for a local package: %w", err)
	}
	var config bytes.Buffer
	for _, i := range p.Imports {
		if now := t.current(i); now != i {
			fmt.Fprintf(&config, "importmap %s=%s\n", i, now)
		}
	}
	config.Write(t.importConfig(nil))
	configFile, archive := filepath.Join(dir, "importcfg"), filepath.Join(dir, "package.a")
	if err := os.WriteFile(configFile, config.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write the import configuration of a local package: %w", err)
	}
	lang := t.lang
	if p.Module != nil && p.Module.GoVersion != "" {
		lang = languageVersion("go" + p.Module.GoVersion)
	}
	args := []string{"-o", archive, "-p", path, "-lang=" + lang, "-complete", "-installsuffix", "dynlink", "-buildid", path, "-c=2", "-dynlink",
		"-nolocalimports", "-importcfg", configFile, "-pack"}
	args = append(args, t.flags.compile...)
	for _, f := range p.GoFiles {
		args = append(args, filepath.Join(p.Dir, f))
	}
	if _, err := t.run(ctx, filepath.Join(t.toolDir, "compile"), args...); err != nil {
		return fmt.Errorf("build %s anew: %w", p.ImportPath, err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.archives[path] = archive
	return nil
}

// refresh builds local packages anew that a cell uses and that have been edited.
func (c *Compiler) refresh(ctx context.Context, src *source) error {
	var paths []string
	c.tools.mu.Lock()
	for path := range c.tools.local {
		uses := slices.ContainsFunc(src.imports, func(s *ast.ImportSpec) bool { return importPath(s) == path }) || slices.Contains(c.dotImports, path)
		for name := range src.names {
			sym := c.visible[name]
			uses = uses || sym != nil && sym.obj == nil && sym.path == path
		}
		if uses {
			paths = append(paths, path)
		}
	}
	c.tools.mu.Unlock()
	if len(paths) == 0 {
		return nil
	}
	slices.Sort(paths)
	err := c.tools.refresh(ctx, paths)
	var missing *missingError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &missing):
		return &Error{Name: "CompileError", Number: src.number, Diags: []Diag{{Msg: "in a local package: " + missing.Error()}}}
	}
	return &Error{Name: "BuildError", Number: src.number, Diags: []Diag{{Msg: err.Error()}}}
}

// localNotes says, once, which local packages were built anew.
func (c *Compiler) localNotes() []string {
	c.tools.listing.Lock()
	changed := c.tools.changed
	c.tools.changed = map[string]string{}
	c.tools.listing.Unlock()
	var notes []string
	for _, path := range slices.Sorted(maps.Keys(changed)) {
		notes = append(notes, c.staleNote(path, changed[path]))
	}
	return notes
}

// staleNote says that a package is another one now, and which variables and cells have to do with the old one.
func (c *Compiler) staleNote(path, was string) string {
	note := path + " has changed and is built anew."
	var holders []string
	for name, sym := range c.visible {
		if v, ok := sym.obj.(*types.Var); ok && madeOf(v.Type(), was) {
			holders = append(holders, name)
		}
	}
	slices.Sort(holders)
	if len(holders) > 0 {
		note += fmt.Sprintf(" %s %s the types of the old one.", list(holders), still(holders))
	}
	users := map[*cellPkg]bool{}
	for _, u := range c.committed {
		declares := func(sym *symbol) bool {
			_, isVar := sym.obj.(*types.Var)
			return !isVar && c.visible[sym.name] == sym
		}
		if u.pkg != nil && slices.ContainsFunc(u.symbols, declares) && slices.ContainsFunc(u.imports, func(im importUse) bool { return im.used && im.compiled == was }) {
			users[u.pkg] = true
		}
	}
	if cells := numbers(users); len(cells) > 0 {
		use := map[bool]string{true: "uses", false: "use"}[len(cells) == 1]
		note += fmt.Sprintf(" What %s declared %s the old one until run again.", list(cells), use)
	}
	return note
}

// madeOf reports whether t is made of types of a package, through types of cells too.
func madeOf(t types.Type, path string) bool {
	found := false
	seen := map[types.Type]bool{}
	var visit func(t types.Type) bool
	visit = func(t types.Type) bool {
		n, ok := t.(*types.Named)
		if !ok || seen[n] || n.Obj().Pkg() == nil {
			return !found
		}
		seen[n] = true
		switch n.Obj().Pkg().Path() {
		case path:
			found = true
		case cellPath:
			visitTypes(n.Underlying(), visit)
		}
		return !found
	}
	visitTypes(t, visit)
	return found
}

// ownPath is the path by which the user knows a package.
func ownPath(path string) string {
	own, _, _ := strings.Cut(path, "~")
	return own
}
