package hdf5

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lazycell/lazycell/io/store"
)

// stored is what testdata/hdf5/stored.py says of an array.
type stored struct {
	Type   string
	Shape  []int
	Values []string
	Fields map[string][]string
}

// TestFilesOfPython reads arrays stored in every way that h5py and hdf5plugin know, whole and a box of each.
func TestFilesOfPython(t *testing.T) {
	python := os.Getenv("LAZYCELL_PYTHON")
	if python == "" {
		python = "../../.venv/bin/python"
	}
	dir := t.TempDir()
	var problems bytes.Buffer
	cmd := exec.Command(python, "../../testdata/hdf5/stored.py", dir)
	cmd.Stderr = &problems
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, problems.String())
	}
	var files map[string]map[string]stored
	if err := json.Unmarshal(text, &files); err != nil {
		t.Fatal(err)
	}
	for name, arrays := range files {
		r, err := openFile(filepath.Join(dir, name+".h5"))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if len(arrays) < 150 {
			t.Errorf("%s has only %d arrays", name, len(arrays))
		}
		for _, at := range slices.Sorted(maps.Keys(arrays)) {
			t.Run(name+"/"+at, func(t *testing.T) { compareStored(t, r, at, arrays[at]) })
		}
	}
	r, err := openFile(filepath.Join(dir, "latest.h5"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Array("x"); err != nil && !strings.Contains(err.Error(), "newer HDF5 than the one here") {
		t.Error(err)
	}
}

func compareStored(t *testing.T, r *root, at string, want stored) {
	folder, name := path.Split(at)
	g, err := r.Group(path.Clean(folder))
	if err != nil {
		t.Fatal(err)
	}
	a, err := g.Array(name)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(a.Shape(), want.Shape) {
		t.Fatalf("shape %v, want %v", a.Shape(), want.Shape)
	}
	asRead := map[string]string{"float16": "float32", "complex64": "complex128"}
	if wider := asRead[want.Type]; wider != "" {
		want.Type = wider
	}
	if a.Type().String() != want.Type {
		t.Fatalf("type %v, want %v", a.Type(), want.Type)
	}
	all, err := a.ReadRegion(context.Background(), make([]int, len(want.Shape)), want.Shape)
	if err != nil {
		t.Fatal(err)
	}
	if columns, ok := all.(store.Columns); ok {
		for i, f := range a.(store.RecordArray).Fields() {
			if diff := cmp.Diff(want.Fields[f.Name], printed(columns[i])); diff != "" {
				t.Errorf("field %s (-Python +Go):\n%s", f.Name, diff)
			}
		}
		if len(columns) != len(want.Fields) {
			t.Errorf("%d fields, want %d", len(columns), len(want.Fields))
		}
		return
	}
	if diff := cmp.Diff(want.Values, printed(all)); diff != "" {
		t.Errorf("(-Python +Go):\n%s", diff)
	}
	if len(want.Shape) != 2 || want.Shape[0] < 5 {
		return
	}
	offset, shape := []int{2, 1}, []int{want.Shape[0] - 3, want.Shape[1] - 3}
	part, err := a.ReadRegion(context.Background(), offset, shape)
	if err != nil {
		t.Fatal(err)
	}
	var box []string
	for i := range shape[0] {
		from := (offset[0]+i)*want.Shape[1] + offset[1]
		box = append(box, want.Values[from:from+shape[1]]...)
	}
	if diff := cmp.Diff(box, printed(part)); diff != "" {
		t.Errorf("box (-Python +Go):\n%s", diff)
	}
}

// printed is values as Python prints them.
func printed(values any) []string {
	v := reflect.ValueOf(values)
	out := []string{}
	for i := range v.Len() {
		switch x := v.Index(i).Interface().(type) {
		case bool:
			out = append(out, map[bool]string{true: "True", false: "False"}[x])
		case float32, float64:
			out = append(out, printedFloat(v.Index(i).Float()))
		case complex128:
			out = append(out, printedComplex(x))
		default:
			out = append(out, fmt.Sprint(x))
		}
	}
	return out
}

func printedFloat(x float64) string {
	if x == float64(int(x)) {
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprint(x)
}

func printedComplex(z complex128) string {
	short := func(x float64) string { return fmt.Sprint(x) }
	switch {
	case real(z) == 0 && imag(z) == 0:
		return "0j"
	case real(z) == 0:
		return short(imag(z)) + "j"
	case imag(z) < 0:
		return "(" + short(real(z)) + short(imag(z)) + "j)"
	}
	return "(" + short(real(z)) + "+" + short(imag(z)) + "j)"
}
