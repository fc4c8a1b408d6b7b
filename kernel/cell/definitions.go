package cell

import (
	"fmt"
	"go/constant"
	"go/types"
	"sort"
	"strconv"
	"strings"
)

// Definition is a name that cells can use.
type Definition struct {
	Kind Kind
	Name string
	Text string // what it is: a type, a value, a signature, an import path
	Cell int    // the number of the cell that declares it
}

// Kind is what sort of thing a name stands for. Its value is the keyword that declares such a thing.
type Kind string

// The kinds of definitions, in the order in which they are listed.
const (
	Import   Kind = "import"
	Constant Kind = "const"
	Type     Kind = "type"
	Variable Kind = "var"
	Function Kind = "func"
)

// Definitions lists what cells have imported and declared, by kind and name.
func (c *Compiler) Definitions() []Definition {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []Definition
	for name, sym := range c.visible {
		if strings.HasPrefix(name, "lc_") {
			continue
		}
		d := Definition{Kind: sym.kind(), Name: name, Text: sym.describe()}
		if sym.pkg != nil {
			d.Cell = sym.pkg.number
		}
		out = append(out, d)
	}
	for _, path := range c.dotImports {
		out = append(out, Definition{Kind: Import, Name: ".", Text: path})
	}
	order := map[Kind]int{Import: 0, Constant: 1, Type: 2, Variable: 3, Function: 4}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if a.Kind != b.Kind {
			return order[a.Kind] < order[b.Kind]
		}
		return a.Name < b.Name || a.Name == b.Name && a.Text < b.Text
	})
	return out
}

func (s *symbol) kind() Kind {
	switch s.obj.(type) {
	case *types.Const:
		return Constant
	case *types.TypeName:
		return Type
	case *types.Var:
		return Variable
	case *types.Func:
		return Function
	}
	return Import
}

// describe says what a name is, in Go.
func (s *symbol) describe() string {
	short := func(t types.Type) string {
		return types.TypeString(t, func(p *types.Package) string {
			if p.Path() == cellPath {
				return ""
			}
			return p.Name()
		})
	}
	switch obj := s.obj.(type) {
	case *types.Const:
		text := obj.Val().ExactString()
		if obj.Val().Kind() == constant.String {
			text = obj.Val().String() // which is shortened
		}
		return text
	case *types.TypeName:
		return short(obj.Type().Underlying())
	case *types.Var:
		return short(obj.Type())
	case *types.Func:
		return short(obj.Type())
	}
	return strconv.Quote(s.path)
}

// Remove makes cells forget a name. ok is false when there is no such name.
func (c *Compiler) Remove(name string) (kind Kind, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	sym := c.visible[name]
	if sym == nil {
		return "", false
	}
	delete(c.visible, name)
	delete(c.functions, name)
	return sym.kind(), true
}

// Emptying is Go code that lets a variable go of what it holds; "" when there is nothing to let go, or when functions or
// pointers may still lead to it.
func (c *Compiler) Emptying(name string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	sym := c.visible[name]
	if sym == nil || sym.pkg == nil || sym.pinned || !heavy(sym.obj) {
		return ""
	}
	return fmt.Sprintf("func lc_empty[T interface{}](p *T) { var zero T; *p = zero }\nlc_empty(&%s)", name)
}

// Tests lists the test and benchmark functions that cells have declared; with a unit, those of that cell alone.
func (c *Compiler) Tests(u *Unit) (tests, benchmarks []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for name, sym := range c.visible {
		f, ok := sym.obj.(*types.Func)
		if !ok || sym.pkg == nil || u != nil && u.pkg != sym.pkg {
			continue
		}
		params := f.Signature().Params()
		if params.Len() != 1 || f.Signature().Results().Len() != 0 {
			continue
		}
		switch types.TypeString(params.At(0).Type(), nil) {
		case "*testing.T":
			if isTest(name, "Test") {
				tests = append(tests, name)
			}
		case "*testing.B":
			if isTest(name, "Benchmark") {
				benchmarks = append(benchmarks, name)
			}
		}
	}
	sort.Strings(tests)
	sort.Strings(benchmarks)
	return tests, benchmarks
}

// isTest reports whether go test would take a function of this name for a test.
func isTest(name, prefix string) bool {
	rest, ok := strings.CutPrefix(name, prefix)
	return ok && (rest == "" || rest[0] < 'a' || rest[0] > 'z')
}

// Declared is the text of a cell reduced to what it imports and declares: its functions, types and constants.
type Declared struct {
	Number int
	Source string // the whole cell
	Text   string
}

// Declarations lists what has been declared in this session, in the order in which cells ran first.
func (c *Compiler) Declarations() []Declared {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []Declared
	for _, u := range c.committed {
		lexemes, err := scan(u.source)
		if err != nil {
			continue
		}
		imports, funcs, others := declSpans(lexemes, len(u.source))
		spans := append(append([]span{}, imports...), others...)
		for _, sp := range funcs {
			if name := funcName(u.source[sp.start:sp.end]); name != "main" && name != "init" && !strings.HasPrefix(name, "init_") {
				spans = append(spans, sp)
			}
		}
		if text := only(u.source, spans); strings.TrimSpace(text) != "" {
			out = append(out, Declared{u.Number, u.source, text})
		}
	}
	return out
}

// funcName is the name of a function from its declaration; "" for a method.
func funcName(decl string) string {
	lexemes, err := scan(decl)
	if err != nil || len(lexemes) < 2 {
		return ""
	}
	return lexemes[1].lit
}
