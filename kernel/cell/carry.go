package cell

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
)

// A method declared for a type of an earlier cell makes a new type: the cell gets the old declaration and all its methods
// besides its own. So does declaring the type again. What earlier cells have built on the old type, functions that take it
// and types that hold it, is compiled anew for the new one where that is possible.

// fragment is a declaration in a cell's text. A declaration out of a group takes the group's brackets along.
type fragment struct {
	src    *source
	spans  []span
	method string // of a type
}

// fragments lists the declarations of a cell, with methods, by the name of the type or function.
func (ch *checked) fragments() map[string][]fragment {
	out := map[string][]fragment{}
	for _, d := range ch.decls {
		s := d.src
		at := func(from, to token.Pos) span { return span{s.offset(from), s.offset(to)} }
		switch decl := d.Decl.(type) {
		case *ast.FuncDecl:
			f := fragment{src: s, spans: []span{at(decl.Pos(), decl.End())}}
			name := decl.Name.Name
			if decl.Recv != nil {
				f.method, name = name, receiver(decl)
			}
			out[name] = append(out[name], f)
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				ts, ok := spec.(*ast.TypeSpec)
				if !ok {
					continue
				}
				f := fragment{src: s, spans: []span{at(decl.Pos(), decl.End())}}
				if decl.Lparen.IsValid() {
					f.spans = []span{at(decl.Pos(), decl.Lparen+1), at(ts.Pos(), ts.End()), at(decl.Rparen, decl.Rparen+1)}
				}
				out[ts.Name.Name] = append(out[ts.Name.Name], f)
			}
		}
	}
	return out
}

