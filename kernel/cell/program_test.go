package cell_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// sessions are written as programs by TestProgram.
var sessions = map[string][]string{
	"statements": {
		"import \"strings\"\ntype point struct{ x, y int }\nconst big = 1 << 40\nfunc (p point) sum() int { return p.x + p.y }",
		"p := point{1, 2}\nn, err := fmt.Sscan(\"7\", &p.x)\nfmt.Println(p.sum(), n, err, big)",
		"func init_x() { fmt.Println(\"init\") }\nvar list = []string{\"a\", \"b\"}\nvar zero, none int\nlabel:\nfor {\n\tbreak label\n}\nfmt.Println(strings.Join(list, \"+\"), zero, none)",
		"p := point{p.x + 1, 0}\nfmt.Println(p)",
		"defer fmt.Println(\"deferred\")\nfor i := range 2 {\n\tfmt.Print(i)\n}\nfunc main() { fmt.Println(\" main\") }",
		"v := must(strconv.Atoi(\"12\"))\nfmt.Println(v)\npanic(\"stops here\")\nfmt.Println(\"never\")",
		"os.Setenv(\"A\", \"b\")\nfmt.Println(os.Getenv(\"A\"))",
		"strings.ToUpper(\"shown\");",
	},
	"generics": {
		"type pair[K comparable, V any] struct {\n\tkey K\n\tvalue V\n}\nfunc (p pair[K, V]) String() string { return fmt.Sprintf(\"%v=%v\", p.key, p.value) }",
		"func apply[T, U any](list []T, f func(T) U) []U {\n\tvar out []U\n\tfor _, x := range list {\n\t\tout = append(out, f(x))\n\t}\n\treturn out\n}",
		"pairs := apply([]int{1, 2}, func(n int) pair[int, string] { return pair[int, string]{n, strings.Repeat(\"x\", n)} })",
		"for _, p := range pairs {\n\tfmt.Println(p)\n}",
	},
	"methods and interfaces": {
		"type shape interface{ area() float64 }\ntype square struct{ side float64 }",
		"func (s square) area() float64 { return s.side * s.side }\nvar s shape = square{3}",
		"type named struct {\n\tshape\n\tname string `json:\"name\"`\n}\nn := named{s, \"größe\"}",
		"fmt.Println(n.area(), n.name)\nswitch v := s.(type) {\ncase square:\n\tfmt.Println(\"square\", v.side)\n}",
		"func (s *square) grow() { s.side++ }\nq := square{1}\nq.grow()\nfmt.Println(q)",
	},
	"goroutines": {
		"import \"sync\"\nch := make(chan int)\nvar wg sync.WaitGroup\nvar mu sync.Mutex",
		"total := 0\nfor i := range 4 {\n\twg.Go(func() {\n\t\tmu.Lock()\n\t\tdefer mu.Unlock()\n\t\ttotal += i\n\t})\n}\nwg.Wait()\nfmt.Println(total)",
		"go func() {\n\tdefer close(ch)\n\tfor i := range 3 {\n\t\tch <- i\n\t}\n}()",
		"for v := range ch {\n\tfmt.Print(v, \" \")\n}\nfmt.Println()",
	},
	"imports and constants": {
		"import (\n\t\"os\"\n\tr \"math/rand/v2\"\n\t. \"strings\"\n)\nconst (\n\ta = iota\n\tb\n\tc\n)",
		"import \"gonum.org/v1/gonum/mat\"\nm := mat.NewDense(2, 2, []float64{1, 2, 3, 4})\nfmt.Println(mat.Sum(m), ToUpper(\"x\"), c)",
		"g := r.New(r.NewPCG(1, 2))\nfmt.Println(g.IntN(1000), len(os.Args) > 0)",
	},
	"an import with a dot that nothing uses": {
		"import . \"strings\"\nimport . \"math\"",
		"fmt.Println(Pi > 3)",
	},
	"closures and results": {
		"counter := func() func() int {\n\tn := 0\n\treturn func() int {\n\t\tn++\n\t\treturn n\n\t}\n}()",
		"counter()\nfmt.Println(counter())",
		"x, err := strconv.Atoi(\"5\")\nfmt.Println(x, err)\n_ = x",
		"func divide(a, b int) (q, r int, err error) {\n\tif b == 0 {\n\t\treturn 0, 0, errors.New(\"by zero\")\n\t}\n\treturn a / b, a % b, nil\n}",
		"q, rest, err := divide(7, 2)\nfmt.Println(q, rest, err)\nif _, _, err := divide(1, 0); err != nil {\n\tfmt.Println(err)\n}",
	},
}

// TestProgram writes sessions as programs, runs them, and compares what they print with what the cells did.
func TestProgram(t *testing.T) {
	c := newCompiler(t)
	s := &session{Compiler: c, host: startHost(t)}
	for name, cells := range sessions {
		t.Run(name, func(t *testing.T) {
			if err := c.Reset(); err != nil {
				t.Fatal(err)
			}
			checkProgram(t, s, cells)
		})
	}
}

func checkProgram(t *testing.T, s *session, cells []string) {
	t.Helper()
	c := s.Compiler
	var printed strings.Builder
	for _, source := range cells {
		out, u := s.execute(source)
		if u == nil {
			t.Fatalf("%s\n%s", source, out)
		}
		for _, line := range strings.SplitAfter(out, "\n") {
			if !strings.HasPrefix(line, "=>") && !strings.HasPrefix(line, "panic after") {
				printed.WriteString(line)
			}
		}
	}
	text, notes, err := c.Program(context.Background())
	if err != nil || len(notes) > 0 {
		t.Fatalf("error %v, notes %q\n%s", err, notes, text)
	}
	dir := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(c.ModuleDir(), name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), data, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "run", "-mod=mod", ".")
	cmd.Dir = dir
	got, err := cmd.CombinedOutput()
	if err != nil || string(got) != printed.String() {
		t.Errorf("%v: the program prints\n%s\nthe cells printed\n%s\nprogram:\n%s", err, got, printed.String(), text)
	}
}

// TestNoProgram covers sessions that make no program, and those that make one with a difference.
func TestNoProgram(t *testing.T) {
	c := newCompiler(t)
	for _, test := range []struct {
		name  string
		cells []string
		err   string
		note  string
	}{
		{"two types", []string{"x := 1", "x := \"a\""}, "x is of type string in Cell [2] and was int before", ""},
		{"two packages", []string{"import r \"math/rand\"\nr.Int()", "import r \"strings\"\nr.ToUpper(\"\")"}, "a program has one import of a name", ""},
		{"declared again", []string{"func f() int { return 1 }\nf()", "func f() int { return 2 }\nf()"}, "", "f of Cell [2] stands for that of Cell [1]"},
		{"two kinds", []string{"x := 1", "func x() {}"}, "does not make a program that builds", ""},
		{"embedded", []string{"//go:embed testdata/embed/a.txt\nvar text string"}, "embeds files", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := c.Reset(); err != nil {
				t.Fatal(err)
			}
			for i, source := range test.cells {
				u, err := c.Compile(context.Background(), i+1, source)
				if err != nil {
					t.Fatal(err)
				}
				c.Commit(u, -1)
			}
			_, notes, err := c.Program(context.Background())
			if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
				t.Errorf("error %v, want %q", err, test.err)
			}
			if test.note != "" && (len(notes) != 1 || !strings.Contains(notes[0], test.note)) {
				t.Errorf("notes %q, want %q", notes, test.note)
			}
		})
	}
}
