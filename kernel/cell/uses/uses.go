// Package uses writes Go statements that use all that a package exports, so that the linker leaves nothing of it out.
package uses

import (
	"fmt"
	"go/types"
	"strings"
)

// Helpers are the declarations that the statements need, in a file that imports unsafe.
const Helpers = `
var (
	used   unsafe.Pointer
	marked any
)

// use keeps what is pointed to.
//
//go:noinline
func use(p unsafe.Pointer) { used = p }

// mark keeps a type, with its methods.
//
//go:noinline
func mark(t any) { marked = t }
`

// Of returns statements which use the functions, variables and types that a package exports, but for generic ones. name is
// what the package is imported as.
func Of(pkg *types.Package, name string) string {
	var b strings.Builder
	for _, n := range pkg.Scope().Names() {
		obj := pkg.Scope().Lookup(n)
		if !obj.Exported() {
			continue
		}
		switch obj := obj.(type) {
		case *types.Func:
			if obj.Signature().TypeParams().Len() == 0 {
				fmt.Fprintf(&b, "\tf%s := %[2]s.%[1]s\n\tuse(*(*unsafe.Pointer)(unsafe.Pointer(&f%[1]s)))\n", n, name)
			}
		case *types.Var:
			fmt.Fprintf(&b, "\tuse(unsafe.Pointer(&%s.%s))\n", name, n)
		case *types.TypeName:
			if i, ok := obj.Type().Underlying().(*types.Interface); generic(obj.Type()) || ok && !i.IsMethodSet() {
				continue // only constraints, or nothing by itself
			}
			fmt.Fprintf(&b, "\tmark((*%s.%s)(nil))\n", name, n)
		}
	}
	return b.String()
}

// generic reports whether a type has parameters.
func generic(t types.Type) bool {
	switch t := t.(type) {
	case *types.Named:
		return t.TypeParams().Len() > 0 && t.TypeArgs().Len() == 0
	case *types.Alias:
		return t.TypeParams().Len() > 0 && t.TypeArgs().Len() == 0 || generic(t.Rhs())
	}
	return false
}
