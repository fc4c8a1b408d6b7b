package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"sort"
	"strconv"
	"strings"
)

// emitter writes the Go package of a checked cell.
type emitter struct {
	c         *Compiler
	ch        *checked
	self      *cellPkg
	imports   *importSet
	edits     map[*source]*edits
	structs   []*structType
	aliases   map[string]*symbol  // types and constants of earlier cells that get the user's name in this package
	used      map[*symbol]usage   // names of earlier cells
	pins      map[*ast.Ident]bool // uses of variables that may keep a pointer to them
	pinned    map[types.Object]bool
	inside    map[types.Object][]string // functions of the cell -> those functions of the cell that use them
	function  string                    // the function declaration being rewritten
	addressed map[*ast.CompositeLit]bool
	generic   map[*ast.StructType]bool // the struct types of generic type declarations
	inFunc    int
	symbols   []*symbol
	embeds    embedded
	sleeps    map[string]bool // the names by which calls of time.Sleep have gone
	diags     []Diag
}

// emitted is the source of a cell's package.
type emitted struct {
	text    string
	embeds  embedded
	steps   []plainStep
	main    bool // the user has the name Cell, so another package has to export the plugin's
	symbols []*symbol
	used    map[*symbol]usage
}

func (em *emitter) fault(src *source, pos token.Pos, msg string) {
	em.diags = append(em.diags, diagAt(src.text, src.offset(pos), msg))
}

// renamedCell is the variable that holds the *rt.Cell where the user has the name Cell.
const renamedCell = "LcCell"

// cellVar is the variable that holds the *rt.Cell.
func (e *emitted) cellVar() string {
	if e.main {
		return renamedCell
	}
	return "Cell"
}

// key is the text without the number of the cell.
func (e *emitted) key(number int) string {
	return strings.NewReplacer(fmt.Sprintf("//line Cell [%d]:", number), "//line :", fmt.Sprintf("/*line Cell [%d]:", number), "/*line :").Replace(e.text)
}

// emit writes the package of a cell. self is the package of the same source built before, whose names it doesn't replace.
func (c *Compiler) emit(ch *checked, self *cellPkg) (*emitted, error) {
	c.packages[ch.pkg.types] = ch.pkg
	defer delete(c.packages, ch.pkg.types)
	em := &emitter{
		c: c, ch: ch, self: self, imports: &importSet{names: map[string]string{rtPath: "lc_rt"}}, edits: map[*source]*edits{},
		aliases: map[string]*symbol{}, used: map[*symbol]usage{}, pins: map[*ast.Ident]bool{}, sleeps: map[string]bool{}, pinned: map[types.Object]bool{}, inside: map[types.Object][]string{}, addressed: map[*ast.CompositeLit]bool{}, generic: map[*ast.StructType]bool{},
		embeds: embedded{Patterns: map[string][]string{}, Files: map[string]string{}},
	}
	for _, s := range ch.all {
		em.edits[s] = &edits{place: s.placeDirective}
	}
	em.findStructs()
	decls, inits := em.declarations()
	body := em.body(inits)
	generated := em.generated()
	if len(em.diags) > 0 {
		return nil, &Error{Name: "CompileError", Number: ch.src.number, Diags: inOrder(em.diags)}
	}
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n" + em.imports.text())
	for _, im := range ch.imports {
		if im.used && !strings.HasSuffix(im.name, oldSuffix) {
			fmt.Fprintf(&b, "\t%s %s\n", im.name, strconv.Quote(im.compiled))
		}
	}
	if len(em.embeds.Patterns) > 0 {
		b.WriteString("\t_ \"embed\"\n")
	}
	b.WriteString(")\n\n")
	out := &emitted{symbols: em.symbols, embeds: em.embeds, steps: em.plain(), used: em.used, main: em.aliases["Cell"] != nil || ch.declared["Cell"] || imports(ch, "Cell")}
	// The runtime takes the first function of a plugin for one without a name.
	fmt.Fprintf(&b, "func LcFirst() {}\n\nvar %s = &lc_rt.Cell{Run: lc_run, Steps: &lc_steps}\n\nvar lc_steps lc_rt.Int\n\n", out.cellVar())
	b.WriteString(generated + decls + body)
	if !ch.declared["main"] {
		b.WriteString("func main() {}\n")
	}
	out.text = b.String()
	return out, nil
}

// imports reports whether a cell uses an import of this name.
func imports(ch *checked, name string) bool {
	for _, im := range ch.imports {
		if im.used && im.name == name {
			return true
		}
	}
	return false
}

// lineDirective makes the compiler count lines as the user does.
func lineDirective(s *source, offset int) string {
	return fmt.Sprintf("//line %s:%d\n", s.fileName(), s.line(offset))
}

// placeDirective is lineDirective in the midst of a line.
func (s *source) placeDirective(offset int) string {
	column := offset - strings.LastIndexByte(s.text[:offset], '\n')
	return fmt.Sprintf("/*line %s:%d:%d*/", s.fileName(), s.line(offset), column)
}

