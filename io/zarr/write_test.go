package zarr

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/io/zarr/meta"
	"github.com/lazycell/lazycell/io/zarr/storage"
)

// python is the interpreter with zarr-python and anndata.
func python(t *testing.T) string {
	t.Helper()
	if p := os.Getenv("LAZYCELL_PYTHON"); p != "" {
		return p
	}
	p, err := filepath.Abs("../../.venv/bin/python")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(p); err != nil {
		t.Fatalf("no Python at %s: type `make setup` at the top of the repository, or set LAZYCELL_PYTHON", p)
	}
	return p
}

func newTestTree(t *testing.T, format int) *tree {
	t.Helper()
	dir, err := storage.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dir.Close() })
	tr, err := newTree(dir, format)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func addArray(t *testing.T, tr *tree, name string, spec meta.Spec) *grid {
	t.Helper()
	if err := tr.makeArray(name, spec); err != nil {
		t.Fatal(err)
	}
	n, err := tr.find(name)
	if err != nil {
		t.Fatal(err)
	}
	return tr.grid(n)
}

var numericNames = []string{"bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64", "complex128"}

// fixtureValues makes the slice that make.py's functions would.
func fixtureValues(name string, n int) any {
	switch name {
	case "bool":
		return typed[bool](name, n)
	case "int8":
		return typed[int8](name, n)
	case "int16":
		return typed[int16](name, n)
	case "int32":
		return typed[int32](name, n)
	case "int64":
		return typed[int64](name, n)
	case "uint8":
		return typed[uint8](name, n)
	case "uint16":
		return typed[uint16](name, n)
	case "uint32":
		return typed[uint32](name, n)
	case "uint64":
		return typed[uint64](name, n)
	case "float32":
		return typed[float32](name, n)
	case "float64":
		return typed[float64](name, n)
	case "complex128":
		return typed[complex128](name, n)
	}
	return typed[string](name, n)
}

func typed[T any](name string, n int) []T {
	out := make([]T, n)
	for i := range out {
		out[i] = element(name, i).(T)
	}
	return out
}

// TestPythonReadsWritten writes every type, compression and rank, and has zarr-python read them.
func TestPythonReadsWritten(t *testing.T) {
	for _, format := range []int{2, 3} {
		t.Run(fmt.Sprint("v", format), func(t *testing.T) {
			tr := newTestTree(t, format)
			arrays := 0
			put := func(label, name, compression string, shape, chunks []int) {
				dt, err := meta.ParseType(name)
				if err != nil {
					t.Fatal(err)
				}
				g := addArray(t, tr, label, meta.Spec{Shape: shape, Chunks: chunks, Type: dt, Compression: compression, Level: 1})
				data := fixtureValues(name, product(shape))
				if strings.HasSuffix(label, "-zeros") {
					data = make([]float64, product(shape))
				}
				if err := g.write(context.Background(), make([]int, len(shape)), shape, data); err != nil {
					t.Fatal(err)
				}
				arrays++
			}
			for _, name := range append(numericNames, "string") {
				put(name, name, "zstd", []int{5, 7}, []int{2, 3})
				put(name+"-scalar", name, "zstd", []int{}, []int{})
				put(name+"-empty", name, "", []int{0, 4}, []int{1, 4})
			}
			compressions := []string{"", "gzip", "zstd"}
			if format == 2 {
				compressions = append(compressions, "zlib", "lz4")
			}
			for _, c := range compressions {
				put("float64-with-"+c, "float64", c, []int{100, 70}, []int{30, 70})
				put("string-with-"+c, "string", c, []int{100}, []int{30})
				put("int32-cube-"+c, "int32", c, []int{6, 5, 4}, []int{4, 2, 3})
			}
			put("float64-zeros", "float64", "zstd", []int{9, 9}, []int{4, 4})
			if there, err := tr.dir.Has("float64-zeros/c/0/0"); err != nil || there {
				t.Errorf("a chunk of fill values was stored (%v)", err)
			}
			if err := tr.makeGroup("deep"); err != nil {
				t.Fatal(err)
			}
			if err := tr.makeGroup("deep/er"); err != nil {
				t.Fatal(err)
			}
			attrs := map[string]any{"text": "é", "yes": true, "whole": 3, "real": 0.5, "list": []string{"a", "b"}, "none": nil}
			if err := tr.setAttributes("deep/er", attrs); err != nil {
				t.Fatal(err)
			}
			if err := tr.consolidate(); err != nil {
				t.Fatal(err)
			}
			script, err := filepath.Abs(fixtures + "check.py")
			if err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(python(t), script, tr.dir.(*storage.Dir).Path(), fmt.Sprint(format)).CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if got, want := strings.TrimSpace(string(out)), fmt.Sprint(2*arrays); got != want {
				t.Errorf("Python checked %s arrays, want %s", got, want)
			}
		})
	}
}

