package lsp

import (
	"bytes"
	"fmt"
	"go/constant"
	"go/types"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/lazycell/lazycell/kernel/cell"
)

// writer writes the session's names as Go declarations. Types that have no name in the view get one with a hidden letter:
// those that a later cell has replaced, and those that other packages keep to themselves.
type writer struct {
	l       *cell.Look
	taken   map[string]bool
	pkgs    []*types.Package
	index   map[*types.Package]int
	imports map[string]string // path -> name
	queue   []*types.TypeName
	queued  map[*types.TypeName]string
}

// describeSession declares what earlier cells have declared and the cell doesn't declare itself.
func describeSession(l *cell.Look, k *kept) string {
	w := &writer{l: l, taken: map[string]bool{}, index: map[*types.Package]int{}, imports: map[string]string{}, queued: map[*types.TypeName]string{}}
	scope := l.Package.Scope()
	own := map[string]bool{}
	for _, name := range scope.Names() {
		if scope.Lookup(name).Pkg() == l.Package {
			own[name] = true
		}
	}
	for name := range l.Imports {
		own[name] = true
	}
	maps.Copy(w.taken, own)
	for name := range l.Names {
		w.taken[name] = true
	}
	var imports, b strings.Builder
	earlier := slices.Sorted(maps.Keys(l.Names))
	for _, name := range earlier {
		if n := l.Names[name]; n.Object == nil && !own[name] {
			fmt.Fprintf(&imports, "import %s %q\n", name, n.Import)
			w.imports[n.Import] = name
		}
	}
	for name, path := range l.Imports {
		w.imports[path] = name
	}
	for _, name := range earlier {
		if n := l.Names[name]; n.Object != nil && !own[name] {
			w.object(&b, n.Object, name, n.Doc)
		}
	}
	for _, name := range scope.Names() {
		obj := scope.Lookup(name)
		_, isVar := obj.(*types.Var)
		_, inText := l.Offset(obj.Pos())
		// What is not in the text are the types of earlier cells that the cell adds methods to.
		if own[name] && !strings.ContainsRune(name, hidden) && (isVar || !inText) {
			w.object(&b, obj, name, l.Names[name].Doc)
		}
	}
	for len(w.queue) > 0 {
		tn := w.queue[0]
		w.queue = w.queue[1:]
		w.namedType(&b, tn, w.queued[tn], "")
	}
	inText := importsIn(l)
	for _, path := range slices.Sorted(maps.Keys(w.imports)) {
		name := w.imports[path]
		if n, ok := l.Names[name]; ok && n.Object == nil && !own[name] || inText[path] {
			continue
		}
		fmt.Fprintf(&imports, "import %s %q\n", name, path)
	}
	for _, path := range l.DotImports {
		if !inText[path] {
			fmt.Fprintf(&imports, "import . %q\n", path)
		}
		w.imports[path] = "."
	}
	for path := range inText {
		w.imports[path] = ""
	}
	for _, path := range k.others(w.imports) {
		fmt.Fprintf(&imports, "import _ %q\n", path)
	}
	return imports.String() + "\n" + b.String() + "\n"
}

// kept are the packages that views import although nothing in them asks for it: gopls takes its time over a file with a
// new set of imports.
type kept struct {
	known func(path string) bool // there is such a package

	mu    sync.Mutex
	paths map[string]bool
}

// newKept starts with those packages of the standard library that cells are given.
func newKept(known func(string) bool) *kept {
	k := &kept{known: known, paths: map[string]bool{}}
	for _, path := range cell.KnownPackages() {
		if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") {
			k.paths[path] = true
		}
	}
	return k
}

