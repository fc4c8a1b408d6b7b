package cell

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"runtime"
	"sort"
	"strconv"
	"strings"
)

// A session can be written as a Go program. What cells declare stands at package level, each cell's statements in a function
// of their own, and main calls these in the order in which the cells ran first. Variables of a name share one declaration, so
// the same name can't have two types; of functions and types declared again, the last is there.

// plainStep is a top-level statement as it stands in such a program.
type plainStep struct {
	text    string
	offset  int  // where it stands in the cell
	unnamed bool // it can't stand in a program
}

// showName and checkName are the program's functions that print a result, and that end the program with an error.
const showName, checkName = "lcShow", "lcCheck"

// plain lists the statements of a cell.
func (em *emitter) plain() []plainStep {
	var out []plainStep
	last := token.NoPos
	for _, st := range em.ch.steps {
		if st.src != em.ch.src {
			out = append(out, plainStep{}) // carried from an earlier cell
			continue
		}
		p := plainStep{labels(st.label) + em.plainText(st), st.src.offset(st.start), len(st.embed) > 0}
		if st.src.parsesFlags(last, st.start) && imports(em.ch, "flag") {
			p.text = "flag.Parse()\n" + p.text
		}
		last = st.start
		out = append(out, p)
	}
	return out
}

func (em *emitter) plainText(st step) string {
	s := st.src
	text := func(from, to token.Pos) string { return s.text[s.offset(from):s.offset(to)] }
	switch {
	case st.spec != nil:
		var names []string
		for _, n := range st.spec.Names {
			names = append(names, n.Name)
		}
		left := strings.Join(names, ", ") + " = "
		if v := st.spec.Values; len(v) > 0 {
			return left + text(v[0].Pos(), v[len(v)-1].End())
		}
		zero := "*new(" + text(st.spec.Type.Pos(), st.spec.Type.End()) + ")"
		return left + zero + strings.Repeat(", "+zero, len(names)-1)
	case st.list != nil:
		list := text(st.list[0].Pos(), st.list[len(st.list)-1].End())
		call, isCall := ast.Unparen(st.list[0]).(*ast.CallExpr)
		switch {
		case len(st.list) == 1 && isCall && (em.ch.info.Types[st.list[0]].IsVoid() || em.prints(call)):
			return list
		case len(st.list) == 1 && em.failsOnError(st.list[0]) && !s.quiet:
			return fmt.Sprintf("%s(%s(%s)...)", showName, checkName, list)
		case len(st.list) == 1 && em.failsOnError(st.list[0]), s.quiet:
			return checkName + "(" + list + ")"
		}
		return showName + "(" + list + ")"
	}
	whole := text(st.stmt.Pos(), st.stmt.End())
	switch stmt := st.stmt.(type) {
	case *ast.AssignStmt:
		if stmt.Tok == token.DEFINE {
			at := s.offset(stmt.TokPos) - s.offset(stmt.Pos())
			return whole[:at] + "=" + whole[at+len(":="):]
		}
	case *ast.ExprStmt:
		if em.failsOnError(stmt.X) {
			return checkName + "(" + whole + ")"
		}
	}
	return whole
}

// programWriter puts a program together.
type programWriter struct {
	imports map[string]string // name -> path; "_ path" for those without a name
	vars    map[string]string // name -> type
	order   []string          // of vars
	decls   map[string]string // key -> text
	keys    []string
	cells   map[string]int // key -> the cell that declares it
	notes   []string
	body    strings.Builder
	main    strings.Builder
}

