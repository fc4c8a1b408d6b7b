package cell_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/lazycell/lazycell/kernel/cell"
	"github.com/lazycell/lazycell/kernel/cell/thin"
)

// TestThin checks which cells are linked to what the session has, and that it makes no difference to what they do.
func TestThin(t *testing.T) {
	if !thin.Possible() {
		t.Skip("cells are linked with all that they import on this system, and by this version of Go")
	}
	s := &session{Compiler: newCompiler(t), host: startHost(t)}
	for _, c := range []struct {
		source, want string
		thin         bool
	}{
		{"import \"fmt\"\nfmt.Println(1)", "1\n", true},
		{"type pair struct{ a, b int }\nfunc (p pair) Sum() int { return p.a + p.b }\np := pair{1, 2}\np.Sum()", "=> int 3\n", true},
		{"var s fmt.Stringer\nm := map[pair][]pair{p: {p}}\nm[p][0].Sum()", "=> int 3\n", true},
		{"import \"container/ring\"\nring.New(3).Len()", "=> int 3\n", false}, // the host lacks it
		{"ring.New(4).Move(2).Unlink(1).Len()", "=> int 1\n", true},
		{"p = pair{3, 4}\nfunc twice() int { return 2 * p.Sum() }\ntwice()", "=> int 14\n", true},
		{"func list[T any](t ...T) []T { return t }\nlist(p, p)", "=> []main.pair [{a:3 b:4} {a:3 b:4}]\n", true},
		{"panic(p.Sum())", "panic after 0 statements: 7 (Cell [8], line 1)\n", true},
		{"func deep(n int) int { if n == 0 { return p.a }; return deep(n-1) }\ndeep(1000000)", "=> int 3\n", true},
		{"import \"runtime\"\nvar keep [][]*pair\nfor i := range 1000 { keep = append(keep, []*pair{{i, i}}); if i%100 == 0 { runtime.GC() } }\nkeep[999][0].Sum()", "=> int 1998\n", true},
		{"runtime.GC()\nkeep[998][0].Sum()", "=> int 1996\n", true},
	} {
		got, u := s.execute(c.source)
		if got != c.want {
			t.Errorf("%s:\n%s, want %s", c.source, got, c.want)
		}
		if u == nil || u.Thin != c.thin {
			t.Errorf("%s:\n%+v, want thin %t", c.source, u, c.thin)
		}
	}
	info, err := os.Stat(s.plugin("keep[997][0].Sum()"))
	if err != nil || info.Size() > 100<<10 {
		t.Errorf("a small plugin: %v, %v, want a few kilobytes", info, err)
	}
	s.LinkWhole()
	if got, u := s.execute("p.Sum() + 1"); got != "=> int 8\n" || u.Thin {
		t.Errorf("linked whole: %s, %+v", got, u)
	}
	s.SetBuildFlags([]string{"-ldflags=-X main.none=1"})
	if got, u := s.execute("p.Sum() + 2"); got != "=> int 9\n" || u.Thin {
		t.Errorf("with flags for the linker: %s, %+v", got, u)
	}
}

// plugin compiles a cell and returns its plugin.
func (s *session) plugin(source string) string {
	s.count++
	u, err := s.Compile(context.Background(), s.count, source)
	if err != nil {
		return ""
	}
	return u.Plugin
}

// TestWhole runs notebooks whose cells are linked with all that they import, as where thin can't be.
func TestWhole(t *testing.T) {
	c, err := cell.New(context.Background(), cell.Config{Dir: t.TempDir(), ModuleDir: moduleDir})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"methods", "panics", "generics"} {
		t.Run(name, func(t *testing.T) {
			if err := c.Reset(); err != nil {
				t.Fatal(err)
			}
			runCase(t, &session{Compiler: c, host: startHost(t)}, filepath.Join("testdata", "cases", name+".txtar"))
		})
	}
}
