package elem_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/h5ad"
	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/io/zarr"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

// readAll reads a file in both ways, with every value.
func readAll(f format, path string) (*anndata.AnnData, error) {
	file, err := f.open(path)
	if err == nil {
		err = file.ToMemory().Err()
		err = errors.Join(err, file.Close())
	}
	a, readErr := f.read(path)
	if (err == nil) != (readErr == nil) {
		return nil, fmt.Errorf("opened: %w; read: %w", err, readErr)
	}
	return a, readErr
}

// TestNoSuchFiles: what is no file of the format is an error that says the path once, and what is there instead.
func TestNoSuchFiles(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	folder := filepath.Join(dir, "folder")
	if err := os.Mkdir(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	z := filepath.Join(dir, "good.zarr")
	if err := zarr.Write(z, sample()); err != nil {
		t.Fatal(err)
	}
	h := filepath.Join(dir, "good.h5ad")
	if err := h5ad.Write(h, sample()); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		format int
		path   string
		want   string
		is     error
	}{
		"h5ad missing":      {0, filepath.Join(dir, "none.h5ad"), "there is no such file", fs.ErrNotExist},
		"h5ad of no folder": {0, filepath.Join(dir, "none", "a.h5ad"), "there is no such file", fs.ErrNotExist},
		"h5ad folder":       {0, z, "it is a folder, not a file: is it a Zarr store?", nil},
		"h5ad empty":        {0, put("empty.h5ad", ""), "it is empty, no HDF5 file", store.ErrInvalid},
		"h5ad text":         {0, put("text.h5ad", "gene,cell\n1,2\n"), "it is no HDF5 file", store.ErrInvalid},
		"h5ad magic only":   {0, put("magic.h5ad", "\x89HDF\r\n\x1a\n"), "it can't be opened, is it complete?", nil},
		"zarr missing":      {1, filepath.Join(dir, "none.zarr"), "there is no such folder", fs.ErrNotExist},
		"zarr file":         {1, h, "it is a file, not a folder or zip archive: is it an HDF5 file (.h5ad)", nil},
		"zarr other folder": {1, folder, "it holds no Zarr metadata", nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := formats[c.format].read(c.path)
			if err == nil || !strings.HasPrefix(err.Error(), "read "+c.path+": "+c.want) || strings.Count(err.Error(), c.path) != 1 {
				t.Errorf("%v, want %q", err, c.want)
			}
			if c.is != nil && !errors.Is(err, c.is) {
				t.Errorf("%v is no %v", err, c.is)
			}
			if _, err := formats[c.format].open(c.path); err == nil {
				t.Error("it was opened")
			}
		})
	}
}

// TestTruncatedFiles: a file that lacks its end is an error, at any length.
func TestTruncatedFiles(t *testing.T) {
	for _, name := range []string{"rich", "csr", "empty"} {
		whole, err := os.ReadFile("../../testdata/elem/" + name + ".h5ad")
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "cut.h5ad")
		for percent := range 100 {
			if err := os.WriteFile(path, whole[:len(whole)*percent/100], 0o666); err != nil {
				t.Fatal(err)
			}
			if _, err := readAll(formats[0], path); err == nil || !strings.HasPrefix(err.Error(), "read "+path+": ") {
				t.Errorf("%s, %d %%: %v", name, percent, err)
			}
		}
	}
}

// TestDamagedChunk: a chunk of a Zarr store that can't be decompressed is an error that says which.
func TestDamagedChunk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.zarr")
	a := must(anndata.New(anndata.Data{X: lazy.FromSlice(counted(160000), 400, 400).Rechunk(200)}))
	if err := zarr.Write(path, a); err != nil {
		t.Fatal(err)
	}
	chunk := filepath.Join(path, "X", "1.0")
	stored, err := os.ReadFile(chunk)
	if err != nil {
		t.Fatal(err)
	}
	for name, damage := range map[string][]byte{"cut": stored[:len(stored)/2], "empty": {}, "garbage": []byte("what is this"), "flipped": flipped(stored)} {
		if err := os.WriteFile(chunk, damage, 0o666); err != nil {
			t.Fatal(err)
		}
		_, err := zarr.Read(path)
		if want := "read " + path + ": X: chunk [1 0] (key X/1.0): "; err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
		file, err := zarr.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = file.X().Dense(); err == nil || !strings.Contains(err.Error(), "read "+path+": X: chunk [1 0]") {
			t.Errorf("%s, lazily: %v", name, err)
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestDamagedGzip is the same for a compressed HDF5 file.
func TestDamagedGzip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.h5ad")
	a := must(anndata.New(anndata.Data{X: random.Uniform(400, 500)}))
	if err := h5ad.Write(path, a, h5ad.Compression("gzip", 6)); err != nil {
		t.Fatal(err)
	}
	stored, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, flipped(stored), 0o666); err != nil { // nearly all of it is X
		t.Fatal(err)
	}
	if _, err := readAll(formats[0], path); err == nil || !strings.Contains(err.Error(), "X: chunk at [") || !errors.Is(err, store.ErrInvalid) {
		t.Error(err)
	}
}

func flipped(b []byte) []byte {
	out := append([]byte{}, b...)
	out[len(out)/2] ^= 0xff
	return out
}

// TestClosedFile: what was not read before the file was closed is an error.
func TestClosedFile(t *testing.T) {
	for _, f := range formats {
		path := filepath.Join(t.TempDir(), "a."+f.suffix)
		if err := f.write(path, sample()); err != nil {
			t.Fatal(err)
		}
		file, err := f.open(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := file.X().Dense(); err == nil || !strings.Contains(err.Error(), "closed") {
			t.Errorf("%s: %v", f.suffix, err)
		}
		if err := file.Close(); err != nil {
			t.Errorf("closed twice: %v", err)
		}
	}
}