// Program writes the session as a Go program. notes say in what it differs from the session. The error says why there is none.
func (c *Compiler) Program(ctx context.Context) (text string, notes []string, err error) {
	if err := c.tools.resolve(ctx, []string{modulePath + "/display", modulePath, "fmt", "context", "os"}); err != nil {
		return "", nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	w := &programWriter{imports: map[string]string{}, vars: map[string]string{}, decls: map[string]string{}, cells: map[string]int{}}
	for _, u := range c.committed {
		if err := w.add(u); err != nil {
			return "", nil, err
		}
	}
	source, err := w.source(c)
	if err != nil {
		return "", nil, err
	}
	fault := c.checkProgram(source)
	if w.dropUnused(fault) {
		if source, err = w.source(c); err != nil {
			return "", nil, err
		}
		fault = c.checkProgram(source)
	}
	return source, w.notes, fault
}

func (w *programWriter) source(c *Compiler) (string, error) {
	formatted, err := format.Source([]byte(w.text(c.usesLibrary(w))))
	if err != nil {
		return "", fmt.Errorf("write the session as a program: %w", err)
	}
	return string(formatted), nil
}

// dropUnused takes out what a fault says of imports with a dot: whether a program uses one of them shows when it is there. It reports
// whether there were any.
func (w *programWriter) dropUnused(fault error) bool {
	dropped := false
	for name, path := range w.imports {
		if strings.HasPrefix(name, ". ") && fault != nil && strings.Contains(fault.Error(), strconv.Quote(path)+" imported and not used") {
			delete(w.imports, name)
			dropped = true
		}
	}
	return dropped
}

// usesLibrary reports whether a program uses arrays, whose executors it must link.
func (c *Compiler) usesLibrary(w *programWriter) bool {
	for _, path := range w.imports {
		if strings.HasPrefix(path, modulePath+"/") {
			return true
		}
	}
	return false
}

func (w *programWriter) add(u *Unit) error {
	for _, im := range u.imports {
		switch {
		case !im.used && im.name != "_" && im.name != "." || strings.HasSuffix(im.name, oldSuffix):
		case im.name == "_" || im.name == ".":
			w.imports[im.name+" "+im.path] = im.path
		case w.imports[im.name] != "" && w.imports[im.name] != im.path:
			return fmt.Errorf("Cell [%d] imports %q as %s, which is %q in an earlier cell: a program has one import of a name", u.Number, im.path, im.name, w.imports[im.name])
		default:
			w.imports[im.name] = im.path
		}
	}
	if u.pkg == nil {
		return nil
	}
	for _, sym := range u.symbols {
		v, ok := sym.obj.(*types.Var)
		if !ok || u.done >= 0 && sym.step > u.done {
			continue
		}
		text := w.typeText(v.Type())
		if old, ok := w.vars[sym.name]; ok && old != text {
			return fmt.Errorf("%s is of type %s in Cell [%d] and was %s before: a program has one type for a name, so give one of them another name", sym.name, text, u.Number, old)
		} else if !ok {
			w.vars[sym.name] = text
			w.order = append(w.order, sym.name)
		}
	}
	calls, err := w.declare(u)
	if err != nil {
		return err
	}
	return w.statements(u, calls)
}

// typeText writes a type, importing what it is made of.
func (w *programWriter) typeText(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p.Path() == cellPath {
			return ""
		}
		for name, path := range w.imports {
			if path == ownPath(p.Path()) && !strings.ContainsRune(name, ' ') {
				return name
			}
		}
		name := p.Name()
		for n := 2; w.imports[name] != ""; n++ {
			name = fmt.Sprintf("%s%d", p.Name(), n)
		}
		w.imports[name] = ownPath(p.Path())
		return name
	})
}

// declare takes over the functions, types and constants of a cell. It returns calls of its init functions, at their places,
// and of main, at the end.
func (w *programWriter) declare(u *Unit) (calls []plainStep, err error) {
	lexemes, err := scan(u.source)
	if err != nil {
		return nil, fmt.Errorf("read Cell [%d]: %w", u.Number, err)
	}
	_, funcs, others := declSpans(lexemes, len(u.source))
	for _, sp := range append(append([]span{}, others...), funcs...) {
		text := u.source[sp.start:sp.end]
		f, err := parser.ParseFile(token.NewFileSet(), "", "package p;"+text, 0)
		if err != nil || len(f.Decls) != 1 {
			return nil, fmt.Errorf("read a declaration of Cell [%d]: %w", u.Number, err)
		}
		key := fmt.Sprintf("%d.%d", u.Number, sp.start)
		switch d := f.Decls[0].(type) {
		case *ast.FuncDecl:
			key = receiver(d) + "." + d.Name.Name
			if d.Recv == nil && (d.Name.Name == "init" || d.Name.Name == "main") {
				name := fmt.Sprintf("lc%s%d_%d", strings.ToUpper(d.Name.Name[:1])+d.Name.Name[1:], u.Number, sp.start)
				at := int(d.Name.Pos()) - 1 - len("package p;")
				text = text[:at] + name + text[at+len(d.Name.Name):]
				key = name
				call := plainStep{text: name + "()", offset: sp.start}
				if d.Name.Name == "main" {
					call.offset = len(u.source)
				}
				calls = append(calls, call)
			} else if namedInit(d) {
				calls = append(calls, plainStep{text: d.Name.Name + "()", offset: sp.start})
			}
		case *ast.GenDecl:
			if len(d.Specs) == 1 {
				if ts, ok := d.Specs[0].(*ast.TypeSpec); ok {
					key = ts.Name.Name
				}
			}
		}
		if old, ok := w.decls[key]; !ok {
			w.keys = append(w.keys, key)
		} else if old != text {
			w.notes = append(w.notes, fmt.Sprintf("%s of Cell [%d] stands for that of Cell [%d] throughout the program.", strings.TrimPrefix(key, "."), u.Number, w.cells[key]))
		}
		w.decls[key], w.cells[key] = text, u.Number
	}
	return calls, nil
}

