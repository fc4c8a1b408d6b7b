package zarr

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/io/codec"
	"github.com/lazycell/lazycell/io/zarr/storage"
)

// damaged copies one array of a fixture with one file changed, and reads it.
func damaged(t *testing.T, store, name, file string, change func([]byte) []byte) error {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(filepath.Join(folder, name), os.DirFS(filepath.Join(fixtures, store, name))); err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(folder, name, filepath.FromSlash(file))
	data, err := os.ReadFile(target)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(target, change(data), 0o666); err != nil {
		t.Fatal(err)
	}
	dir, err := storage.OpenDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	tr, err := openTree(dir)
	if err != nil {
		return err
	}
	n, err := tr.find(name)
	if err != nil {
		return err
	}
	_, err = tr.grid(n).read(context.Background(), make([]int, len(n.meta.Shape)), n.meta.Shape)
	return err
}

var chunkFiles = []struct{ store, array, file string }{
	{"v3.zarr", "float64", "c/0/0"},
	{"v3.zarr", "raw", "c/0/0"},
	{"v3.zarr", "gzip", "c/0/0"},
	{"v3.zarr", "zstd-crc", "c/0/0"},
	{"v3.zarr", "blosc-lz4-shuffle", "c/0/0"},
	{"v3.zarr", "blosc-blosclz-shuffle", "c/0/0"},
	{"v3.zarr", "blosc-zstd-bitshuffle", "c/0/0"},
	{"v3.zarr", "blosc-zlib-noshuffle", "c/0/0"},
	{"v3.zarr", "strings", "c/0"},
	{"v3.zarr", "sharded", "c/0/0"},
	{"v3.zarr", "sharded-start", "c/0/0"},
	{"v2.zarr", "lz4", "0.0"},
	{"v2.zarr", "utf32", "0"},
}

// TestTruncatedChunks: a chunk cut anywhere is an error that names its key.
func TestTruncatedChunks(t *testing.T) {
	for _, c := range chunkFiles {
		t.Run(c.store+"/"+c.array, func(t *testing.T) {
			for _, keep := range []float64{0, 0.1, 0.5, 0.9} {
				err := damaged(t, c.store, c.array, c.file, func(b []byte) []byte { return b[:int(float64(len(b))*keep)] })
				if err == nil || !strings.Contains(err.Error(), c.array+"/"+c.file) {
					t.Errorf("%v of the chunk: %v", keep, err)
				}
			}
		})
	}
}

// TestFlippedChunks: a chunk with a byte changed is an error or other values, never a panic.
func TestFlippedChunks(t *testing.T) {
	for _, c := range chunkFiles {
		t.Run(c.store+"/"+c.array, func(t *testing.T) {
			info, err := os.Stat(filepath.Join(fixtures, c.store, c.array, c.file))
			if err != nil {
				t.Fatal(err)
			}
			for at := 0; at < int(info.Size()); at += 1 + int(info.Size())/40 {
				_ = damaged(t, c.store, c.array, c.file, func(b []byte) []byte {
					b[at] ^= 0xff
					return b
				})
			}
		})
	}
	err := damaged(t, "v3.zarr", "zstd-crc", "c/0/0", func(b []byte) []byte { b[9] ^= 1; return b })
	if !errors.Is(err, codec.ErrCorrupt) {
		t.Errorf("a changed byte under a checksum: %v", err)
	}
}

func TestDamagedMetadata(t *testing.T) {
	for name, doc := range map[string]string{
		"empty": "", "not JSON": "{", "other JSON": "[]", "null": "null",
		"absurd shape": `{"zarr_format":3,"node_type":"array","shape":[100000000000,100000],"data_type":"float64","fill_value":0,"codecs":[{"name":"bytes"}],` +
			`"chunk_grid":{"name":"regular","configuration":{"chunk_shape":[10,10]}},"chunk_key_encoding":{"name":"default"}}`,
	} {
		err := damaged(t, "v3.zarr", "float64", "zarr.json", func([]byte) []byte { return []byte(doc) })
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestRemovedStore: chunks of a store that is gone are an error, not fill values.
func TestRemovedStore(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a.zarr")
	if err := os.CopyFS(folder, os.DirFS(filepath.Join(fixtures, "v3.zarr"))); err != nil {
		t.Fatal(err)
	}
	dir, err := storage.OpenDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	tr, err := openTree(dir)
	if err != nil {
		t.Fatal(err)
	}
	n, err := tr.find("float64")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	_, err = tr.grid(n).read(context.Background(), []int{0, 0}, n.meta.Shape)
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "removed or replaced") {
		t.Error(err)
	}
}

// TestLinkOutside: a symbolic link that leads out of the store isn't followed.
func TestLinkOutside(t *testing.T) {
	folder, secret := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(secret, "zarr.json"), []byte(`{"zarr_format":3,"node_type":"group"}`), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(folder, "link")); err != nil {
		t.Fatal(err)
	}
	dir, err := storage.OpenDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	tr, err := openTree(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tr.find("link"); err == nil {
		t.Error("the link was followed")
	}
}
