package op_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/lazy/op"
)

// TestEveryOperationIsRegistered looks through the package's source for types that are operations: one that isn't registered can't be written.
func TestEveryOperationIsRegistered(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	methods, sources := map[string][]string{}, map[string]bool{}
	for _, entry := range files {
		if name := entry.Name(); !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Recv == nil {
					return true
				}
				at := n.Recv.List[0].Type
				if star, ok := at.(*ast.StarExpr); ok {
					at = star.X
				}
				if id, ok := at.(*ast.Ident); ok {
					methods[id.Name] = append(methods[id.Name], n.Name.Name)
				}
			case *ast.TypeSpec:
				if s, ok := n.Type.(*ast.StructType); ok {
					for _, f := range s.Fields.List {
						if id, ok := f.Type.(*ast.Ident); ok && len(f.Names) == 0 && id.Name == "source" {
							sources[n.Name.Name] = true
						}
					}
				}
			}
			return true
		})
	}
	var found []string
	for name, has := range methods {
		if slices.Contains(has, "Name") && (slices.Contains(has, "Reads") || sources[name]) {
			found = append(found, name)
		}
	}
	slices.Sort(found)
	if len(found) < 45 || !slices.Equal(found, op.Types()) {
		t.Errorf("the operations are %v, registered are %v", found, op.Types())
	}
	for _, name := range op.Types() {
		o, err := op.New(name)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := op.TypeOf(o); err != nil || back != name {
			t.Errorf("%s became %s, %v", name, back, err)
		}
	}
	if _, err := op.New("source"); err == nil {
		t.Error("there is an operation source")
	}
}
