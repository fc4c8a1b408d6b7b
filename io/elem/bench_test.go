package elem_test

import (
	"path/filepath"
	"testing"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/h5ad"
	"github.com/lazycell/lazycell/lazy/random"
)

// BenchmarkWrite and BenchmarkRead move a matrix of 763 MiB, of random numbers that hardly compress.
//
//	go test -bench . -benchtime 3x -run xxx ./io/elem/
func BenchmarkWrite(b *testing.B) {
	a := benchData(b)
	for _, f := range benchFormats() {
		b.Run(f.suffix, func(b *testing.B) {
			b.SetBytes(a.X().NBytes())
			for b.Loop() {
				if err := f.write(filepath.Join(b.TempDir(), "a."+f.suffix), a); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	a := benchData(b)
	for _, f := range benchFormats() {
		path := filepath.Join(b.TempDir(), "a."+f.suffix)
		if err := f.write(path, a); err != nil {
			b.Fatal(err)
		}
		b.Run(f.suffix, func(b *testing.B) {
			b.SetBytes(a.X().NBytes())
			for b.Loop() {
				if _, err := f.read(path); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func benchData(b *testing.B) *anndata.AnnData {
	a, err := anndata.New(anndata.Data{X: random.Uniform(10000, 10000)})
	if err != nil {
		b.Fatal(err)
	}
	return a
}

func benchFormats() []format {
	return append([]format{h5adFormat(h5ad.Compression("gzip", 1))}, formats[:2]...)
}
