package zarr

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/io/zarr/storage"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	_ "github.com/lazycell/lazycell/lazy/exec"
)

func placeSample(t *testing.T) *anndata.AnnData {
	t.Helper()
	values := make([]float64, 12)
	for i := range values {
		values[i] = float64(i * i)
	}
	a, err := anndata.New(anndata.Data{X: lazy.FromSlice(values, 4, 3), Uns: map[string]any{"title": "t", "deep": anndata.Dict{"n": int64(7)}}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestMemory: a store in memory is one like others, and stays what it was when writing fails.
func TestMemory(t *testing.T) {
	m := NewMemory()
	if _, err := Read("nothing", InMemory(m)); err == nil || !strings.Contains(err.Error(), "no Zarr metadata") {
		t.Error(err)
	}
	a := placeSample(t)
	for _, format := range []int{2, 3} {
		if err := Write("memory", a, InMemory(m), Format(format)); err != nil {
			t.Fatal(err)
		}
		back, err := Open("memory", InMemory(m))
		if err != nil {
			t.Fatal(err)
		}
		if same, why, err := anndata.Equal(a, back.AnnData); !same || err != nil {
			t.Error(why, err)
		}
		if err := back.Close(); err != nil {
			t.Error(err)
		}
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if err := Write("memory", a, InMemory(m), WithContext(stopped)); err == nil {
		t.Error("a stopped write succeeded")
	}
	if back, err := Read("memory", InMemory(m)); err != nil || back.NObs() != 4 {
		t.Error(back, err)
	}
}

// TestZip: an archive gets its name when it is complete, is read in parts, and holds every key once.
func TestZip(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.zarr.zip")
	a := placeSample(t)
	for range 2 { // the second replaces the first
		if err := Write(path, a, Format(3), Shards(16), Chunks(2, 3)); err != nil {
			t.Fatal(err)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("left beside it: %v, %v", entries, err)
	}
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range archive.File {
		if seen[f.Name] {
			t.Errorf("%s is there twice", f.Name)
		}
		seen[f.Name] = true
	}
	archive.Close()
	back, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	if same, why, err := anndata.Equal(a, back.AnnData); !same || err != nil {
		t.Error(why, err)
	}
	if v, err := back.X().Slice(lazy.Range(2, 3), lazy.All).Float64s(); err != nil || v[1] != 49 {
		t.Error(v, err)
	}
}

// TestBadZip: archives that lead elsewhere, claim too much or are damaged are errors.
func TestBadZip(t *testing.T) {
	for name, c := range map[string]struct {
		fill func(w *zip.Writer) error
		want string
	}{
		"traversal": {func(w *zip.Writer) error { _, err := w.Create("../../etc/x"); return err }, "key refused"},
		"absolute":  {func(w *zip.Writer) error { _, err := w.Create("/etc/x"); return err }, "key refused"},
		"bomb": {func(w *zip.Writer) error {
			f, err := w.CreateRaw(&zip.FileHeader{Name: "zarr.json", Method: zip.Deflate, UncompressedSize64: 1 << 40, CompressedSize64: 3})
			if err == nil {
				_, err = f.Write([]byte{1, 2, 3})
			}
			return err
		}, "bytes"},
		"longer than it claims": {func(w *zip.Writer) error {
			f, err := w.CreateRaw(&zip.FileHeader{Name: "zarr.json", Method: zip.Store, UncompressedSize64: 90, CompressedSize64: 9})
			if err == nil {
				_, err = f.Write([]byte("{}{}{}{}{"))
			}
			return err
		}, "zarr.json"},
		"empty": {func(*zip.Writer) error { return nil }, "no Zarr metadata"},
	} {
		var buffer bytes.Buffer
		w := zip.NewWriter(&buffer)
		if err := c.fill(w); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "a.zip")
		if err := os.WriteFile(path, buffer.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(path); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// TestShards: shards are written whole, in parts, with gaps, and of strings; every box of them is read as it was written.
func TestShards(t *testing.T) {
	ctx := context.Background()
	d, err := Driver(Format(3), InMemory(NewMemory()))
	if err != nil {
		t.Fatal(err)
	}
	root, err := d.Open(ctx, "m", store.Create)
	if err != nil {
		t.Fatal(err)
	}
	spec := store.ArraySpec{DType: store.Numeric(block.Int32), Shape: []int{11, 7}, Chunks: []int{2, 3}, Shard: []int{4, 6}}
	numbers, err := root.CreateArray("numbers", spec)
	if err != nil {
		t.Fatal(err)
	}
	spec.DType = store.String
	texts, err := root.CreateArray("texts", spec)
	if err != nil {
		t.Fatal(err)
	}
	want, words := make([]int32, 77), make([]string, 77)
	for _, box := range [][4]int{{0, 0, 4, 6}, {1, 2, 9, 3}, {10, 6, 1, 1}, {3, 0, 5, 7}} {
		values, strs := make([]int32, box[2]*box[3]), make([]string, box[2]*box[3])
		for i := range values {
			at := (box[0]+i/box[3])*7 + box[1] + i%box[3]
			values[i] = int32(at + box[0])
			strs[i] = strings.Repeat("é", at%5)
			want[at], words[at] = values[i], strs[i]
		}
		if err := numbers.WriteRegion(ctx, box[:2], box[2:], values); err != nil {
			t.Fatal(err)
		}
		if err := texts.WriteRegion(ctx, box[:2], box[2:], strs); err != nil {
			t.Fatal(err)
		}
		got, err := numbers.ReadRegion(ctx, []int{0, 0}, []int{11, 7})
		if err != nil {
			t.Fatal(err)
		}
		back, err := texts.ReadRegion(ctx, []int{0, 0}, []int{11, 7})
		if err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if got.([]int32)[i] != want[i] || back.([]string)[i] != words[i] {
				t.Fatalf("after box %v element %d is %d, %q; want %d, %q", box, i, got.([]int32)[i], back.([]string)[i], want[i], words[i])
			}
		}
	}
	if a := numbers.(*array); len(a.Chunks()) != 2 || a.Chunks()[0] != 2 || a.meta.Chunks[0] != 4 {
		t.Errorf("chunks %v in shards %v", a.Chunks(), a.meta.Chunks)
	}
	spec.Shard = []int{5, 6}
	if _, err := root.CreateArray("odd", spec); err == nil {
		t.Error("shards of half chunks were made")
	}
}

// TestZipGrowsOnly: what is in an archive can't change any more.
func TestZipGrowsOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.zip")
	if err := os.WriteFile(path, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	z, err := storage.CreateZip(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for range 2 {
		if err := z.Set("a/zarr.json", []byte("{}")); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Set("a/c/0", []byte("abc")); err != nil {
		t.Fatal(err)
	}
	if err := z.Set("a/c/0", []byte("abd")); !errors.Is(err, fs.ErrExist) {
		t.Error(err)
	}
	if got, err := z.GetRange("a/c/0", -2, 2); string(got) != "bc" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := z.Get("a/zarr.json", 10); string(got) != "{}" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}
