package cell

import (
	"context"
	"fmt"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Config says where and with what a Compiler works.
type Config struct {
	Dir       string // build directory, made by the caller, empty
	ModuleDir string // the lazycell module's source, of which the session host was built
	GoCmd     string // "go" when empty
	// HostModules are the modules of which the session host has packages: cells can have no other version of them. nil: all
	// that the lazycell module requires.
	HostModules []string
	// Session is the program of the session process. "" when it isn't known: then every cell is linked with all that it imports.
	Session string
}

// Compiler builds the cells of one session. Its methods may be called from several goroutines; they work one at a time.
type Compiler struct {
	mu    sync.Mutex
	dir   string
	tools *toolchain
	fset  *token.FileSet

	generation int
	built      int
	visible    map[string]*symbol
	functions  map[string][]*symbol // every function that has been visible, by name
	dotImports []string
	packages   map[*types.Package]*cellPkg
	structs    []*structType // struct types of cells, each where it was declared first
	loaded     loaded
	libraries  map[string]string    // import path of a cell -> archive
	units      map[string]*Unit     // the last one built of each source
	natives    map[string][]*symbol // what the C part of a cell declares, by the cell's text
	committed  []*Unit              // in the order in which they were first committed
	pages      []*pageCell          // the cells that were built for pages
}

// Unit is a compiled cell.
type Unit struct {
	Number int
	Plugin string   // path of the plugin; "" when there is nothing to run (an empty cell, only imports)
	Thin   bool     // the plugin is linked to what the session has loaded, not with all that it imports
	Notes  []string // what the user should know
	// Source is the number of the cell as stack traces of the plugin tell it. It is another one than Number when the same
	// source was built before, under that number.
	Source int

	pkg     *cellPkg
	symbols []*symbol
	imports []importUse
	used    map[*symbol]usage
	source  string // the cell's text
	text    string // what was compiled
	steps   []plainStep
	done    int // how many of the steps were completed when it was committed first; negative: all
}

// New makes a Compiler whose cells run in a session process built from the module in c.ModuleDir.
func New(ctx context.Context, c Config) (*Compiler, error) {
	if c.GoCmd == "" {
		c.GoCmd = "go"
	}
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return nil, fmt.Errorf("find the build directory: %w", err)
	}
	moduleDir, err := filepath.Abs(c.ModuleDir)
	if err != nil {
		return nil, fmt.Errorf("find the lazycell module: %w", err)
	}
	tools, err := newToolchain(ctx, c.GoCmd, dir, moduleDir)
	if err != nil {
		return nil, err
	}
	if c.HostModules != nil {
		tools.host = map[string]bool{}
		for _, m := range c.HostModules {
			tools.host[m] = true
		}
	}
	comp := &Compiler{dir: dir, tools: tools, loaded: openLoaded(c.Session)}
	comp.forget()
	if err := tools.resolve(ctx, []string{rtPath, "fmt"}); err != nil {
		return nil, fmt.Errorf("build what every cell needs: %w", err)
	}
	if len(comp.loaded.images) > 0 {
		go tools.packages.Read("runtime", "runtime/cgo", "fmt", "os") // the first cell needs them, and that takes longest
	}
	return comp, nil
}

func (c *Compiler) forget() {
	c.fset = token.NewFileSet()
	c.visible, c.functions, c.dotImports = map[string]*symbol{}, map[string][]*symbol{}, nil
	c.packages, c.structs = map[*types.Package]*cellPkg{}, nil
	c.libraries, c.units, c.committed = map[string]string{}, map[string]*Unit{}, nil
	c.natives, c.pages = map[string][]*symbol{}, nil
	c.loaded.close()
	c.generation++
}

// Reset forgets every cell and its names, for a new session process.
func (c *Compiler) Reset() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	old := filepath.Join(c.dir, fmt.Sprintf("session%d", c.generation))
	c.forget()
	if err := os.RemoveAll(old); err != nil {
		return fmt.Errorf("remove the plugins of the last session: %w", err)
	}
	return nil
}

// Compile builds cell number (its execution count). It returns an *Error for the user's faults. Nothing that the cell
// declares is visible to later cells until Commit. The same source again, when nothing has changed that it uses, is not
// built again: the Unit has the plugin of the first time.
func (c *Compiler) Compile(ctx context.Context, number int, text string, options ...Option) (*Unit, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	u, err := c.compile(ctx, number, text, options)
	if err == nil {
		u.Notes = append(c.localNotes(), u.Notes...)
	}
	return u, err
}

func (c *Compiler) compile(ctx context.Context, number int, text string, options []Option) (*Unit, error) {
	src, err := parse(c.fset, number, text)
	if err != nil {
		return nil, err
	}
	for _, o := range options {
		o(src)
	}
	if src.importsC() != nil {
		if src, err = c.native(ctx, src); err != nil {
			return nil, err
		}
	}
	if err := c.resolve(ctx, src); err != nil {
		return nil, err
	}
	if err := c.refresh(ctx, src); err != nil {
		return nil, err
	}
	if u := c.again(src); u != nil {
		return u, nil
	}
	ch, err := c.checkWithOld(src)
	if err != nil && c.addImports(ctx, src, err) {
		ch, err = c.checkWithOld(src)
	}
	if err != nil {
		return nil, err
	}
	if nothingToRun(ch) {
		return &Unit{Number: number, Source: number, imports: ch.imports, source: src.text, symbols: src.native, Notes: c.tools.takeNotes()}, nil
	}
	em, err := c.emit(ch, nil)
	if err != nil {
		return nil, err
	}
	u := &Unit{Number: number, Source: number, pkg: ch.pkg, symbols: em.symbols, imports: ch.imports, used: em.used, text: em.key(number), steps: em.steps}
	p, err := c.build(ctx, ch, em)
	if err != nil {
		return nil, err
	}
	u.Plugin, u.Thin = p.plugin, p.thin
	c.packages[ch.pkg.types] = ch.pkg
	u.symbols = append(u.symbols, src.native...)
	u.Notes, u.source = append(c.tools.takeNotes(), c.notes(ch, em)...), src.text
	return u, nil
}

