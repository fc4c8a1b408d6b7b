package kernel

import (
	"context"
	"fmt"
	"strings"

	"github.com/lazycell/lazycell/kernel/cell"
	"github.com/lazycell/lazycell/kernel/magic"
)

// test runs tests of cells; unit is the cell that asks for it, nil when it holds no Go code.
func (e *engine) test(ctx context.Context, unit *cell.Unit, t *magic.Test) *failure {
	tests, benchmarks := e.compiler.Tests(nil)
	flags := t.Flags
	if len(flags) == 0 {
		flags = []string{"-test.v"}
		if unit != nil {
			if own, ownMarks := e.compiler.Tests(unit); len(own)+len(ownMarks) > 0 {
				tests, benchmarks = own, ownMarks
			}
		}
		if len(benchmarks) > 0 && unit != nil {
			flags = append(flags, "-test.bench=.")
		}
	}
	if len(tests)+len(benchmarks) == 0 {
		return (&failure{Name: "CommandError", Value: "%test: no cell has declared a test: func TestSomething(t *testing.T), or func BenchmarkSomething(b *testing.B)"}).done()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "import lc_tests %q\nlc_tests.Run([]string{", testsPackage)
	for _, f := range flags {
		fmt.Fprintf(&b, "%q, ", f)
	}
	b.WriteString("}, []lc_tests.Test{")
	for _, name := range tests {
		fmt.Fprintf(&b, "{%q, %s}, ", name, name)
	}
	b.WriteString("}, []lc_tests.Benchmark{")
	for _, name := range benchmarks {
		fmt.Fprintf(&b, "{%q, %s}, ", name, name)
	}
	b.WriteString("})")
	return e.aside(ctx, b.String())
}
