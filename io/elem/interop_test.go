package elem_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/elem"
	"github.com/lazycell/lazycell/io/h5ad"
	_ "github.com/lazycell/lazycell/io/hdf5"
	"github.com/lazycell/lazycell/io/zarr"
	_ "github.com/lazycell/lazycell/lazy/exec"
)

// format is one of the file formats that all tests of elements go through.
type format struct {
	suffix string
	write  func(path string, a *anndata.AnnData) error
	read   func(path string) (*anndata.AnnData, error)
	open   func(path string) (*elem.File, error)
}

func h5adFormat(opts ...h5ad.Option) format {
	return format{"h5ad",
		func(path string, a *anndata.AnnData) error { return h5ad.Write(path, a, opts...) },
		func(path string) (*anndata.AnnData, error) { return h5ad.Read(path) },
		func(path string) (*elem.File, error) { return h5ad.Open(path) }}
}

func zarrFormat(suffix string, opts ...zarr.Option) format {
	return format{suffix,
		func(path string, a *anndata.AnnData) error { return zarr.Write(path, a, opts...) },
		func(path string) (*anndata.AnnData, error) { return zarr.Read(path) },
		func(path string) (*elem.File, error) { return zarr.Open(path) }}
}

var formats = []format{h5adFormat(), zarrFormat("v2.zarr"), zarrFormat("v3.zarr", zarr.Format(3))}

// packed is stores in zip archives.
var packed = []format{zarrFormat("v2.zarr.zip"), zarrFormat("v3.zarr.zip", zarr.Format(3))}

const script = "../../testdata/elem/elements.py"

// python runs a script with the interpreter that has anndata, and gives what it prints.
func python(t *testing.T, args ...string) []byte {
	t.Helper()
	p := os.Getenv("LAZYCELL_PYTHON")
	if p == "" {
		p = "../../.venv/bin/python"
	}
	if _, err := exec.LookPath(p); err != nil {
		t.Fatalf("no Python at %s: type `make setup-test` at the top of the repository, or set LAZYCELL_PYTHON", p)
	}
	var out, problems bytes.Buffer
	cmd := exec.Command(p, args...)
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		t.Fatalf("%.200v…: %v\n%s", fmt.Sprint(args), err, problems.String())
	}
	return out.Bytes()
}

