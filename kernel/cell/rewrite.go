package cell

import (
	"errors"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// rewrite notes the edits that turn a stretch of the user's text into source of the cell's own package.
func (em *emitter) rewrite(src *source, root ast.Node) {
	em.findPins(root)
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			em.ident(src, n)
		case *ast.SelectorExpr:
			em.selector(src, n)
		case *ast.UnaryExpr:
			if lit, ok := ast.Unparen(n.X).(*ast.CompositeLit); ok && n.Op == token.AND && em.mirrorOf(lit) != nil {
				em.edits[src].replace(src.offset(n.OpPos), src.offset(n.OpPos)+1, "")
				em.addressed[lit] = true
			}
		case *ast.CallExpr:
			em.conversion(src, n)
			em.sleep(src, n)
			return !em.constantLength(src, n)
		case *ast.CompositeLit:
			return !em.literal(src, n)
		case *ast.StructType:
			return !em.structType(src, n)
		case *ast.FuncLit:
			em.inFunc++
			em.rewrite(src, n.Type)
			em.rewrite(src, n.Body)
			em.inFunc--
			return false
		}
		return true
	})
}

// constantLength writes the value of len(x.f) where Go takes it for a constant, f being an array, and x is a variable at top
// level: what x.f is rewritten to is no constant. It reports whether it has.
func (em *emitter) constantLength(src *source, call *ast.CallExpr) bool {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok || len(call.Args) != 1 {
		return false
	}
	if _, ok := em.ch.info.Uses[id].(*types.Builtin); !ok || id.Name != "len" && id.Name != "cap" {
		return false
	}
	value, x := em.ch.info.Types[call].Value, base(call.Args[0])
	sel, selects := ast.Unparen(call.Args[0]).(*ast.SelectorExpr)
	if value == nil || x == nil || !selects || em.ch.info.Selections[sel] == nil {
		return false
	}
	if v, ok := em.ch.info.Uses[x].(*types.Var); !ok || em.ch.foreign[v] == nil && !topLevel(v) {
		return false // a local variable would go unused
	}
	em.edits[src].replace(src.offset(call.Pos()), src.offset(call.End()), em.predeclared("int")+"("+value.ExactString()+")")
	return true
}

// ident gives an identifier the name that its object has in compiled code.
func (em *emitter) ident(src *source, id *ast.Ident) {
	obj := em.ch.info.Uses[id]
	if obj == nil {
		obj = em.ch.info.Defs[id]
	}
	if obj == nil {
		return
	}
	if em.inFunc > 0 || em.pins[id] {
		em.pinned[obj] = true
	}
	if isFunc(obj) && em.function != "" && em.function != obj.Name() && obj.Pkg() == em.ch.pkg.types && topLevel(obj) && !slices.Contains(em.inside[obj], em.function) {
		em.inside[obj] = append(em.inside[obj], em.function)
	}
	if pn, ok := obj.(*types.PkgName); ok && strings.HasSuffix(pn.Name(), oldSuffix) {
		at := src.offset(id.Pos())
		em.edits[src].replace(at, at+len(id.Name), em.imports.use(pn.Imported().Path()))
		return
	}
	name := ""
	if sym := em.ch.foreign[obj]; sym != nil {
		use := em.used[sym]
		use.inFunc = use.inFunc || em.inFunc > 0
		use.pinned = use.pinned || em.inFunc > 0 || em.pins[id]
		em.used[sym] = use
		if sym.pkg != nil && keepsName(obj) && obj == sym.obj && !isFunc(obj) {
			em.aliases[sym.name] = sym
			return
		}
		name = em.qualified(sym)
	} else if em.c.hiddenMethod(obj) {
		name = exported + obj.Name()
	} else if obj.Pkg() == em.ch.pkg.types && topLevel(obj) && !keepsName(obj) {
		name = exported + obj.Name()
	} else {
		return
	}
	at := src.offset(id.Pos())
	em.edits[src].replace(at, at+len(id.Name), name)
}

func isFunc(obj types.Object) bool {
	_, ok := obj.(*types.Func)
	return ok
}

