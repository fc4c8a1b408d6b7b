package h5ad

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/anndata"
	_ "github.com/lazycell/lazycell/io/hdf5"
	"github.com/lazycell/lazycell/lazy"
	_ "github.com/lazycell/lazycell/lazy/exec"
)

// TestOptions: the rest is tested in package elem, with all formats.
func TestOptions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.h5ad")
	a, err := anndata.New(anndata.Data{X: lazy.Ones(lazy.Float64, 3, 4), Uns: map[string]any{"keep": 1, "drop": 2}})
	if err != nil {
		t.Fatal(err)
	}
	var none context.Context
	for name, c := range map[string]struct {
		option Option
		want   string
	}{
		"compression": {Compression("zstd", 1), `compression "zstd": choose "gzip", or "" for none`},
		"level":       {Compression("gzip", 12), "gzip level 12"},
		"context":     {WithContext(none), "the context is nil"},
	} {
		if err := Write(path, a, c.option); err == nil || !strings.HasPrefix(err.Error(), "write "+path+": ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if err := Write(path, a, Compression("gzip", 9)); err != nil {
		t.Fatal(err)
	}
	b, err := Read(path, Without("uns/drop", "X"))
	if err != nil {
		t.Fatal(err)
	}
	if b.X() != nil || b.NVars() != 4 || len(b.Uns()) != 1 || b.Uns()["keep"] != int64(1) {
		t.Errorf("left: %v, uns %v", b, b.Uns())
	}
}
