package cell

import (
	"fmt"
	"go/types"
	"sort"
	"strconv"
	"strings"
)

// importSet is the imports of a compiled cell's generated code. Their names don't meet those that users choose.
type importSet struct {
	names map[string]string // import path -> name
}

func (s *importSet) use(path string) string {
	if n, ok := s.names[path]; ok {
		return n
	}
	n := fmt.Sprintf("lc_p%d", len(s.names))
	s.names[path] = n
	return n
}

func (s *importSet) useCell(p *cellPkg) string {
	s.names[p.path] = p.alias
	return p.alias
}

// text returns the import specifications, sorted.
func (s *importSet) text() string {
	var lines []string
	for path, name := range s.names {
		lines = append(lines, fmt.Sprintf("\t%s %s\n", name, strconv.Quote(path)))
	}
	sort.Strings(lines)
	return strings.Join(lines, "")
}

// typeWriter writes types as Go source of the package of one cell.
type typeWriter struct {
	em      *emitter
	c       *Compiler
	pkg     *cellPkg // the cell whose source it is
	imports *importSet
	inside  bool // for a place that may see the cell's local types
	b       strings.Builder
	err     error // the type has no name here
}

// typeText returns the Go source of t, or an error when t can't be named outside of its own package.
func (em *emitter) typeText(t types.Type) (string, error) {
	w := &typeWriter{em: em, c: em.c, pkg: em.ch.pkg, imports: em.imports}
	w.write(t)
	return w.b.String(), w.err
}

// typeTextHere is typeText for a place at which t occurs.
func (em *emitter) typeTextHere(t types.Type) (string, error) {
	w := &typeWriter{em: em, c: em.c, pkg: em.ch.pkg, imports: em.imports, inside: true}
	w.write(t)
	return w.b.String(), w.err
}

func (w *typeWriter) unnameable(what string) {
	if w.err == nil {
		w.err = fmt.Errorf("type %s can't be named outside of its own package", what)
	}
}

func (w *typeWriter) write(t types.Type) {
	switch t := t.(type) {
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			w.b.WriteString(w.imports.use("unsafe") + ".Pointer")
			return
		}
		w.b.WriteString(w.em.predeclared(t.Name()))
	case *types.Alias:
		w.alias(t)
	case *types.Named:
		w.named(t.Obj(), t.TypeArgs())
	case *types.TypeParam:
		w.b.WriteString(t.Obj().Name())
	case *types.Pointer:
		w.b.WriteString("*")
		w.write(t.Elem())
	case *types.Slice:
		w.b.WriteString("[]")
		w.write(t.Elem())
	case *types.Array:
		fmt.Fprintf(&w.b, "[%d]", t.Len())
		w.write(t.Elem())
	case *types.Map:
		w.b.WriteString("map[")
		w.write(t.Key())
		w.b.WriteString("]")
		w.write(t.Elem())
	case *types.Chan:
		w.channel(t)
	case *types.Signature:
		w.b.WriteString("func")
		w.signature(t)
	case *types.Struct:
		w.structure(t)
	case *types.Interface:
		w.iface(t)
	case *types.Union:
		for i := range t.Len() {
			if i > 0 {
				w.b.WriteString(" | ")
			}
			if t.Term(i).Tilde() {
				w.b.WriteString("~")
			}
			w.write(t.Term(i).Type())
		}
	default:
		w.unnameable(t.String())
	}
}

// predeclared writes a type of Go's own, whose name the cell may use for something else.
func (em *emitter) predeclared(name string) string {
	switch em.ch.pkg.types.Scope().Lookup(name).(type) {
	case *types.TypeName, *types.Const, *types.Func:
	default: // variables have other names in compiled code
		if !imports(em.ch, name) {
			return name
		}
	}
	return "lc_rt." + strings.ToUpper(name[:1]) + name[1:]
}

func (w *typeWriter) alias(t *types.Alias) {
	obj := t.Obj()
	if obj.Pkg() == nil { // any
		w.b.WriteString(w.em.predeclared(obj.Name()))
		return
	}
	if w.c.owner(obj) == nil && obj.Exported() && topLevel(obj) {
		w.named(obj, t.TypeArgs())
		return
	}
	w.write(t.Rhs())
}

func (w *typeWriter) named(obj *types.TypeName, args *types.TypeList) {
	owner := w.c.owner(obj)
	switch {
	case obj.Pkg() == nil: // error, comparable
		w.b.WriteString(w.em.predeclared(obj.Name()))
	case !topLevel(obj) && w.inside && owner == w.pkg:
		w.b.WriteString(obj.Name())
	case !topLevel(obj):
		w.unnameable(obj.Name())
	case owner == w.pkg:
		w.b.WriteString(obj.Name())
	case owner != nil:
		w.b.WriteString(w.imports.useCell(owner) + "." + exported + obj.Name())
	case !obj.Exported():
		w.unnameable(obj.Pkg().Path() + "." + obj.Name())
	default:
		w.b.WriteString(w.imports.use(obj.Pkg().Path()) + "." + obj.Name())
	}
	for i := range args.Len() {
		w.b.WriteString(map[bool]string{true: "[", false: ", "}[i == 0])
		w.write(args.At(i))
	}
	if args.Len() > 0 {
		w.b.WriteString("]")
	}
}