// declarations writes the user's types, constants and functions. It returns the functions named init in order.
func (em *emitter) declarations() (text string, inits []initFunc) {
	var b strings.Builder
	for _, d := range em.ch.decls {
		e, s := em.edits[d.src], d.src
		if fd, ok := d.Decl.(*ast.FuncDecl); ok {
			em.function = fd.Name.Name
		}
		em.inFunc++
		em.rewrite(s, d.Decl)
		em.inFunc--
		em.function = ""
		em.useUnused(s, d.Decl)
		start, end := s.offset(d.Pos()), s.offset(d.End())
		fd, isFunc := d.Decl.(*ast.FuncDecl)
		if isFunc && fd.Recv == nil && fd.Name.Name == "init" {
			name := fmt.Sprintf("lc_init%d", len(inits))
			at := s.offset(fd.Name.Pos())
			e.replace(at, at+len("init"), name)
			inits = append(inits, initFunc{name, s, start})
		}
		if isFunc && namedInit(fd) {
			inits = append(inits, initFunc{fd.Name.Name, s, start})
		}
		b.WriteString(lineDirective(s, start))
		if isFunc {
			b.WriteString(pragmas(s.text[:start]))
		}
		b.WriteString(e.apply(s.text, start, end) + "\n")
	}
	return b.String(), inits
}

// initFunc is a function init of a cell, which runs where it stands among the statements.
type initFunc struct {
	name   string
	src    *source
	offset int
}

// call writes the call of the function, at the user's line of it.
func (f initFunc) call() string { return lineDirective(f.src, f.offset) + f.name + "()\n" }

// pragmas returns the compiler directives at the end of text, on one line each.
func pragmas(text string) string {
	lines := strings.Split(text, "\n")
	lines = lines[:len(lines)-1]
	first := len(lines)
	for first > 0 && strings.HasPrefix(lines[first-1], "//go:") {
		first--
	}
	if first == len(lines) {
		return ""
	}
	return strings.Join(lines[first:], "\n") + "\n"
}

// generated declares the cell's variables, and what later cells need of its declarations.
func (em *emitter) generated() string {
	var b strings.Builder
	steps, fragments := map[string]int{}, em.ch.fragments()
	for i, st := range em.ch.steps {
		for _, n := range st.names {
			steps[n.Name] = i + 1
		}
	}
	scope := em.ch.pkg.types.Scope()
	for _, name := range scope.Names() {
		obj := scope.Lookup(name)
		if em.ch.foreign[obj] != nil || name == "main" || name == "init" || strings.ContainsRune(name, 'ʼ') {
			continue
		}
		sym := &symbol{name: name, obj: obj, pkg: em.ch.pkg, step: steps[name], source: fragments[name], callers: map[*cellPkg]bool{}}
		sym.pinned, sym.inside = em.pinned[obj], em.inside[obj]
		em.symbols = append(em.symbols, sym)
		switch obj := obj.(type) {
		case *types.Var:
			b.WriteString(em.variable(obj))
		case *types.Const:
			fmt.Fprintf(&b, "const %s%s = %s\n", exported, name, name)
		case *types.Func:
			if !isGeneric(obj) {
				fmt.Fprintf(&b, "var %s%s = %s\n", exported, name, name)
			}
		case *types.TypeName:
			b.WriteString(em.aliasText(obj, name, exported+name))
		}
	}
	for _, s := range em.structs {
		text, err := em.structText(s)
		if err != nil {
			continue // its fields stay this cell's own
		}
		b.WriteString(text)
	}
	var names []string
	for n := range em.aliases {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		sym := em.aliases[n]
		if _, ok := sym.obj.(*types.Const); ok {
			fmt.Fprintf(&b, "const %s = %s\n", n, em.qualified(sym))
			continue
		}
		b.WriteString(em.aliasText(sym.obj, em.qualified(sym), n))
	}
	for _, name := range sortedNames(em.sleeps) {
		fmt.Fprintf(&b, "var _ = %s.Sleep\n", name) // or the import would go unused
	}
	return b.String()
}

// variable declares a variable of the cell.
func (em *emitter) variable(v *types.Var) string {
	text, err := em.typeText(v.Type())
	if directives, ok := em.embed(v); ok && err == nil {
		return fmt.Sprintf("%svar %s%s %s\n", directives, exported, v.Name(), text)
	}
	if err == nil {
		return fmt.Sprintf("var %s%s %s\n", exported, v.Name(), text)
	}
	if text := em.inferred(v); text != "" {
		return text
	}
	src := em.ch.sourceAt(v.Pos())
	em.fault(src, v.Pos(), fmt.Sprintf("%s: %v, so a later cell could not use it: use it inside a function, or give the variable an interface type", v.Name(), err))
	return ""
}

// aliasText declares name as another name for a type.
func (em *emitter) aliasText(obj types.Object, target, name string) string {
	var list *types.TypeParamList
	switch t := obj.Type().(type) {
	case *types.Named:
		list = t.TypeParams()
	case *types.Alias:
		list = t.TypeParams()
	}
	params, args, err := em.typeParams(list)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("type %s%s = %s%s\n", name, params, target, args)
}
