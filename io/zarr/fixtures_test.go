package zarr

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lazycell/lazycell/io/zarr/storage"
)

const fixtures = "../../testdata/zarr/"

func openFixture(t *testing.T, name string) *tree {
	t.Helper()
	dir, err := storage.OpenDir(fixtures + name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dir.Close() })
	tr, err := openTree(dir)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func (t *tree) grid(n *node) *grid {
	return &grid{dir: t.dir, path: n.path, meta: n.meta, document: n.document, locks: t.locks}
}

// element is what testdata/zarr/make.py puts at place i of an array of a type.
func element(name string, i int) any {
	switch name {
	case "bool":
		return i%3 == 0
	case "int8":
		return int8(i%200 - 100)
	case "int16":
		return int16(i%200 - 100)
	case "int32":
		return int32(i%200 - 100)
	case "int64":
		return int64(i%200 - 100)
	case "uint8":
		return uint8(i % 200)
	case "uint16":
		return uint16(i % 200)
	case "uint32":
		return uint32(i % 200)
	case "uint64":
		return uint64(i % 200)
	case "float16", "float32":
		return float32(i)*0.5 - 8
	case "float64":
		return float64(i)*0.5 - 8
	case "complex64", "complex128":
		return complex(float64(i)*0.5, float64(-i))
	case "null_terminated_bytes":
		return fmt.Sprintf("a%d", i)
	}
	if i%4 == 0 {
		return ""
	}
	return fmt.Sprintf("é%d", i)
}

// partly holds the arrays of which only the first box was written.
var partly = map[string]struct {
	rows, columns int
	fill          any
}{
	"missing":      {2, 2, float32(math.NaN())},
	"sharded-part": {2, 3, int32(7)},
}

func TestArraysOfPython(t *testing.T) {
	for _, store := range []string{"v2.zarr", "v3.zarr"} {
		tr := openFixture(t, store)
		names, err := tr.children("")
		if err != nil {
			t.Fatal(err)
		}
		if len(names) < 25 {
			t.Fatalf("%s has only %d members: %v", store, len(names), names)
		}
		for _, name := range names {
			n, err := tr.find(name)
			if err != nil {
				t.Errorf("%s/%s: %v", store, name, err)
				continue
			}
			if n.meta == nil {
				continue
			}
			t.Run(store+"/"+name, func(t *testing.T) { checkArray(t, tr.grid(n), name) })
		}
	}
}

func checkArray(t *testing.T, g *grid, name string) {
	shape := g.meta.Shape
	zero := make([]int, len(shape))
	got, err := g.read(context.Background(), zero, shape)
	if err != nil {
		t.Fatal(err)
	}
	all := list(got)
	if len(all) != product(shape) {
		t.Fatalf("%d elements of shape %v", len(all), shape)
	}
	for i, v := range all {
		want := element(g.meta.Type.Name, i)
		if name == "string-scalar" {
			want = "é1"
		}
		if p, ok := partly[name]; ok {
			if row, column := i/shape[1], i%shape[1]; row < p.rows && column < p.columns {
				want = element(g.meta.Type.Name, row*p.columns+column)
			} else {
				want = p.fill
			}
		}
		if fmt.Sprint(v) != fmt.Sprint(want) || fmt.Sprintf("%T", v) != fmt.Sprintf("%T", want) {
			t.Fatalf("element %d is %v (%T), want %v (%T)", i, v, v, want, want)
		}
	}
	if len(shape) == 0 || len(all) == 0 {
		return
	}
	// Any box holds what the whole holds there.
	offset, size := make([]int, len(shape)), make([]int, len(shape))
	for i, n := range shape {
		offset[i] = n / 3
		size[i] = max(n/2, 1)
	}
	part, err := g.read(context.Background(), offset, size)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	eachRow(size, func(index []int) {
		at := place(shape, offset, index)
		for _, v := range all[at : at+size[len(size)-1]] {
			want = append(want, fmt.Sprint(v))
		}
	})
	var have []string
	for _, v := range list(part) {
		have = append(have, fmt.Sprint(v))
	}
	if d := cmp.Diff(want, have); d != "" {
		t.Errorf("box at %v of %v (-whole +box):\n%s", offset, size, d)
	}
}

func list(slice any) []any {
	switch s := slice.(type) {
	case []bool:
		return boxed(s)
	case []int8:
		return boxed(s)
	case []int16:
		return boxed(s)
	case []int32:
		return boxed(s)
	case []int64:
		return boxed(s)
	case []uint8:
		return boxed(s)
	case []uint16:
		return boxed(s)
	case []uint32:
		return boxed(s)
	case []uint64:
		return boxed(s)
	case []float32:
		return boxed(s)
	case []float64:
		return boxed(s)
	case []complex128:
		return boxed(s)
	case []string:
		return boxed(s)
	}
	return nil
}

func boxed[T any](s []T) []any {
	out := make([]any, len(s))
	for i, v := range s {
		out[i] = v
	}
	return out
}

func TestAttributesOfPython(t *testing.T) {
	want := map[string]any{"text": "é", "yes": true, "whole": 3.0, "real": 0.5, "list": []any{"a", "b"}, "none": nil}
	for _, store := range []string{"v2.zarr", "v3.zarr"} {
		for _, consolidated := range []bool{true, false} {
			tr := openFixture(t, store)
			if tr.documents == nil {
				t.Fatalf("%s isn't consolidated", store)
			}
			if !consolidated {
				tr.documents = nil
			}
			n, err := tr.find("deep/er")
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, n.attributes); d != "" {
				t.Errorf("%s, consolidated %v:\n%s", store, consolidated, d)
			}
			names, err := tr.children("deep")
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]string{"er"}, names); d != "" {
				t.Errorf("%s, consolidated %v:\n%s", store, consolidated, d)
			}
			if top, err := tr.children(""); err != nil || len(top) < 25 || !strings.Contains(strings.Join(top, " "), "deep") {
				t.Errorf("%s: members %v, %v", store, top, err)
			}
		}
	}
}