func decode[T any](t *testing.T, text []byte) (out T) {
	t.Helper()
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func descriptionOf(t *testing.T, path string) object {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return decode[object](t, text)
}

// made is the folder of the cases that Python makes, once for all tests.
var made string

func TestMain(m *testing.M) {
	code := m.Run()
	if made != "" {
		os.RemoveAll(made)
	}
	os.Exit(code)
}

// pythonCases lists the descriptions of the files that Python makes, which lie beside them.
func pythonCases(t *testing.T) []string {
	t.Helper()
	if made == "" {
		dir, err := os.MkdirTemp("", "lazycell-cases-")
		if err != nil {
			t.Fatal(err)
		}
		made = dir
		python(t, script, "make", dir)
	}
	descriptions, err := filepath.Glob(filepath.Join(made, "*.json"))
	if err != nil || len(descriptions) == 0 {
		t.Fatal("no cases", err)
	}
	return descriptions
}

// TestFilesOfPython reads what Python wrote, into memory and lazily, and compares it with what Python says is in it.
func TestFilesOfPython(t *testing.T) {
	for _, file := range pythonCases(t) {
		want := descriptionOf(t, file)
		for _, f := range append(formats, packed...) {
			path := strings.TrimSuffix(file, "json") + f.suffix
			if _, err := os.Stat(path); err != nil && strings.HasSuffix(path, ".zip") {
				continue // only some cases are
			}
			t.Run(filepath.Base(path), func(t *testing.T) { compareWithFile(t, f, path, want) })
		}
	}
}

// TestFixtures is the same for committed files, without Python.
func TestFixtures(t *testing.T) {
	descriptions, err := filepath.Glob("../../testdata/elem/*.json")
	if err != nil || len(descriptions) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, file := range descriptions {
		t.Run(filepath.Base(file), func(t *testing.T) {
			compareWithFile(t, formats[0], strings.TrimSuffix(file, "json")+"h5ad", descriptionOf(t, file))
		})
	}
}

func compareWithFile(t *testing.T, f format, path string, want object) {
	a, err := f.read(path)
	if err != nil {
		t.Fatal(err)
	}
	want = asRead(want).(object)
	if diff := cmp.Diff(want, describe(t, a)); diff != "" {
		t.Errorf("read (-Python +Go):\n%s", diff)
	}
	if x := a.X(); x != nil && !x.InMemory() {
		t.Error("Read left X in the file")
	}
	file, err := f.open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if x := file.X(); x != nil && x.InMemory() {
		t.Error("Open read X")
	}
	if diff := cmp.Diff(want, describe(t, file.AnnData)); diff != "" {
		t.Errorf("opened (-Python +Go):\n%s", diff)
	}
	same, why, err := anndata.Equal(a, file.AnnData)
	if err != nil || !same && !strings.HasPrefix(why, "uns/nan") {
		t.Errorf("read and opened differ: %s %v", why, err)
	}
}

// widened is a description without the types that Go writes wider than it read them.
func widened(v any) any {
	switch v := v.(type) {
	case object:
		out := object{}
		for key, x := range v {
			if wider := map[any]string{"float16": "float32", "complex64": "complex128"}[fmt.Sprint(x)]; key == "dtype" && wider != "" {
				x = wider
			}
			out[key] = widened(x)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = widened(x)
		}
		return out
	}
	return v
}

// TestOldFiles reads files as old versions of anndata wrote them and compares with what anndata reads in them.
func TestOldFiles(t *testing.T) {
	dir := t.TempDir()
	python(t, script, "old", dir)
	for name, f := range map[string]format{"%s.json": formats[0], "%s.zarr.json": formats[1]} {
		for _, of := range []string{"five", "dense", "seven"} {
			t.Run(fmt.Sprintf(name, of), func(t *testing.T) {
				compareWithFile(t, f, filepath.Join(dir, of+"."+f.suffix), descriptionOf(t, filepath.Join(dir, fmt.Sprintf(name, of))))
			})
		}
	}
}

// TestPythonReads lets Python read what Go wrote: every case that Python made, read and written again, in every format. anndata's own assert_equal
// compares it with what Python wrote.
func TestPythonReads(t *testing.T) {
	dir := quickDir(t)
	all := append([]format{h5adFormat(h5ad.Compression("gzip", 4)), zarrFormat("v3.zarr", zarr.Format(3), zarr.Compression("", 0)),
		zarrFormat("v3.zarr", zarr.Format(3), zarr.Shards(64))}, formats...)
	args := []string{script, "describe"}
	var wants []object
	for _, file := range pythonCases(t) {
		opened, err := h5ad.Open(strings.TrimSuffix(file, "json") + "h5ad")
		if err != nil {
			t.Fatal(err)
		}
		defer opened.Close()
		every := all
		if strings.HasSuffix(file, "rich.json") || strings.HasSuffix(file, "kinds.json") {
			every = append(every, packed...)
		}
		for i, f := range every {
			path := filepath.Join(dir, strings.TrimSuffix(filepath.Base(file), ".json")) + "-" + string(rune('a'+i)) + "." + f.suffix
			if err := f.write(path, opened.AnnData); err != nil {
				t.Fatal(err)
			}
			args, wants = append(args, path+"="+strings.TrimSuffix(file, "json")+"h5ad"), append(wants, descriptionOf(t, file))
		}
	}
	got := decode[[]object](t, python(t, args...))
	for i, want := range wants {
		want, got := widened(want), widened(got[i])
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-written +Python):\n%s", filepath.Base(strings.Split(args[i+2], "=")[0]), diff)
		}
	}
}
