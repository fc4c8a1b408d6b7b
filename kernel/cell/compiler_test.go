package cell_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/kernel/cell"
)

// TestReuse checks when the same source is not built again.
func TestReuse(t *testing.T) {
	s := &session{Compiler: newCompiler(t), host: startHost(t)}
	run := func(source string) *cell.Unit {
		t.Helper()
		out, u := s.execute(source)
		if u == nil || strings.Contains(out, "error") || strings.Contains(out, "panic") {
			t.Fatalf("%s: %s", source, out)
		}
		return u
	}
	x := run("x := []int{1}")
	useX := run("y := x")
	f := run("func f() int { return len(x) }")
	again := run("x := []int{1}")
	if again.Plugin != x.Plugin || again.Number != 4 || again.Source != 1 {
		t.Errorf("an unchanged cell: %+v, want the plugin of cell 1", again)
	}
	if u := run("y := x"); u.Plugin != useX.Plugin {
		t.Error("a cell whose variables are the same was built again")
	}
	if u := run("func f() int { return len(x) }"); u.Plugin != f.Plugin {
		t.Error("a cell whose function is the same was built again")
	}
	run("x := []int{2, 3}")
	if u := run("y := x"); u.Plugin == useX.Plugin {
		t.Error("a cell that uses a new variable was not built again")
	}
	if u := run("func f() int { return len(x) }"); u.Plugin == f.Plugin {
		t.Error("a function that uses a new variable was not built again")
	}
	if u := run("// nothing\nimport \"os\""); u.Plugin != "" {
		t.Errorf("an import has the plugin %s, want none", u.Plugin)
	}
}

// TestReset checks that a new session knows no names, and can have the same cell numbers.
func TestReset(t *testing.T) {
	c := newCompiler(t)
	ctx := context.Background()
	u, err := c.Compile(ctx, 1, "x := 1")
	if err != nil {
		t.Fatal(err)
	}
	c.Commit(u, -1)
	if _, err := c.Compile(ctx, 2, "x + 1"); err != nil {
		t.Fatal(err)
	}
	if err := c.Reset(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(u.Plugin); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the plugin of the last session: %v, want it removed", err)
	}
	var e *cell.Error
	if _, err := c.Compile(ctx, 2, "x + 1"); !errors.As(err, &e) || e.Error() != "Cell [2], line 1: undefined: x" {
		t.Errorf("error %v, want x undefined", err)
	}
	if u, err = c.Compile(ctx, 1, "x := 2"); err != nil {
		t.Fatal(err)
	}
	h := startHost(t)
	if a, err := h.run(u.Plugin); err != nil || a.Error != "" || a.Steps != 1 {
		t.Errorf("answer %+v, %v", a, err)
	}
}

// TestUncommitted checks that a cell which was compiled but not committed has changed nothing.
func TestUncommitted(t *testing.T) {
	c := newCompiler(t)
	ctx := context.Background()
	if _, err := c.Compile(ctx, 1, "x := 1\nfunc f() {}\ntype T struct{ a int }\nimport o \"os\""); err != nil {
		t.Fatal(err)
	}
	for _, source := range []string{"x", "f()", "T{}", "o.Args"} {
		if _, err := c.Compile(ctx, 2, source); err == nil {
			t.Errorf("%s compiles, want an error", source)
		}
	}
}

// TestCancel checks that a cancelled compilation is told from a faulty cell.
func TestCancel(t *testing.T) {
	c := newCompiler(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.Compile(ctx, 1, "x := 1"); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	if _, err := c.Compile(context.Background(), 1, "x := 1"); err != nil {
		t.Errorf("compiling after a cancelled one: %v", err)
	}
}

func TestNewErrors(t *testing.T) {
	cases := []struct {
		name   string
		config cell.Config
		want   string
	}{
		{"no module", cell.Config{Dir: t.TempDir(), ModuleDir: t.TempDir()}, "find the lazycell module"},
		{"no go", cell.Config{Dir: t.TempDir(), ModuleDir: moduleDir, GoCmd: "no-such-go"}, "install Go"},
		{"no directory", cell.Config{Dir: t.TempDir() + "/missing", ModuleDir: moduleDir}, "write the session's module"},
	}
	for _, c := range cases {
		if _, err := cell.New(context.Background(), c.config); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
}

// TestWarm checks that packages can be made ready, and that a missing one is named.
func TestWarm(t *testing.T) {
	c := newCompiler(t)
	if err := c.Warm(context.Background(), "strings", "gonum.org/v1/gonum/mat"); err != nil {
		t.Error(err)
	}
	if err := c.Warm(context.Background(), "no/such/package"); err == nil || !strings.Contains(err.Error(), "no/such/package") {
		t.Errorf("error %v, want the missing package named", err)
	}
}

// TestOddDirectory checks that a build directory may have an odd name.
func TestOddDirectory(t *testing.T) {
	dir := t.TempDir() + "/it's a [dir] of ü x=y"
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	c, err := cell.New(context.Background(), cell.Config{Dir: dir, ModuleDir: moduleDir})
	if err != nil {
		t.Fatal(err)
	}
	s := &session{Compiler: c, host: startHost(t)}
	s.execute("import \"fmt\"\nx := 1")
	if out, _ := s.execute("fmt.Println(x)\n\npanic(1)"); out != "1\npanic after 1 statements: 1 (Cell [2], line 3)\n" {
		t.Errorf("output %q", out)
	}
}
