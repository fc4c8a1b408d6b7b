package magic

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	cases := []struct {
		name, source string
		commands     []string // name and arguments, or the shell line
		goCode, body string
	}{
		{"go only", "x := 1\nx", nil, "x := 1\nx", ""},
		{"body", "func f() {}\n%%\nf()", []string{"%%"}, "func f() {}\n\nf()", ""},
		{"body with arguments", "%% -n 3 \"a b\"\nf()", []string{"%%|-n|3|a b"}, "\nf()", ""},
		{"several", "%env A 1\n!ls -l\n!*go env\nx := 1", []string{"%env|A|1", "!ls -l", "!*go env"}, "\n\n\nx := 1", ""},
		{"continued", "!ls \\\n  -l \\\n  /tmp\nx", []string{"!ls  -l  /tmp"}, "\n\n\nx", ""},
		{"in a comment", "//gonb:%cd /tmp\nx", []string{"%cd|/tmp"}, "\nx", ""},
		{"space after %", "% cd /tmp", []string{"%cd|/tmp"}, "", ""},
		{"quotes", `%env A "a \"b\" \\"`, []string{`%env|A|a "b" \`}, "", ""},
		{"empty word", `%env A ""`, []string{"%env|A|"}, "", ""},
		{"raw string", "s := `\n%cd\n!ls\n`\n!ls", []string{"!ls"}, "s := `\n%cd\n!ls\n`\n", ""},
		{"comment", "/*\n%cd\n*/\n// `\n!ls", []string{"!ls"}, "/*\n%cd\n*/\n// `\n", ""},
		{"quoted backquote", "a, b := \"`\", '`'\n!ls", []string{"!ls"}, "a, b := \"`\", '`'\n", ""},
		{"negation in brackets", "f(a,\n!b)", nil, "f(a,\n!b)", ""},
		{"negation after operator", "x := a &&\n!b", nil, "x := a &&\n!b", ""},
		{"after a block", "if a {\n}\n!ls", []string{"!ls"}, "if a {\n}\n", ""},
		{"script", "\n%%bash -e\necho 1\n!x\n", []string{"%%bash|-e"}, "", "echo 1\n!x\n"},
		{"file", "%%writefile -a x.txt\n%a", []string{"%%writefile|-a|x.txt"}, "", "%a"},
		{"windows lines", "%cd /tmp\r\nx\r\n", []string{"%cd|/tmp"}, "\nx\r\n", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := Parse(c.source)
			if err != nil {
				t.Fatal(err)
			}
			var commands []string
			for _, cmd := range got.Commands {
				if cmd.Shell != "" {
					commands = append(commands, cmd.Name+cmd.Shell)
				} else {
					commands = append(commands, strings.Join(append([]string{cmd.Name}, cmd.Args...), "|"))
				}
			}
			if diff := cmp.Diff(c.commands, commands); diff != "" {
				t.Errorf("commands (-want +got):\n%s", diff)
			}
			if got.Go != c.goCode || got.Body != c.body {
				t.Errorf("Go %q and body %q, want %q and %q", got.Go, got.Body, c.goCode, c.body)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	cases := []struct {
		source string
		line   int
		want   string
	}{
		{"x := 1\n%evn A 1", 2, "no command %evn; did you mean %env?"},
		{"%vers", 1, "did you mean %version?"},
		{"%quicksort", 1, "no command %quicksort; %help lists"},
		{"%%bush\nls", 1, "did you mean %%bash"},
		{"%", 1, "no command %;"},
		{"%%writefil x\n", 1, "did you mean %%writefile"},
		{`%env A "b`, 1, "is not closed"},
		{"X=17\n%%sh\necho $X", 2, "only stand on the first line"},
	}
	for _, c := range cases {
		t.Run(c.source, func(t *testing.T) {
			_, err := Parse(c.source)
			var e *Error
			if !errors.As(err, &e) || e.Line != c.line || !strings.Contains(e.Error(), c.want) {
				t.Errorf("error %v, want one on line %d with %q", err, c.line, c.want)
			}
		})
	}
}

// fakeHost keeps what commands do to it.
type fakeHost struct {
	Definitions
	Modules
	Widgets
	out, err bytes.Buffer
	markdown string
	env      []string
	dir      string
	temp     string
	args     []string
	resets   int
	captured io.WriteCloser
	asked    int
	typed    []string
	defined  []Definition
	flags    []string
}

func (h *fakeHost) Stdout() io.Writer                 { return &h.out }
func (h *fakeHost) Stderr() io.Writer                 { return &h.err }
func (h *fakeHost) Display(markdown, _ string)        { h.markdown = markdown }
func (h *fakeHost) HideInput()                        {}
func (h *fakeHost) PreparePage(context.Context) error { return nil }
func (h *fakeHost) Capture(w io.WriteCloser)          { h.captured = w }
func (h *fakeHost) Ask(ctx context.Context, _ string, password bool) (string, error) {
	if h.asked++; h.asked > len(h.typed) {
		<-ctx.Done()
		return "", ctx.Err()
	}
	return fmt.Sprintf("%s%v", h.typed[h.asked-1], map[bool]string{true: " hidden"}[password]), nil
}
func (h *fakeHost) List() []Definition { return h.defined }
func (h *fakeHost) Remove(_ context.Context, name string) (string, bool, error) {
	return "var", name == "x", nil
}
func (h *fakeHost) Restart(context.Context) error { h.resets += 100; return nil }
func (h *fakeHost) ResetModule() error            { h.resets += 10; return nil }
func (h *fakeHost) SetBuildFlags(flags []string) []string {
	h.flags = flags
	return slices.DeleteFunc(slices.Clone(flags), func(f string) bool { return f != "-cover" })
}
func (h *fakeHost) BuildFlags() []string { return h.flags }
func (h *fakeHost) Setenv(name, value string) error {
	h.env = append(h.env, name+"="+value)
	return nil
}
func (h *fakeHost) Environ() []string           { return h.env }
func (h *fakeHost) Chdir(dir string) error      { h.dir = dir; return nil }
func (h *fakeHost) Dir() string                 { return h.dir }
func (h *fakeHost) TempDir() string             { return h.temp }
func (h *fakeHost) SetArgs(args []string) error { h.args = args; return nil }
func (h *fakeHost) Args() []string              { return h.args }
func (h *fakeHost) Reset(context.Context) error { h.resets++; return nil }
func (h *fakeHost) Version() string             { return "lazycell test" }

func newHost(t *testing.T) *fakeHost {
	t.Helper()
	return &fakeHost{dir: t.TempDir(), temp: t.TempDir(), env: []string{"PATH=" + os.Getenv("PATH"), "HOME=/home/someone"}}
}

func runCell(t *testing.T, h Host, source string) error {
	t.Helper()
	c, err := Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	return c.Run(context.Background(), h)
}

func TestRun(t *testing.T) {
	cases := []struct{ name, source, out, stderr string }{
		{"set and use a variable", "%env GREETING \"hello you\"\n!echo $GREETING", "Set: GREETING=\"hello you\"\nhello you\n", ""},
		{"set by sign", "%env A=b=c\n%env A", "Set: A=\"b=c\"\nb=c\n", ""},
		{"version", "%version", "lazycell test\n", ""},
		{"reset", "%reset", "All definitions and values are forgotten.\n", ""},
		{"reset go.mod", "%reset go.mod", "go.mod is what it was at the start.\n", ""},
		{"remove", "%rm x y", ". removed var x\n", ". key \"y\" not found in any definition, not removed\n"},
		{"build flags", "%goflags -gcflags=-m\n%goflags \"\"\n%goflags", "%goflags=[\"-gcflags=-m\"]\n%goflags=[]\n%goflags=[]\n", ""},
		{"both streams", "!echo a; echo b >&2", "a\n", "b\n"},
		{"failing line", "!exit 3\n!echo on", "on\n", "exit status 3\n"},
		{"empty line", "!", "", ""},
		{"bash", "%%bash\nfor i in 1 2; do echo $i; done", "1\n2\n", ""},
		{"script", "%%script cat -n\nx", "     1\tx\n", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h := newHost(t)
			if err := runCell(t, h, c.source); err != nil {
				t.Fatal(err)
			}
			if h.out.String() != c.out || h.err.String() != c.stderr {
				t.Errorf("stdout %q, stderr %q; want %q, %q", h.out.String(), h.err.String(), c.out, c.stderr)
			}
		})
	}
}

func TestDirectories(t *testing.T) {
	h := newHost(t)
	other := t.TempDir()
	h.env = append(h.env, "OTHER="+other)
	if err := runCell(t, h, "!*pwd\n%cd $OTHER\n!pwd\n%cd"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{h.temp + "\n", "Changed directory to \"" + other, "\n" + other + "\n", "Current directory: \"" + other} {
		if !strings.Contains(h.out.String(), want) {
			t.Errorf("output %q lacks %q", h.out.String(), want)
		}
	}
}

func TestWritefile(t *testing.T) {
	h := newHost(t)
	if err := runCell(t, h, "%%writefile a.txt\none"); err != nil {
		t.Fatal(err)
	}
	if err := runCell(t, h, "%%writefile -a a.txt\ntwo\n"); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(h.dir, "a.txt"))
	if err != nil || string(got) != "one\ntwo\n" {
		t.Errorf("file %q, %v", got, err)
	}
}

func TestArguments(t *testing.T) {
	h := newHost(t)
	for _, c := range []struct {
		source string
		want   []string
	}{{"%% -a b", []string{"-a", "b"}}, {"%%\n", []string{"-a", "b"}}, {"%args x", []string{"x"}}, {"%main y z", []string{"y", "z"}}, {"%args", nil}} {
		if err := runCell(t, h, c.source); err != nil {
			t.Fatal(err)
		}
		if len(h.args) != len(c.want) || len(c.want) > 0 && !cmp.Equal(h.args, c.want) {
			t.Errorf("%s: arguments %q, want %q", c.source, h.args, c.want)
		}
	}
}

func TestRunErrors(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{"%cd a b", "one directory"},
		{"%cd $NOWHERE_AT_ALL", "NOWHERE_AT_ALL is not set"},
		{"%env A B C", "a name and a value"},
		{"%env NONE_SUCH", "is not set"},
		{"%env \"=x\" y", "cannot be the name"},
		{"%%writefile\nx", "takes one path"},
		{"%%writefile /nowhere/at/all\nx", "no such file"},
		{"%%script\nx", "needs a command"},
		{"%%script no-such-command\nx", "no-such-command"},
		{"%%bash\nexit 4", "exit status 4"},
		{"%exec", "needs the name of a function"},
		{"%wasm x", "line of its own"},
		{"%reset all", "nothing, or go.mod"},
		{"%rm", "needs the names"},
		{"%capture", "takes one path"},
		{"%capture /nowhere/at/all", "no such file"},
		{"%save", "takes one path"},
		{"%save notes.txt", "of a Go file"},
		{"%goget", "needs a package"},
		{"%time x", "line of its own"},
	} {
		t.Run(c.source, func(t *testing.T) {
			err := runCell(t, newHost(t), c.source)
			var e *Error
			if !errors.As(err, &e) || e.Line != 1 || !strings.Contains(e.Error(), c.want) {
				t.Errorf("error %v, want one on line 1 with %q", err, c.want)
			}
		})
	}
}

func TestExec(t *testing.T) {
	for _, c := range []struct {
		source, code string
		mainLine     int
	}{
		{"%exec f -x=1", "f()", -1},
		{"func f() {}\n\n%exec f -x=1\n", "func f() {}\n\nf()\n", 2},
		{"%exec f -x=1\nfunc f() {}", "\nfunc f() {}\nf()", 2},
	} {
		cell, err := Parse(c.source)
		if err != nil {
			t.Fatal(err)
		}
		h := newHost(t)
		if err := cell.Run(context.Background(), h); err != nil {
			t.Fatal(err)
		}
		if cell.Go != c.code || cell.MainLine != c.mainLine || !cmp.Equal(h.args, []string{"-x=1"}) {
			t.Errorf("%q: code %q, main line %d, arguments %q", c.source, cell.Go, cell.MainLine, h.args)
		}
	}
}

func TestInputs(t *testing.T) {
	h := newHost(t)
	h.typed = []string{"one", "two", "secret"}
	err := runCell(t, h, "%with_inputs\n!read a; read b; echo \"$a, $b\"\n%with_password\n!read p; echo \"$p\"\n!cat")
	if err != nil {
		t.Fatal(err)
	}
	if want := "one, two\nsecret hidden\n"; h.out.String() != want {
		t.Errorf("output %q, want %q", h.out.String(), want)
	}
}

func TestList(t *testing.T) {
	h := newHost(t)
	h.defined = []Definition{{"import", "fmt", `"fmt"`}, {"type", "pt", "struct{x int `json:\"x\"`}"}, {"func", "f", "func()"}}
	if err := runCell(t, h, "%ls"); err != nil {
		t.Fatal(err)
	}
	want := "#### Imports\n\n- `fmt` `\"fmt\"`\n\n#### Types\n\n- `pt` `` struct{x int `json:\"x\"`} ``\n\n#### Functions\n\n- `f` `func()`\n"
	if diff := cmp.Diff(want, h.markdown); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
}

func TestCapture(t *testing.T) {
	h := newHost(t)
	if err := runCell(t, h, "%capture a.txt"); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(h.captured, "x"); err != nil {
		t.Fatal(err)
	}
	if err := h.captured.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(h.dir, "a.txt")); err != nil || string(got) != "x" {
		t.Errorf("file %q, %v", got, err)
	}
}

func TestInterrupt(t *testing.T) {
	c, err := Parse("!sleep 60 & sleep 60; echo no")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	if err := c.Run(ctx, newHost(t)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want that of the context", err)
	}
	if d := time.Since(start); d > 10*time.Second {
		t.Errorf("took %v", d)
	}
}

func TestHelp(t *testing.T) {
	h := newHost(t)
	if err := runCell(t, h, "%help"); err != nil {
		t.Fatal(err)
	}
	for _, n := range Names() {
		if !strings.Contains(h.markdown, n) {
			t.Errorf("the help lacks %s", n)
		}
		if text, ok := Help(n); !ok || text == "" {
			t.Errorf("no help on %s", n)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("%%\nx")
	f.Add("s := `\n%a\n`\n!ls \\\n x")
	f.Fuzz(func(t *testing.T, source string) {
		c, err := Parse(source)
		if err == nil && c.Body == "" && len(c.Commands) == 0 && c.Go != source {
			t.Errorf("a cell without commands became %q", c.Go)
		}
	})
}