// receiver is the name of the type that a method is declared for; "" when it has none.
func receiver(fd *ast.FuncDecl) string {
	if fd.Recv == nil || len(fd.Recv.List) == 0 {
		return ""
	}
	for t := fd.Recv.List[0].Type; ; {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.ParenExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// checkWithOld type-checks a cell, behind the earlier declarations that it changes.
func (c *Compiler) checkWithOld(src *source) (*checked, error) {
	own := hoist(src, nil)
	own.restoreNames()
	roots := map[string]*symbol{} // types that get new methods
	var changed []types.Type
	changedNames := map[string]bool{}
	methods := map[string]bool{}
	for _, fd := range src.funcs {
		name := receiver(fd)
		methods[name+"."+fd.Name.Name] = true
		if sym := c.typeSymbol(name); sym != nil && !own.declared[name] && roots[name] == nil {
			roots[name], changedNames[name] = sym, true
			changed = append(changed, sym.obj.Type())
			if n, ok := types.Unalias(sym.obj.Type()).(*types.Named); ok && n.Obj() != sym.obj {
				if base := c.typeSymbol(n.Obj().Name()); base != nil && base.obj == n.Obj() {
					roots[base.name] = base
				}
			}
		}
	}
	for name := range own.declared {
		if sym := c.typeSymbol(name); sym != nil {
			changedNames[name] = true
			changed = append(changed, sym.obj.Type())
		}
	}
	if len(changed) == 0 {
		return c.check(src, nil, c.newPackage(src.number))
	}
	dependents := c.dependents(changed, own.declared, roots)
	left := map[string]bool{}
	for {
		carried, err := c.carrySources(c.fset, roots, dependents, methods)
		if err != nil {
			return nil, err
		}
		ch, err := c.check(src, carried, c.newPackage(src.number))
		if err == nil {
			ch.left, ch.carried, ch.changed = left, map[string]bool{}, sortedNames(changedNames)
			for name := range dependents {
				ch.carried[name] = true
			}
			return ch, nil
		}
		if !leaveFaulty(err, src, dependents, left) {
			return nil, err
		}
	}
}

func (c *Compiler) typeSymbol(name string) *symbol {
	sym := c.visible[name]
	if sym == nil || sym.pkg == nil || len(sym.source) == 0 {
		return nil
	}
	if _, ok := sym.obj.(*types.TypeName); !ok {
		return nil
	}
	return sym
}

// dependents finds the visible types and functions whose declarations mention the changed types, directly or through each
// other.
func (c *Compiler) dependents(changed []types.Type, declared map[string]bool, roots map[string]*symbol) map[string]*symbol {
	out := map[string]*symbol{}
	for again := true; again; {
		again = false
		for name, sym := range c.visible {
			if sym.pkg == nil || len(sym.source) == 0 || declared[name] || roots[name] != nil || out[name] != nil || !declaredWith(sym.obj, changed) {
				continue
			}
			out[name] = sym
			again = true
			if _, ok := sym.obj.(*types.TypeName); ok {
				changed = append(changed, sym.obj.Type())
			}
		}
	}
	return out
}

// declaredWith reports whether the declaration of a function or type, methods included, mentions one of some types.
func declaredWith(obj types.Object, some []types.Type) bool {
	found := false
	look := func(t types.Type) bool {
		for _, s := range some {
			found = found || origin(types.Unalias(t)) == origin(types.Unalias(s))
		}
		return !found
	}
	switch obj := obj.(type) {
	case *types.Func:
		visitTypes(obj.Signature(), look)
	case *types.TypeName:
		switch t := obj.Type().(type) {
		case *types.Alias:
			visitTypes(t.Rhs(), look)
		case *types.Named:
			visitTypes(t.Underlying(), look)
			for i := range t.NumMethods() {
				visitTypes(t.Method(i).Signature(), look)
			}
		}
	}
	return found
}

// carrySources makes a source of every earlier cell of which declarations are taken, holding only those. A method that the new
// cell declares too is left out.
func (c *Compiler) carrySources(fset *token.FileSet, roots, dependents map[string]*symbol, methods map[string]bool) ([]*source, error) {
	spans := map[string][]span{}
	from := map[string]*source{}
	var order []string
	for _, set := range []map[string]*symbol{roots, dependents} {
		for name, sym := range set {
			for _, f := range sym.source {
				if f.method != "" && methods[name+"."+f.method] {
					continue
				}
				file := f.src.fileName()
				if from[file] == nil {
					order = append(order, file)
				}
				from[file] = f.src
				spans[file] = append(spans[file], f.spans...)
			}
		}
	}
	var out []*source
	for _, file := range order {
		s, err := parse(fset, from[file].number, only(from[file].text, spans[file]))
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// only keeps declarations of a text, and sees to it that those on one line stay apart.
func only(text string, spans []span) string {
	out := []byte(keep(text, spans))
	for _, sp := range spans {
		if text[sp.end-1] != '(' && sp.end < len(out) && out[sp.end] == ' ' {
			out[sp.end] = ';'
		}
	}
	return string(out)
}

// leaveFaulty takes the dependents out that an error lies in. It reports whether there were any.
func leaveFaulty(err error, src *source, dependents map[string]*symbol, left map[string]bool) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	any := false
	for _, d := range e.Diags {
		if d.src == nil || d.src == src {
			continue
		}
		for name, sym := range dependents {
			for _, f := range sym.source {
				for _, sp := range f.spans {
					if f.src.fileName() == d.src.fileName() && sp.start <= d.offset && d.offset < sp.end {
						delete(dependents, name)
						left[name] = true
						any = true
					}
				}
			}
		}
	}
	return any
}

var ofType = regexp.MustCompile(`\b(?:(?:variable|value) of (?:struct |interface |map )?)?type (?:\[\])?\*?(\pL[\pL\d_]*)`)

// hints explains errors about variables that hold values of a type which has been declared anew since, by this cell or before.
func (c *Compiler) hints(p *program, all []*source) {
	told := map[string]bool{}
	for _, d := range p.diags {
		m := ofType.FindStringSubmatch(d.Msg)
		if m == nil || told[m[1]] {
			continue
		}
		now := c.typeSymbol(m[1])
		if now == nil {
			continue
		}
		for _, name := range sortedNames(all[len(all)-1].names) {
			v, ok := c.variable(name).(*types.Var)
			if !ok {
				continue
			}
			_, held, _, _ := structOf(v.Type())
			if held == nil || held.Name() != m[1] || held == now.obj && !p.declared[m[1]] {
				continue
			}
			told[m[1]] = true
			msg := fmt.Sprintf("%s has the type %s of Cell [%d], which has been declared anew since: make %s anew too", name, m[1], c.owner(held).number, name)
			if p.declared[m[1]] {
				msg = fmt.Sprintf("%s has the type %s of Cell [%d], and this cell makes a new one: make %s anew after it", name, m[1], c.owner(held).number, name)
			}
			p.diags = append(p.diags, Diag{Msg: msg})
			break
		}
	}
}

func (c *Compiler) variable(name string) types.Object {
	if sym := c.visible[name]; sym != nil && sym.pkg != nil {
		return sym.obj
	}
	return nil
}