// TestWriteReadLaw: whatever boxes are written, in any order, a model array in memory holds the same.
func TestWriteReadLaw(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		folder, err := os.MkdirTemp("", "zarr-law-")
		if err != nil {
			rt.Fatal(err)
		}
		defer os.RemoveAll(folder)
		dir, err := storage.OpenDir(folder)
		if err != nil {
			rt.Fatal(err)
		}
		defer dir.Close()
		tr, err := newTree(dir, rapid.SampledFrom([]int{2, 3}).Draw(rt, "format"))
		if err != nil {
			rt.Fatal(err)
		}
		dims := rapid.IntRange(0, 3).Draw(rt, "dims")
		shape, chunks := make([]int, dims), make([]int, dims)
		for i := range dims {
			shape[i], chunks[i] = rapid.IntRange(0, 7).Draw(rt, "size"), rapid.IntRange(1, 5).Draw(rt, "chunk")
		}
		dt, err := meta.ParseType("int32")
		if err != nil {
			rt.Fatal(err)
		}
		if err := tr.makeArray("a", meta.Spec{Shape: shape, Chunks: chunks, Type: dt, Compression: "zstd"}); err != nil {
			rt.Fatal(err)
		}
		n, err := tr.find("a")
		if err != nil {
			rt.Fatal(err)
		}
		g := tr.grid(n)
		model := make([]int32, product(shape))
		box := func() (offset, size []int) {
			offset, size = make([]int, dims), make([]int, dims)
			for i, n := range shape {
				offset[i] = rapid.IntRange(0, n).Draw(rt, "offset")
				size[i] = rapid.IntRange(0, n-offset[i]).Draw(rt, "size")
			}
			return offset, size
		}
		for step := range rapid.IntRange(1, 4).Draw(rt, "writes") {
			offset, size := box()
			data := make([]int32, product(size))
			for i := range data {
				data[i] = int32(100*step + i)
			}
			if err := g.write(context.Background(), offset, size, data); err != nil {
				rt.Fatal(err)
			}
			copyBox(model, shape, offset, data, size, make([]int, dims), size)
		}
		offset, size := box()
		want := make([]int32, product(size))
		copyBox(want, size, make([]int, dims), model, shape, offset, size)
		got, err := g.read(context.Background(), offset, size)
		if err != nil {
			rt.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			rt.Fatalf("box at %v of %v in %v:\n%s", offset, size, shape, d)
		}
	})
}

// TestConcurrentPartialWrites writes single elements of the same chunks from many goroutines.
func TestConcurrentPartialWrites(t *testing.T) {
	tr := newTestTree(t, 3)
	dt, err := meta.ParseType("float64")
	if err != nil {
		t.Fatal(err)
	}
	g := addArray(t, tr, "x", meta.Spec{Shape: []int{64}, Chunks: []int{16}, Type: dt, Compression: "zstd"})
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			if err := g.write(context.Background(), []int{i}, []int{1}, []float64{float64(i)*0.5 - 8}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	got, err := g.read(context.Background(), []int{0}, []int{64})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(fixtureValues("float64", 64), got); d != "" {
		t.Error(d)
	}
}

func TestRefused(t *testing.T) {
	tr := newTestTree(t, 3)
	dt, err := meta.ParseType("float64")
	if err != nil {
		t.Fatal(err)
	}
	spec := meta.Spec{Shape: []int{4}, Chunks: []int{2}, Type: dt}
	g := addArray(t, tr, "x", spec)
	for name, c := range map[string]struct {
		run  func() error
		want string
	}{
		"outside":         {func() error { _, err := g.read(ctx, []int{3}, []int{2}); return err }, "outside the array's shape [4]"},
		"negative":        {func() error { _, err := g.read(ctx, []int{-1}, []int{2}); return err }, "outside the array's shape"},
		"axes":            {func() error { _, err := g.read(ctx, []int{0, 0}, []int{1, 1}); return err }, "one number per axis"},
		"type":            {func() error { return g.write(ctx, []int{0}, []int{2}, []float32{1, 2}) }, "values are []float32, the array's type is float64"},
		"count":           {func() error { return g.write(ctx, []int{0}, []int{2}, []float64{1}) }, "1 elements for a region of shape [2]"},
		"again":           {func() error { return tr.makeArray("x", spec) }, "file already exists"},
		"traversal":       {func() error { return tr.makeGroup("../up") }, "key refused"},
		"inner traversal": {func() error { return tr.makeGroup("a/../../up") }, "key refused"},
		"absolute":        {func() error { return tr.makeGroup("/etc") }, "key refused"},
		"reserved":        {func() error { return tr.makeGroup("a/zarr.json") }, "Zarr's own documents"},
		"find traversal":  {func() error { _, err := tr.find("a/.."); return err }, "key refused"},
		"compression":     {func() error { s := spec; s.Compression = "lzma"; return tr.makeArray("y", s) }, `compression "lzma"`},
		"absurd shape": {func() error {
			s := spec
			s.Shape = []int{1 << 62}
			return tr.makeArray("y", s)
		}, "invalid Zarr metadata"},
		"cancelled": {func() error {
			ctx, cancel := context.WithCancel(ctx)
			cancel()
			_, err := g.read(ctx, []int{0}, []int{4})
			return err
		}, "context canceled"},
	} {
		if err := c.run(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if _, err := tr.find("nothing"); !os.IsNotExist(err) && !strings.Contains(fmt.Sprint(err), fs.ErrNotExist.Error()) {
		t.Errorf("absent node: %v", err)
	}
}