func (w *typeWriter) channel(t *types.Chan) {
	switch t.Dir() {
	case types.SendOnly:
		w.b.WriteString("chan<- ")
	case types.RecvOnly:
		w.b.WriteString("<-chan ")
	default:
		w.b.WriteString("chan ")
	}
	if e, ok := t.Elem().(*types.Chan); ok && e.Dir() == types.RecvOnly {
		w.b.WriteString("(")
		defer w.b.WriteString(")")
	}
	w.write(t.Elem())
}

func (w *typeWriter) signature(t *types.Signature) {
	w.tuple(t.Params(), t.Variadic())
	switch t.Results().Len() {
	case 0:
	case 1:
		w.b.WriteString(" ")
		w.write(t.Results().At(0).Type())
	default:
		w.b.WriteString(" ")
		w.tuple(t.Results(), false)
	}
}

func (w *typeWriter) tuple(t *types.Tuple, variadic bool) {
	w.b.WriteString("(")
	for i := range t.Len() {
		if i > 0 {
			w.b.WriteString(", ")
		}
		typ := t.At(i).Type()
		if s, ok := typ.(*types.Slice); ok && variadic && i == t.Len()-1 {
			w.b.WriteString("...")
			typ = s.Elem()
		}
		w.write(typ)
	}
	w.b.WriteString(")")
}

func (w *typeWriter) structure(t *types.Struct) {
	if s := w.c.earlier(t, w.pkg); s != nil {
		w.b.WriteString(w.imports.useCell(s.pkg) + "." + s.aliasName())
		return
	}
	w.b.WriteString("struct{")
	for i := range t.NumFields() {
		f := t.Field(i)
		if owner := w.c.owner(f); !f.Exported() && owner != w.pkg {
			w.unnameable(t.String())
		}
		if i > 0 {
			w.b.WriteString("; ")
		}
		if f.Embedded() {
			w.embedded(f)
		} else {
			w.b.WriteString(f.Name() + " ")
			w.write(f.Type())
		}
		if tag := t.Tag(i); tag != "" {
			w.b.WriteString(" " + strconv.Quote(tag))
		}
	}
	w.b.WriteString("}")
}

// embedded writes an embedded field. Its name is that of its type, so an earlier cell's type must go by that name here.
func (w *typeWriter) embedded(f *types.Var) {
	t := f.Type()
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		w.b.WriteString("*")
		t = p.Elem()
	}
	var obj *types.TypeName
	var args *types.TypeList
	switch t := t.(type) {
	case *types.Named:
		obj, args = t.Obj(), t.TypeArgs()
	case *types.Alias:
		obj, args = t.Obj(), t.TypeArgs()
	default:
		w.write(t)
		return
	}
	owner := w.c.owner(obj)
	if owner == nil {
		w.write(t)
		return
	}
	if owner != w.pkg && !w.em.alias(obj, owner) {
		w.unnameable(f.Name() + ", of which this cell declares another one,")
	}
	w.b.WriteString(obj.Name())
	if list, err := w.em.typeArgs(args); err == nil {
		w.b.WriteString(list)
	} else if w.err == nil {
		w.err = err
	}
}

// alias gives a type of an earlier cell its name in this package too. It reports whether that name is free.
func (em *emitter) alias(obj *types.TypeName, owner *cellPkg) bool {
	name := obj.Name()
	if sym := em.aliases[name]; sym != nil {
		return sym.obj == obj
	}
	if em.ch.declared[name] || imports(em.ch, name) {
		return false
	}
	em.aliases[name] = &symbol{name: name, obj: obj, pkg: owner}
	return true
}

func (w *typeWriter) iface(t *types.Interface) {
	w.b.WriteString("interface{")
	sep := ""
	for i := range t.NumExplicitMethods() {
		m := t.ExplicitMethod(i)
		name := m.Name()
		if w.c.hiddenMethod(m) {
			name = exported + name
		} else if !m.Exported() {
			w.unnameable(t.String())
		}
		w.b.WriteString(sep + name)
		w.signature(m.Signature())
		sep = "; "
	}
	for i := range t.NumEmbeddeds() {
		w.b.WriteString(sep)
		w.write(t.EmbeddedType(i))
		sep = "; "
	}
	w.b.WriteString("}")
}

// typeParams writes a list of type parameters with their constraints, and as arguments.
func (em *emitter) typeParams(list *types.TypeParamList) (params, args string, err error) {
	if list.Len() == 0 {
		return "", "", nil
	}
	var ps, as []string
	for i := range list.Len() {
		p := list.At(i)
		text, err := em.typeText(p.Constraint())
		if err != nil {
			return "", "", err
		}
		ps = append(ps, p.Obj().Name()+" "+text)
		as = append(as, p.Obj().Name())
	}
	return "[" + strings.Join(ps, ", ") + "]", "[" + strings.Join(as, ", ") + "]", nil
}
