package cell_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestProgram writes a session as a program, runs it, and compares what it prints with what the cells did.
func TestProgram(t *testing.T) {
	c := newCompiler(t)
	s := &session{Compiler: c, host: startHost(t)}
	cells := []string{
		"import \"strings\"\ntype point struct{ x, y int }\nconst big = 1 << 40\nfunc (p point) sum() int { return p.x + p.y }",
		"p := point{1, 2}\nn, err := fmt.Sscan(\"7\", &p.x)\nfmt.Println(p.sum(), n, err, big)",
		"func init_x() { fmt.Println(\"init\") }\nvar list = []string{\"a\", \"b\"}\nvar zero, none int\nlabel:\nfor {\n\tbreak label\n}\nfmt.Println(strings.Join(list, \"+\"), zero, none)",
		"p := point{p.x + 1, 0}\nfmt.Println(p)",
		"defer fmt.Println(\"deferred\")\nfor i := range 2 {\n\tfmt.Print(i)\n}\nfunc main() { fmt.Println(\" main\") }",
		"v := must(strconv.Atoi(\"12\"))\nfmt.Println(v)\npanic(\"stops here\")\nfmt.Println(\"never\")",
		"os.Setenv(\"A\", \"b\")\nfmt.Println(os.Getenv(\"A\"))",
		"strings.ToUpper(\"shown\");",
	}
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