// again finds the unit that was built last of the same source. It returns nil when there is none, or when the source means
// something else by now.
func (c *Compiler) again(src *source) *Unit {
	old := c.units[src.text]
	if old == nil {
		return nil
	}
	ch, err := c.check(src, nil, old.pkg.twin())
	if err != nil {
		return nil
	}
	em, err := c.emit(ch, old.pkg)
	if err != nil || em.key(src.number) != old.text {
		return nil
	}
	u := *old
	u.Number, u.Notes = src.number, nil
	return &u
}

// nothingToRun reports whether a cell only imports, or is empty.
func nothingToRun(ch *checked) bool {
	if len(ch.steps) > 0 || len(ch.decls) > 0 {
		return false
	}
	for _, im := range ch.imports {
		if im.own && im.name == "_" {
			return false
		}
	}
	return true
}

// newPackage gives the cell being built its package path.
func (c *Compiler) newPackage(number int) *cellPkg {
	c.built++
	path := fmt.Sprintf("cell%d", number)
	if _, taken := c.libraries[path]; taken {
		path = fmt.Sprintf("cell%d/v%d", number, c.built)
	}
	return &cellPkg{number: number, path: path, alias: fmt.Sprintf("lc_c%d", c.built)}
}

// build compiles and links a cell.
func (c *Compiler) build(ctx context.Context, ch *checked, em *emitted) (product, error) {
	pkg := ch.pkg
	dir := filepath.Join(c.dir, fmt.Sprintf("session%d", c.generation), pkg.alias)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return product{}, fmt.Errorf("make a cell's build directory: %w", err)
	}
	file, mainFile := filepath.Join(dir, "cell.go"), ""
	if err := os.WriteFile(file, []byte(em.text), 0o644); err != nil {
		return product{}, fmt.Errorf("write a cell's source: %w", err)
	}
	if em.main {
		mainFile = filepath.Join(dir, "main.go")
		text := fmt.Sprintf("package main\n\nimport c %q\n\nvar Cell = c.%s\n\nfunc main() {}\n", pkg.path, renamedCell)
		if err := os.WriteFile(mainFile, []byte(text), 0o644); err != nil {
			return product{}, fmt.Errorf("write a cell's source: %w", err)
		}
	}
	embedFile, err := em.embeds.write(dir)
	if err != nil {
		return product{}, err
	}
	p, err := c.tools.build(ctx, build{path: pkg.path, file: file, cellVar: em.cellVar(), mainFile: mainFile, embedFile: embedFile, cells: c.libraries,
		imports: ch.importPaths(), images: c.loaded.images})
	if err != nil {
		if ctx.Err() != nil {
			return product{}, ctx.Err()
		}
		return product{}, c.buildError(ch, err)
	}
	c.libraries[pkg.path] = p.library
	return p, nil
}

// buildError turns the compiler's complaints about a cell, which the type checker should have found, into the user's terms.
func (c *Compiler) buildError(ch *checked, err error) error {
	e := &Error{Name: "BuildError", Number: ch.src.number}
	for _, line := range strings.Split(err.Error(), "\n") {
		e.Diags = append(e.Diags, compilerDiag(ch.src, line))
	}
	return e
}

// Commit makes visible to later cells the types, functions, constants and imports of a cell that has been run, and the
// variables which its first steps top-level statements have set; steps < 0: all statements.
func (c *Compiler) Commit(u *Unit, steps int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loaded.add(u.Plugin)
	for _, im := range u.imports {
		switch {
		case !im.own || im.name == "_" || im.name == "" || strings.HasSuffix(im.name, oldSuffix):
		case im.name == ".":
			c.addDotImport(im.path)
		default:
			c.visible[im.name] = &symbol{name: im.name, path: im.path}
		}
	}
	if u.pkg == nil {
		for _, sym := range u.symbols {
			c.visible[sym.name] = sym
		}
		if len(u.imports) > 0 {
			c.committed = append(c.committed, u)
		}
		return
	}
	if u.pkg.unit == nil {
		u.pkg.unit, u.done = u, steps
		c.committed = append(c.committed, u)
		c.units[u.source] = u
		c.packages[u.pkg.types] = u.pkg
		c.structs = append(c.structs, u.pkg.own...)
	}
	for _, sym := range u.symbols {
		if _, ok := sym.obj.(*types.Var); ok && steps >= 0 && sym.step > steps {
			continue
		}
		c.visible[sym.name] = sym
		if isFunc(sym.obj) {
			c.addFunction(sym)
		}
	}
	for sym, use := range u.used {
		if use.inFunc && sym.callers != nil {
			sym.callers[u.pkg] = true
		}
		sym.pinned = sym.pinned || use.pinned
	}
}

func (c *Compiler) addDotImport(path string) {
	for _, p := range c.dotImports {
		if p == path {
			return
		}
	}
	c.dotImports = append(c.dotImports, path)
}