// qualified is the name of an earlier cell's declaration.
func (em *emitter) qualified(sym *symbol) string {
	if sym.pkg == nil {
		return em.imports.use(sym.path) + "." + sym.original
	}
	return em.imports.useCell(sym.pkg) + "." + exported + sym.name
}

// structOf returns the struct type that t or what it points to stands for, and its name if it has one.
func structOf(t types.Type) (st *types.Struct, name *types.TypeName, args *types.TypeList, pointer bool) {
	if t == nil {
		return nil, nil, nil, false
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t, pointer = p.Elem(), true
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		name, args = n.Obj(), n.TypeArgs()
	}
	st, _ = t.Underlying().(*types.Struct)
	return st, name, args, pointer
}

// beyond returns the earlier cell's struct type that field i of st is an unexported field of, and nil for all other fields.
// name is the name of the type of which st is the structure, if it has one.
func (em *emitter) beyond(st *types.Struct, name *types.TypeName, i int) *structType {
	f := st.Field(i)
	owner := em.c.owner(f)
	var s *structType
	switch {
	case f.Exported() || owner == nil:
	case owner != em.ch.pkg:
		s = owner.fields[f.Origin()]
	case !isGenericType(name):
		s = em.c.earlier(st, em.ch.pkg)
	}
	if s != nil && s.pkg == em.ch.pkg {
		return nil
	}
	return s
}

func isGenericType(name *types.TypeName) bool {
	if name == nil {
		return false
	}
	n, ok := name.Type().(*types.Named)
	return ok && n.TypeParams().Len() > 0
}

// itself writes the type that s declares; args are the type arguments of t, whose structure s is. In the case of `type b a` and of struct
// types that are the same, t is another type than that: convert says so.
func (em *emitter) itself(s *structType, name *types.TypeName, args *types.TypeList) (text string, _ *types.TypeList, convert bool, err error) {
	alias := em.imports.useCell(s.pkg)
	for name != nil && name != s.name && s.params.Len() > 0 {
		owner := em.c.owner(name)
		if owner == nil || owner.made[name] == nil {
			break
		}
		_, name, args, _ = structOf(owner.made[name])
		convert = true
	}
	convert = convert || name != s.name
	if s.name == nil {
		return alias + "." + s.aliasName(), nil, convert, nil
	}
	text = alias + "." + exported + s.name.Name()
	if s.params.Len() > 0 {
		list, err := em.typeArgs(args)
		return text + list, args, convert, err
	}
	return text, nil, convert, nil
}

// typeArgs writes a list of type arguments in its brackets.
func (em *emitter) typeArgs(args *types.TypeList) (string, error) {
	var out []string
	for i := range args.Len() {
		text, err := em.typeTextHere(args.At(i))
		if err != nil {
			return "", err
		}
		out = append(out, text)
	}
	if len(out) == 0 {
		return "", nil
	}
	return "[" + strings.Join(out, ", ") + "]", nil
}

// selector replaces x.f by a call of an accessor when f, or a field through which it is promoted, is an unexported field of an
// earlier cell.
func (em *emitter) selector(src *source, n *ast.SelectorExpr) {
	sel := em.ch.info.Selections[n]
	if sel == nil || sel.Kind() != types.FieldVal {
		return
	}
	pre, post, found := "", "", false
	t, addressable := sel.Recv(), em.ch.info.Types[n.X].Addressable()
	for _, i := range sel.Index() {
		st, name, args, pointer := structOf(t)
		if st == nil {
			return
		}
		f := st.Field(i)
		t = f.Type()
		s := em.beyond(st, name, i)
		if s == nil {
			post += "." + f.Name()
			addressable = addressable || pointer
			continue
		}
		found = true
		alias := em.imports.useCell(s.pkg)
		open, end := "", ")"
		text, _, convert, err := em.itself(s, name, args)
		if err != nil {
			em.fault(src, n.Pos(), err.Error())
		}
		if convert {
			open, end = text+"(", "))"
			if pointer || addressable {
				open = "(*" + text + ")("
			}
		}
		switch {
		case pointer:
			pre, post = "(*"+alias+"."+s.accessor(f)+"("+open+pre, post+end+")"
			addressable = true
		case addressable:
			pre, post = "(*"+alias+"."+s.accessor(f)+"("+open+"&"+pre, post+end+")"
		default:
			pre, post = alias+"."+s.reader(f)+"("+open+pre, post+end
		}
	}
	if !found {
		return
	}
	em.edits[src].insert(src.offset(n.X.Pos()), opening, pre)
	em.edits[src].replace(src.offset(n.X.End()), src.offset(n.End()), post)
}

