package cell

import (
	"fmt"
	"go/types"
)

// cellPath is the import path of all cells as the type checker sees them: to it they are one package, so that a cell may
// use the unexported names, fields and methods of an earlier one.
const cellPath = "main"

// exported is the prefix of the names under which cells export what they declare.
const exported = "Lc_"

// symbol is a name that cells can use.
type symbol struct {
	name     string
	obj      types.Object // nil for an import
	pkg      *cellPkg     // the cell that declares it; nil for an import and for what is predeclared
	path     string       // the package of an import, or of a name that is another package's
	step     int          // of a variable: the number of the statement that sets it, from 1
	original string       // the name in the other package

	source  []fragment        // of a type: its declaration and its methods; of a function: its declaration
	pinned  bool              // of a variable: a function, a closure or a pointer may lead to it
	inside  []string          // of a function: the functions of its own cell that use it
	callers map[*cellPkg]bool // of a function: the cells whose functions and closures use it
}

// usage says how a cell uses a name.
type usage struct {
	inFunc bool // in a function or closure
	pinned bool // in a way that may keep a pointer to it
}

// cellPkg is the package that a cell was compiled to.
type cellPkg struct {
	number int
	path   string // import path in compiled code
	alias  string // the name under which compiled code imports it
	types  *types.Package
	fields map[*types.Var]*structType     // its struct fields
	made   map[*types.TypeName]types.Type // of `type b a`: a
	own    []*structType                  // its struct types that no earlier cell has
	unit   *Unit
}

// twin is a package to check the same source in again.
func (p *cellPkg) twin() *cellPkg {
	return &cellPkg{number: p.number, path: p.path, alias: p.alias}
}

// structType is a struct type of a cell some of whose fields are unexported. What gives later cells these fields has names that
// no name of a user's leads to.
type structType struct {
	pkg    *cellPkg
	index  int
	name   *types.TypeName // nil for a type without a name
	struc  *types.Struct
	params *types.TypeParamList
	key    string // the names of its fields
}

func (s *structType) accessor(f *types.Var) string {
	return fmt.Sprintf("Lcs%d_p_%s", s.index, f.Name())
}
func (s *structType) reader(f *types.Var) string {
	return fmt.Sprintf("Lcs%d_v_%s", s.index, f.Name())
}
func (s *structType) mirror() string       { return fmt.Sprintf("Lcs%d_m", s.index) }
func (s *structType) maker() string        { return fmt.Sprintf("Lcs%d_n", s.index) }
func (s *structType) pointerMaker() string { return fmt.Sprintf("Lcs%d_q", s.index) }

// aliasName is the name of the type without the user's name for it, which a generic type doesn't have.
func (s *structType) aliasName() string { return fmt.Sprintf("Lcs%d", s.index) }

// mirrored is the name of field i in the mirror of the struct type.
func (s *structType) mirrored(i int) string {
	f := s.struc.Field(i)
	if f.Name() == "_" {
		return fmt.Sprintf("%s_%d", exported, i)
	}
	return exported + f.Name()
}

// isGeneric reports whether obj is a generic function.
func isGeneric(obj types.Object) bool {
	f, ok := obj.(*types.Func)
	if !ok {
		return false
	}
	sig := f.Signature()
	return sig.Recv() == nil && sig.TypeParams().Len() > 0
}

// hiddenMethod reports whether obj is a method whose name must be exported under another name, because methods of the same
// unexported name in two packages are different to Go.
func (c *Compiler) hiddenMethod(obj types.Object) bool {
	f, ok := obj.(*types.Func)
	return ok && f.Signature().Recv() != nil && !f.Exported() && c.owner(f) != nil
}

// owner returns the cell that declares obj, nil when it is no cell's.
func (c *Compiler) owner(obj types.Object) *cellPkg {
	if obj == nil || obj.Pkg() == nil {
		return nil
	}
	return c.packages[obj.Pkg()]
}

// topLevel reports whether obj is declared at package level.
func topLevel(obj types.Object) bool {
	return obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope()
}

// keepsName reports whether obj goes by the user's name in its own package.
func keepsName(obj types.Object) bool {
	switch obj.(type) {
	case *types.Var:
		return false
	case *types.Func:
		return !isGeneric(obj)
	}
	return true
}
