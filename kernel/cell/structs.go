package cell

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// Go takes the same unexported field in two packages for two fields. So a struct type that an earlier cell has declared, with or
// without a name, is taken from that cell: what can be assigned, compared and converted in one program can be between cells.

// findStructs lists the struct types of a cell whose unexported fields later cells may want.
func (em *emitter) findStructs() {
	pkg := em.ch.pkg
	seen := map[*types.Struct]bool{}
	add := func(st *types.Struct, name *types.TypeName, params *types.TypeParamList) {
		if st == nil || seen[st] || !hasUnexported(st) {
			return
		}
		seen[st] = true
		var s *structType
		if params.Len() == 0 {
			s = em.c.earlier(st, pkg)
		}
		if s == nil {
			s = &structType{pkg: pkg, index: len(em.structs), name: name, struc: st, params: params, key: fieldNames(st)}
			em.structs = append(em.structs, s)
			if params.Len() == 0 {
				pkg.own = append(pkg.own, s)
			}
		}
		for i := range st.NumFields() {
			pkg.fields[st.Field(i)] = s
		}
	}
	for _, d := range em.ch.file.Decls {
		gd, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range gd.Specs {
			ts, ok := spec.(*ast.TypeSpec)
			if !ok || ts.Assign.IsValid() {
				continue
			}
			name, ok := em.ch.info.Defs[ts.Name].(*types.TypeName)
			if !ok {
				continue
			}
			named, ok := name.Type().(*types.Named)
			if !ok {
				continue
			}
			lit, ok := ts.Type.(*ast.StructType)
			if ts.Name.Name == "_" {
				continue
			}
			if !ok {
				pkg.made[name] = em.ch.info.Types[ts.Type].Type
				continue
			}
			st, _ := named.Underlying().(*types.Struct)
			em.generic[lit] = named.TypeParams().Len() > 0
			add(st, name, named.TypeParams())
		}
	}
	ast.Inspect(em.ch.file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.StructType); ok {
			if st, ok := em.ch.info.Types[lit].Type.(*types.Struct); ok && !seen[st] && closed(st) {
				add(st, nil, nil)
			}
		}
		return true
	})
}

func hasUnexported(st *types.Struct) bool {
	for i := range st.NumFields() {
		if !st.Field(i).Exported() {
			return true
		}
	}
	return false
}

// fieldNames tells most struct types apart.
func fieldNames(st *types.Struct) string {
	var b strings.Builder
	for i := range st.NumFields() {
		b.WriteString(st.Field(i).Name() + " ")
	}
	return b.String()
}

// earlier finds the struct type of an earlier cell that is the same as t, and some fields of which are unexported. pkg is the
// cell that wants to know.
func (c *Compiler) earlier(t *types.Struct, pkg *cellPkg) *structType {
	key := fieldNames(t)
	for _, s := range c.structs {
		if s.key == key && s.pkg.path != pkg.path && types.Identical(s.struc, t) {
			return s
		}
	}
	return nil
}

// closed reports whether t can be written at package level: it mentions neither type parameters nor local types.
func closed(t types.Type) bool {
	ok := true
	visitTypes(t, func(t types.Type) bool {
		switch t := t.(type) {
		case *types.TypeParam:
			ok = false
		case *types.Named:
			if t.Obj().Pkg() != nil && !topLevel(t.Obj()) {
				ok = false
			}
		}
		return ok
	})
	return ok
}

// visitTypes calls f for t and the types it is written with, as long as f returns true. It doesn't look into what named
// types stand for.
func visitTypes(t types.Type, f func(types.Type) bool) {
	if t == nil || !f(t) {
		return
	}
	switch t := t.(type) {
	case *types.Alias:
		visitTypes(t.Rhs(), f)
	case *types.Named:
		for i := range t.TypeArgs().Len() {
			visitTypes(t.TypeArgs().At(i), f)
		}
	case *types.Pointer:
		visitTypes(t.Elem(), f)
	case *types.Slice:
		visitTypes(t.Elem(), f)
	case *types.Array:
		visitTypes(t.Elem(), f)
	case *types.Map:
		visitTypes(t.Key(), f)
		visitTypes(t.Elem(), f)
	case *types.Chan:
		visitTypes(t.Elem(), f)
	case *types.Tuple:
		for i := range t.Len() {
			visitTypes(t.At(i).Type(), f)
		}
	case *types.Signature:
		visitTypes(t.Params(), f)
		visitTypes(t.Results(), f)
	case *types.Struct:
		for i := range t.NumFields() {
			visitTypes(t.Field(i).Type(), f)
		}
	case *types.Interface:
		for i := range t.NumExplicitMethods() {
			visitTypes(t.ExplicitMethod(i).Type(), f)
		}
		for i := range t.NumEmbeddeds() {
			visitTypes(t.EmbeddedType(i), f)
		}
	case *types.Union:
		for i := range t.Len() {
			visitTypes(t.Term(i).Type(), f)
		}
	}
}

// structText declares what gives other packages the unexported fields of a struct type: for every such field an accessor
// of its address and a reader of its value; and a mirror, a struct type with the same fields under exported names, with
// makers that turn a mirror into the type itself.
func (em *emitter) structText(s *structType) (string, error) {
	params, args, err := em.typeParams(s.params)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	self := ""
	if s.params.Len() == 0 {
		if self, err = em.typeText(s.struc); err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "type %s = %s\n", s.aliasName(), self)
	}
	if s.name != nil {
		self = s.name.Name() + args
	}
	var mirror, keyed []string
	for i := range s.struc.NumFields() {
		f := s.struc.Field(i)
		text, err := em.typeText(f.Type())
		if err != nil {
			return "", err
		}
		mirror = append(mirror, s.mirrored(i)+" "+text)
		if f.Name() != "_" {
			keyed = append(keyed, f.Name()+": m."+s.mirrored(i))
			if !f.Exported() {
				fmt.Fprintf(&b, "func %s%s(p *%s) *%s { return &p.%s }\n", s.accessor(f), params, self, text, f.Name())
				fmt.Fprintf(&b, "func %s%s(v %s) %s { return v.%s }\n", s.reader(f), params, self, text, f.Name())
			}
		}
	}
	fmt.Fprintf(&b, "type %s%s struct { %s }\n", s.mirror(), params, strings.Join(mirror, "; "))
	fmt.Fprintf(&b, "func %s%s(m %s%s) %s { return %s{%s} }\n", s.maker(), params, s.mirror(), args, self, self, strings.Join(keyed, ", "))
	fmt.Fprintf(&b, "func %s%s(m %s%s) *%s { return &%s{%s} }\n", s.pointerMaker(), params, s.mirror(), args, self, self, strings.Join(keyed, ", "))
	return b.String(), nil
}