// mirrorOf returns the struct type of a literal that must be written through its mirror, because it sets unexported fields of an
// earlier cell.
func (em *emitter) mirrorOf(lit *ast.CompositeLit) *structType {
	tv, ok := em.ch.info.Types[lit]
	if !ok || len(lit.Elts) == 0 {
		return nil
	}
	st, name, _, _ := structOf(tv.Type)
	if st == nil {
		return nil
	}
	_, keyed := lit.Elts[0].(*ast.KeyValueExpr)
	set := map[string]bool{}
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok {
				set[id.Name] = true
			}
		}
	}
	for i := range st.NumFields() {
		if keyed && !set[st.Field(i).Name()] {
			continue
		}
		if s := em.beyond(st, name, i); s != nil {
			return s
		}
	}
	return nil
}

// literal rewrites a composite literal of an earlier cell's struct type. It reports whether it has dealt with all of it.
func (em *emitter) literal(src *source, lit *ast.CompositeLit) bool {
	s := em.mirrorOf(lit)
	if s == nil {
		return false
	}
	_, name, args, pointer := structOf(em.ch.info.Types[lit].Type)
	alias := em.imports.useCell(s.pkg)
	maker := s.maker()
	if pointer || em.addressed[lit] {
		maker = s.pointerMaker()
	}
	_, itsArgs, convert, err := em.itself(s, name, args)
	list, argsErr := em.typeArgs(itsArgs)
	if err = errors.Join(err, argsErr); err != nil {
		em.fault(src, lit.Pos(), err.Error())
	}
	open, end := alias+"."+maker+"("+alias+"."+s.mirror()+list, ")"
	if convert {
		text, err := em.literalType(lit)
		if err != nil {
			em.fault(src, lit.Pos(), err.Error())
		}
		if maker == s.pointerMaker() {
			text = "(*" + text + ")"
		}
		open, end = text+"("+open, "))"
	}
	e := em.edits[src]
	e.insert(src.offset(lit.Rbrace)+1, closing, end)
	if lit.Type != nil {
		e.replace(src.offset(lit.Pos()), src.offset(lit.Lbrace), open)
	} else {
		e.insert(src.offset(lit.Lbrace), opening, open)
	}
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			em.rewrite(src, elt)
			continue
		}
		if id, ok := kv.Key.(*ast.Ident); ok {
			for i := range s.struc.NumFields() {
				if s.struc.Field(i).Name() == id.Name {
					at := src.offset(id.Pos())
					e.replace(at, at+len(id.Name), s.mirrored(i))
				}
			}
		}
		em.rewrite(src, kv.Value)
	}
	return true
}

// literalType writes the struct type that a literal is of.
func (em *emitter) literalType(lit *ast.CompositeLit) (string, error) {
	t := em.ch.info.Types[lit].Type
	if p, ok := t.Underlying().(*types.Pointer); ok { // an elided one, in a list of pointers
		t = p.Elem()
	}
	return em.typeTextHere(t)
}

// structType puts the type of an earlier cell in place of the same struct type.
func (em *emitter) structType(src *source, n *ast.StructType) bool {
	st, ok := em.ch.info.Types[n].Type.(*types.Struct)
	if !ok || em.generic[n] {
		return false
	}
	s := em.c.earlier(st, em.ch.pkg)
	if s == nil {
		return false
	}
	em.edits[src].replace(src.offset(n.Pos()), src.offset(n.End()), em.imports.useCell(s.pkg)+"."+s.aliasName())
	return true
}