// others adds what a view imports, and returns the packages that it doesn't.
func (k *kept) others(imports map[string]string) []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var out []string
	for path := range imports {
		if !k.paths[path] && k.known(path) {
			k.paths[path] = true
		}
	}
	for path := range k.paths {
		if _, ok := imports[path]; !ok {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

// importsIn are the paths that the cell itself imports, in words.
func importsIn(l *cell.Look) map[string]bool {
	out := map[string]bool{}
	for _, p := range l.Parts {
		if p.Kind != cell.ImportPart {
			continue
		}
		for _, m := range quoted.FindAllString(l.Text[p.Start:p.End], -1) {
			if path, err := strconv.Unquote(m); err == nil {
				out[path] = true
			}
		}
	}
	return out
}

var quoted = regexp.MustCompile("\"[^\"\n]*\"|`[^`]*`")

// object declares an object under a name.
func (w *writer) object(b *strings.Builder, obj types.Object, name, doc string) {
	comment := ""
	if doc != "" {
		comment = "// " + strings.ReplaceAll(doc, "\n", "\n// ") + "\n"
	}
	switch obj := obj.(type) {
	case *types.Var:
		fmt.Fprintf(b, "%svar %s %s\n", comment, name, w.typ(obj.Type()))
	case *types.Const:
		t := " " + w.typ(obj.Type())
		if basic, ok := obj.Type().(*types.Basic); ok && basic.Info()&types.IsUntyped != 0 {
			t = ""
		}
		fmt.Fprintf(b, "%sconst %s%s = %s\n", comment, name, t, literal(obj.Val()))
	case *types.Func:
		fmt.Fprintf(b, "%sfunc %s%s\n", comment, name, w.signature(obj.Signature()))
	case *types.TypeName:
		w.namedType(b, obj, name, comment)
	}
}

// literal writes a constant.
func literal(v constant.Value) string {
	switch v.Kind() {
	case constant.Float:
		f, _ := constant.Float64Val(v)
		s := strconv.FormatFloat(f, 'g', -1, 64)
		if !strings.ContainsAny(s, ".eI") {
			s += ".0"
		}
		return s
	case constant.Complex:
		return literal(constant.Real(v)) + " + " + literal(constant.ToFloat(constant.Imag(v))) + "i"
	}
	return v.ExactString()
}

func (w *writer) namedType(b *strings.Builder, tn *types.TypeName, name, comment string) {
	if tn.IsAlias() {
		fmt.Fprintf(b, "%stype %s = %s\n", comment, name, w.typ(types.Unalias(tn.Type())))
		return
	}
	t, ok := tn.Type().(*types.Named)
	if !ok {
		return
	}
	foreign := tn.Pkg() != nil && tn.Pkg().Path() != w.l.Package.Path()
	underlying := t.Underlying()
	if st, ok := underlying.(*types.Struct); ok && foreign {
		underlying = exportedPart(st)
	}
	params, args := w.typeParams(t.TypeParams())
	fmt.Fprintf(b, "%stype %s%s %s\n", comment, name, params, w.typ(underlying))
	if types.IsInterface(t) {
		return
	}
	for i := range t.NumMethods() {
		m := t.Method(i)
		if _, inText := w.l.Offset(m.Pos()); inText || foreign && !m.Exported() {
			continue
		}
		sig := m.Signature()
		recv := name + args
		if _, ptr := sig.Recv().Type().(*types.Pointer); ptr {
			recv = "*" + recv
		}
		if n := sig.RecvTypeParams().Len(); n > 0 {
			var names []string
			for i := range n {
				names = append(names, sig.RecvTypeParams().At(i).Obj().Name())
			}
			recv = strings.TrimSuffix(recv, args) + "[" + strings.Join(names, ", ") + "]"
		}
		fmt.Fprintf(b, "func (%s) %s%s\n", recv, m.Name(), w.signature(sig))
	}
}

// exportedPart is a struct of another package as far as a cell can use it.
func exportedPart(st *types.Struct) *types.Struct {
	var fields []*types.Var
	for i := range st.NumFields() {
		if f := st.Field(i); f.Exported() {
			fields = append(fields, f)
		}
	}
	return types.NewStruct(fields, nil)
}

func (w *writer) typeParams(list *types.TypeParamList) (params, args string) {
	if list.Len() == 0 {
		return "", ""
	}
	var ps, as []string
	for i := range list.Len() {
		p := list.At(i)
		ps = append(ps, p.Obj().Name()+" "+w.typ(p.Constraint()))
		as = append(as, p.Obj().Name())
	}
	return "[" + strings.Join(ps, ", ") + "]", "[" + strings.Join(as, ", ") + "]"
}

// typ writes a type.
func (w *writer) typ(t types.Type) string {
	if b, ok := t.(*types.Basic); ok && (b.Kind() == types.Invalid || b.Kind() == types.UntypedNil) {
		return "any"
	}
	return w.named(types.TypeString(t, w.qualify))
}

func (w *writer) signature(sig *types.Signature) string {
	var b bytes.Buffer
	params, _ := w.typeParams(sig.TypeParams())
	types.WriteSignature(&b, types.NewSignatureType(nil, nil, nil, sig.Params(), sig.Results(), sig.Variadic()), w.qualify)
	return params + w.named(b.String())
}

// qualify numbers packages: named replaces the numbers, when it sees what name they qualify.
func (w *writer) qualify(pkg *types.Package) string {
	i, ok := w.index[pkg]
	if !ok {
		i = len(w.pkgs)
		w.index[pkg] = i
		w.pkgs = append(w.pkgs, pkg)
	}
	return fmt.Sprintf("%c%d%c", hidden, i, hidden)
}

var numbered = regexp.MustCompile(`ʼ(\d+)ʼ\.([\pL_][\pL\d_]*)`)

func (w *writer) named(text string) string {
	text = strings.ReplaceAll(text, "invalid type", "any")
	return numbered.ReplaceAllStringFunc(text, func(s string) string {
		m := numbered.FindStringSubmatch(s)
		i, err := strconv.Atoi(m[1])
		if err != nil || i >= len(w.pkgs) {
			return "any"
		}
		return w.name(w.pkgs[i], m[2])
	})
}

// name is what the view calls a type of a package.
func (w *writer) name(pkg *types.Package, name string) string {
	tn, ok := pkg.Scope().Lookup(name).(*types.TypeName)
	ofCell := pkg.Path() == w.l.Package.Path()
	switch {
	case !ok: // declared in a function
		return "any"
	case pkg == w.l.Package, ofCell && w.l.Names[name].Object == tn && w.l.Package.Scope().Lookup(name) == nil,
		ofCell && w.l.Names[name].Object == tn && w.l.Package.Scope().Lookup(name) == tn:
		return name
	case !ofCell && tn.Exported() && !internal(pkg.Path()):
		return w.use(pkg) + "." + name
	}
	if as, ok := w.queued[tn]; ok {
		return as
	}
	as := fmt.Sprintf("%s%c%d", name, hidden, len(w.queued))
	w.queued[tn] = as
	w.queue = append(w.queue, tn)
	return as
}

func internal(path string) bool {
	return slices.ContainsFunc(strings.Split(path, "/"), func(s string) bool { return s == "internal" || s == "vendor" })
}

// use returns the name under which the view imports a package.
func (w *writer) use(pkg *types.Package) string {
	if name, ok := w.imports[pkg.Path()]; ok {
		return name
	}
	name := pkg.Name()
	if w.taken[name] {
		name = fmt.Sprintf("%s%c%d", name, hidden, len(w.imports))
	}
	w.taken[name] = true
	w.imports[pkg.Path()] = name
	return name
}

func (k *kept) size() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.paths)
}
