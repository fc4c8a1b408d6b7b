package cell_test

import (
	"context"
	"testing"

	"github.com/lazycell/lazycell/kernel/cell"
)

// TestAssume checks what cells see that are compiled while another runs, and after that one has failed.
func TestAssume(t *testing.T) {
	c := newCompiler(t)
	ctx := context.Background()
	compile := func(number int, source string) *cell.Unit {
		t.Helper()
		u, err := c.Compile(ctx, number, source)
		if err != nil {
			t.Fatalf("%s: %v", source, err)
		}
		return u
	}
	fails := func(source string) {
		t.Helper()
		if _, err := c.Compile(ctx, 99, source); err == nil {
			t.Errorf("%s: compiled, want an error", source)
		}
	}
	c.Commit(compile(1, "x := 1\nfunc f() int { return 1 }\nvar early = 0"), -1)
	second := compile(2, "early := \"set\"\nx := \"two\"\ntype t struct{ a int }\nfunc f(s string) string { return s }")
	takeBack := c.Assume(second)
	compile(3, "y := f(x) + early\nv := t{1}.a")
	fails("x + 1")
	takeBack()
	for _, source := range []string{"y", "t{}", "x + \"\"", "f(\"\")"} {
		fails(source)
	}
	compile(4, "x + f() + early")
	c.Commit(second, 1) // its first statement has been completed
	compile(5, "w := t{a: x}\nearly + f(\"\")")
	takeBack = c.Assume(compile(7, "late := 1"))
	if err := c.Reset(); err != nil {
		t.Fatal(err)
	}
	takeBack() // finds nothing to take back
	fails("x")
	fails("late")
}