// statements writes the function of a cell.
func (w *programWriter) statements(u *Unit, calls []plainStep) error {
	var lines []string
	call := func(before int) {
		for len(calls) > 0 && calls[0].offset < before {
			lines = append(lines, calls[0].text)
			calls = calls[1:]
		}
	}
	sort.SliceStable(calls, func(i, j int) bool { return calls[i].offset < calls[j].offset })
	for i, st := range u.steps {
		if st.unnamed {
			return fmt.Errorf("Cell [%d] embeds files: that can't be part of the program", u.Number)
		}
		if st.text != "" && (u.done < 0 || i < u.done) {
			call(st.offset)
			lines = append(lines, st.text)
		}
	}
	if u.done < 0 || u.done == len(u.steps) {
		call(len(u.source) + 1)
	}
	if len(lines) == 0 {
		return nil
	}
	name := fmt.Sprintf("cell%d", u.Number)
	fmt.Fprintf(&w.body, "// Cell [%d]\nfunc %s() {\n%s\n}\n\n", u.Number, name, strings.Join(lines, "\n"))
	fmt.Fprintf(&w.main, "%s()\n", name)
	return nil
}

// text is the program.
func (w *programWriter) text(library bool) string {
	var code strings.Builder
	for _, k := range w.keys {
		code.WriteString(w.decls[k] + "\n\n")
	}
	body := w.body.String()
	var head []string
	for name, path := range w.imports {
		head = append(head, strings.Fields(name)[0]+" "+strconv.Quote(path))
	}
	if strings.Contains(body, showName+"(") {
		head = append(head, `lccontext "context"`, `lcfmt "fmt"`, "lcdisplay "+strconv.Quote(modulePath+"/display"))
		code.WriteString("// " + showName + " prints values as a notebook shows them.\nfunc " + showName + "(values ...any) {\n" +
			"b, err := lcdisplay.Of(lccontext.Background(), values...)\nif err != nil {\npanic(err)\n}\nlcfmt.Println(b.Data[\"text/plain\"])\n}\n\n")
	}
	if strings.Contains(body, checkName+"(") {
		code.WriteString("// " + checkName + " ends the program when the last value is an error, and returns the others.\nfunc " + checkName + "(values ...any) []any {\n" +
			"n := len(values) - 1\nif n < 0 {\nreturn nil\n}\nif err, ok := values[n].(error); ok {\npanic(err)\n}\nreturn values[:n]\n}\n\n")
	}
	if strings.Contains(body+code.String(), mustName+"(") && w.decls["."+mustName] == "" && w.vars[mustName] == "" {
		code.WriteString("// must returns v, or ends the program with the error.\nfunc must[T any](v T, err error) T {\nif err != nil {\npanic(err)\n}\nreturn v\n}\n\n")
	}
	if library {
		head = append(head, "_ "+strconv.Quote(modulePath))
	}
	sort.Strings(head)
	var b strings.Builder
	b.WriteString("// A notebook's session as a program.\npackage main\n\nimport (\n" + strings.Join(head, "\n") + "\n)\n\n")
	if len(w.order) > 0 {
		b.WriteString("var (\n")
		for _, n := range w.order {
			fmt.Fprintf(&b, "%s %s\n", n, w.vars[n])
		}
		b.WriteString(")\n\n")
	}
	b.WriteString(code.String() + body + "func main() {\n" + w.main.String() + "}\n")
	return b.String()
}

// checkProgram says what keeps a program from being built.
func (c *Compiler) checkProgram(text string) error {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "program.go", text, 0)
	if err != nil {
		return fmt.Errorf("write the session as a program: %w", err)
	}
	var faults []string
	conf := types.Config{
		GoVersion: c.tools.lang, Importer: c.tools, Sizes: types.SizesFor("gc", runtime.GOARCH),
		Error: func(err error) { faults = append(faults, err.Error()) },
	}
	if _, err := conf.Check("main", fset, []*ast.File{f}, nil); err != nil && len(faults) == 0 {
		faults = append(faults, err.Error())
	}
	if len(faults) > 0 {
		return errors.New("the session does not make a program that builds: " + strings.Join(faults[:min(3, len(faults))], "; "))
	}
	return nil
}
