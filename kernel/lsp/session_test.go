package lsp

import (
	"context"
	"io"
	"log"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/lazycell/lazycell/kernel/cell"
)

const moduleDir = "../.."

// sessionCells have run before the cells that the tests look at.
var sessionCells = []string{
	`import ("fmt"; "strings"; m "math"; "net/http")`,
	`// Point is a place in the plane.
//
// It has two coordinates.
type Point struct {
	X, Y float64 // where it is
	note string
}

// Norm is the distance from the origin.
func (p Point) Norm() float64 { return m.Hypot(p.X, p.Y) }

func (p *Point) label(s string) { p.note = s }

type base struct{ Depth int }

func (b *base) Dive() int { return b.Depth }

type Tree[T any] struct {
	base
	Left, Right *Tree[T]
	Value T
}

func (t *Tree[T]) Walk(f func(T)) {}`,
	`// scale makes a point larger.
func scale(p Point, by float64) (Point, error) { return Point{X: p.X * by, Y: p.Y * by}, nil }

// limit is as far as it goes.
const limit = 2.5`,
	`point := Point{X: 1}
points := map[string][]*Point{}
tree := &Tree[string]{}
größe := 3
replacer := strings.NewReplacer("a", "b")
header := http.Header{}
old := 1`,
	`type Gone struct { First int }
gone := Gone{}`,
	`type Gone struct { Second int }
old := "text"`,
	`import "os/signal"
import "io/fs"
info, _ := fs.Stat(nil, "")
_ = signal.Ignored`,
}

var compiler = sync.OnceValues(func() (*cell.Compiler, error) {
	dir, err := os.MkdirTemp("", "lazycell-lsp")
	if err != nil {
		return nil, err
	}
	tempDirs = append(tempDirs, dir)
	ctx := context.Background()
	c, err := cell.New(ctx, cell.Config{Dir: dir, ModuleDir: moduleDir})
	if err != nil {
		return nil, err
	}
	for i, text := range sessionCells {
		u, err := c.Compile(ctx, i+1, text)
		if err != nil {
			return nil, err
		}
		c.Commit(u, -1)
	}
	// So that nothing has to be built while a test waits.
	return c, c.Warm(ctx, "bufio", "sort", "encoding/json", "github.com/lazycell/lazycell/lazy")
})

var tempDirs []string

func TestMain(m *testing.M) {
	code := m.Run()
	if a := gopls1.assistant; a != nil {
		a.Close()
	}
	for _, dir := range tempDirs {
		_ = os.RemoveAll(dir)
	}
	os.Exit(code)
}

func session(t *testing.T) *cell.Compiler {
	t.Helper()
	c, err := compiler()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// withoutGopls is an Assistant that has only this process.
func withoutGopls(t *testing.T) *Assistant {
	t.Helper()
	c := session(t)
	a := New(Config{Dir: t.TempDir(), ModuleDir: moduleDir, Compiler: func(context.Context) *cell.Compiler { return c }, Log: log.New(io.Discard, "", 0)})
	a.gopls.absent = true
	t.Cleanup(a.Close)
	return a
}

// gopls1 is the Assistant with a gopls that all tests share.
var gopls1 struct {
	sync.Mutex
	assistant *Assistant
}

// withGopls is an Assistant whose gopls is ready.
func withGopls(t *testing.T) *Assistant {
	t.Helper()
	if FindGopls(t.Context(), "go", moduleDir) == "" {
		if os.Getenv("LAZYCELL_PYTHON") != "" {
			t.Fatal("gopls is missing: type `make setup-test` at the top of the repository")
		}
		t.Skip("gopls is not installed")
	}
	gopls1.Lock()
	defer gopls1.Unlock()
	if gopls1.assistant == nil {
		dir, err := os.MkdirTemp("", "lazycell-gopls")
		if err != nil {
			t.Fatal(err)
		}
		tempDirs = append(tempDirs, dir)
		c := session(t)
		gopls1.assistant = New(Config{Dir: dir, ModuleDir: moduleDir, Compiler: func(context.Context) *cell.Compiler { return c }})
	}
	waitForGopls(t, gopls1.assistant)
	return gopls1.assistant
}

// waitForGopls waits until gopls answers.
func waitForGopls(t *testing.T, a *Assistant) *server {
	t.Helper()
	v := newView(session(t).Look("x := 1"), a.kept)
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if s := a.gopls.ready(v, 0); s != nil {
			return s
		}
	}
	t.Fatal("gopls is not ready")
	return nil
}

// noneKept makes views import only what they need.
func noneKept() *kept {
	return &kept{known: func(string) bool { return false }}
}
