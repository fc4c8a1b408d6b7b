package cell_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/lazycell/lazycell/kernel/cell"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what the cells do into the case files")

const moduleDir = "../.."

// host is the process in which the plugins of a case run.
type host struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	answers *json.Decoder
}

type answer struct {
	Output, Error, Panic, Where, Stack string
	Result                             []string
	Steps                              int
}

var hostBinary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "lazycell-cell-host")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "host")
	if out, err := exec.Command("go", "build", "-o", path, "./testdata/host").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// goroot is where Go is installed, which messages name.
var goroot = sync.OnceValue(func() string {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		panic(err)
	}
	return strings.TrimSpace(string(out))
})

func TestMain(m *testing.M) {
	// The modules that this project requires are fetched now, and nothing after that: what isn't there must not depend on who answers for it.
	fetch := exec.Command("go", "mod", "download")
	fetch.Dir = moduleDir
	if out, err := fetch.CombinedOutput(); err != nil {
		panic(fmt.Sprintf("go mod download: %v: %s", err, out))
	}
	if err := os.Setenv("GOPROXY", "off"); err != nil {
		panic(err)
	}
	code := m.Run()
	if path, err := hostBinary(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

func startHost(t *testing.T) *host {
	t.Helper()
	path, err := hostBinary()
	if err != nil {
		t.Fatal(err)
	}
	h := &host{cmd: exec.Command(path)}
	h.cmd.Stderr = os.Stderr
	if h.in, err = h.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := h.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	h.answers = json.NewDecoder(bufio.NewReader(out))
	if err := h.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		h.in.Close()
		h.cmd.Wait()
	})
	return h
}

func (h *host) run(plugin string) (answer, error) {
	if _, err := fmt.Fprintln(h.in, plugin); err != nil {
		return answer{}, err
	}
	var a answer
	err := h.answers.Decode(&a)
	return a, err
}

// session compiles cells and runs them in a host.
type session struct {
	*cell.Compiler
	*host
	count int
}

// execute runs one cell and returns all that a user would see of it.
func (s *session) execute(source string) (string, *cell.Unit) {
	s.count++
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute) // a package may have to be built
	defer cancel()
	var b strings.Builder
	u, err := s.Compile(ctx, s.count, source)
	var ce *cell.Error
	if errors.As(err, &ce) {
		fmt.Fprintf(&b, "%s\n%s\n", ce.Name, strings.Join(ce.Traceback(nil), "\n"))
		return b.String(), nil
	}
	if err != nil {
		return "compiling failed: " + err.Error() + "\n", nil
	}
	for _, n := range u.Notes {
		fmt.Fprintf(&b, "note: %s\n", n)
	}
	if u.Plugin == "" {
		s.Commit(u, -1)
		return b.String(), u
	}
	a, err := s.run(u.Plugin)
	if err != nil {
		return "the host died: " + err.Error() + "\n", u
	}
	b.WriteString(a.Output)
	if len(a.Result) > 0 {
		fmt.Fprintf(&b, "=> %s\n", strings.Join(a.Result, ", "))
	}
	switch {
	case a.Error != "":
		fmt.Fprintf(&b, "error after %d statements: %s\n", a.Steps, a.Error)
	case a.Panic != "":
		fmt.Fprintf(&b, "panic after %d statements: %s (%s)\n", a.Steps, a.Panic, a.Where)
	default:
		a.Steps = -1
	}
	s.Commit(u, a.Steps)
	return b.String(), u
}

func newCompiler(t testing.TB) *cell.Compiler {
	t.Helper()
	dir, err := os.MkdirTemp("", "lazycell-cell-test")
	if err != nil {
		t.Fatal(err)
	}
	session, err := hostBinary()
	if err != nil {
		t.Fatal(err)
	}
	c, err := cell.New(context.Background(), cell.Config{Dir: dir, ModuleDir: moduleDir, Session: session})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return c
}

// TestCases runs the notebooks in testdata/cases: archives of cells, each followed by what is to be seen of it.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no case files: %v", err)
	}
	compilers := make(chan *cell.Compiler, 2)
	compilers <- newCompiler(t)
	compilers <- newCompiler(t)
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txtar"), func(t *testing.T) {
			t.Parallel()
			c := <-compilers
			defer func() { compilers <- c }()
			if err := c.Reset(); err != nil {
				t.Fatal(err)
			}
			runCase(t, &session{Compiler: c, host: startHost(t)}, f)
		})
	}
}

func runCase(t *testing.T, s *session, file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	ar := txtar.Parse(data)
	out := &txtar.Archive{Comment: ar.Comment}
	for i, f := range ar.Files {
		if f.Name != "cell" {
			continue
		}
		got, _ := s.execute(strings.TrimSuffix(string(f.Data), "\n"))
		got = strings.ReplaceAll(got, goroot(), "$GOROOT")
		out.Files = append(out.Files, f)
		if got != "" {
			out.Files = append(out.Files, txtar.File{Name: "want", Data: []byte(got)})
		}
		want := ""
		if i+1 < len(ar.Files) && ar.Files[i+1].Name == "want" {
			want = string(ar.Files[i+1].Data)
		}
		if diff := cmp.Diff(want, got); diff != "" && !*update {
			t.Errorf("cell %d (-want +got):\n%s\n%s", s.count, f.Data, diff)
		}
	}
	if new := txtar.Format(out); *update && !bytes.Equal(new, data) {
		if err := os.WriteFile(file, new, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
