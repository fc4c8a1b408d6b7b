package cell_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/kernel/cell"
)

// onPage runs a program for a page in node, as Go's own tests do, and returns what it prints.
func onPage(t *testing.T, program string, args ...string) string {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec_node.js")
	cmd := exec.Command("node", append([]string{script, program}, args...)...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH")}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("run the program: %v", err)
	}
	return string(out)
}

// TestPage builds programs for pages behind some cells and runs them.
func TestPage(t *testing.T) {
	c := newCompiler(t)
	commit := func(number int, source string) {
		t.Helper()
		u, err := c.Compile(context.Background(), number, source)
		if err != nil {
			t.Fatal(err)
		}
		c.Commit(u, -1)
	}
	commit(1, "import (\"strings\"; r \"math/rand/v2\")\ntype point struct{ x, y int }\nfunc (p point) sum() int { return p.x + p.y }\nfunc unused() int { return r.Int() }")
	commit(2, "import \"os/exec\"\nvar start = 40\nvar never = exec.Command(\"x\")\nconst (\n\tzero = iota\n\tone\n)\npath := \"a local name\"")
	commit(3, "func (p *point) move(n int) { p.x += n }\nfunc shout(s string) string { return strings.ToUpper(s) + strings.Repeat(\"!\", one) }")
	commit(4, "func shout(s string) string { return strings.ToUpper(s) + strings.Repeat(\"?\", one+one) }")
	out := filepath.Join(t.TempDir(), "a program.wasm")
	for _, test := range []struct {
		name, source string
		mainLine     int
		args         []string
		want         string
	}{
		{"what cells declare", "p := point{start, one}\np.move(1)\nfmt.Println(p.sum(), shout(\"hey\"))", 0, nil, "42 HEY??\n"},
		{"imports of its own, one of them not used", "import (\n\t\"syscall/js\"\n\t\"os\"\n)\nfmt.Println(js.Global().Get(\"Object\").Type())", 0, nil, "function\n"},
		{"flags", "var x = flag.Int(\"x\", 1, \"\")\n\nfmt.Println(*x, len(os.Args))", 2, []string{"--x=7"}, "7 2\n"},
		{"a main function", "import \"fmt\"\nfunc main() { fmt.Println(GonbWasmUrl) }", 0, nil, "/files/x\n"},
		{"its own variables", "a := 2\nvar b = a + 1\nfunc() { b++ }()\na, b", 0, nil, "2 4\n"},
		{"what an earlier program declares", "func twice(n int) int { return 2 * n }\nfmt.Println(twice(1))", 0, nil, "2\n"},
		{"and a later one uses", "fmt.Println(twice(21), must(strconv.Atoi(\"3\")))", 0, nil, "42 3\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			page := cell.Page{Number: 9, Text: test.source, MainLine: test.mainLine, Constants: map[string]string{"GonbWasmUrl": "/files/x"}}
			if err := c.BuildPage(context.Background(), page, out); err != nil {
				t.Fatal(err)
			}
			if got := onPage(t, out, test.args...); got != test.want {
				t.Errorf("it prints %q, want %q", got, test.want)
			}
		})
	}
	for _, test := range []struct {
		source string
		want   []string
	}{
		{"x := 1\ny := nothing + x\n_ = y", []string{"Cell [9], line 2: undefined: nothing", "    y := nothing + x", "         ^"}},
		{"x := ", []string{"Cell [9], line 1: "}},
		{"func main() {}\nfmt.Println(1)", []string{"func main() and statements beside it"}},
	} {
		err := c.BuildPage(context.Background(), cell.Page{Number: 9, Text: test.source}, out)
		var fault *cell.Error
		if !errors.As(err, &fault) {
			t.Errorf("%s: error %v, want a fault of the cell", test.source, err)
			continue
		}
		for i, want := range test.want {
			if got := fault.Traceback(nil); i >= len(got) || !strings.Contains(got[i], want) {
				t.Errorf("%s: it says %q, want %q", test.source, got, test.want)
			}
		}
	}
}
