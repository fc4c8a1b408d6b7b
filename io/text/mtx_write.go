package text

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// The files of a folder of OpenMTX, in the names that Cell Ranger gives them since version 3.
const (
	matrixFile   = "matrix.mtx.gz"
	barcodesFile = "barcodes.tsv.gz"
	featuresFile = "features.tsv.gz"
)

// WriteMTX writes X and the names of an AnnData as a folder that OpenMTX, scanpy and Seurat read, streaming X: once to count its entries, once to write them. Of
// var the columns gene_ids and feature_types are written; what else there is has no place in the folder and is listed.
func WriteMTX(ctx context.Context, path string, a *anndata.AnnData, run []lazy.RunOption, progress func(path string, p lazy.Progress)) (leftOut []string, err error) {
	if a.X() == nil {
		return nil, fmt.Errorf("write %s: there is no X, which is what the folder holds", path)
	}
	err = written(ctx, path, []string{matrixFile, barcodesFile, featuresFile, "matrix.mtx", "barcodes.tsv", "features.tsv", "genes.tsv"}, func(f *folder) error {
		if err := f.features(a); err != nil {
			return err
		}
		if err := f.file(barcodesFile, func(w *bufio.Writer) error { return names(w, a.ObsNames()) }); err != nil {
			return err
		}
		return f.market(a.X())
	}, run, progress)
	return others(a, nil, []string{geneIDs, featureTypes}), err
}

func names(w *bufio.Writer, list []string) error {
	for i, name := range list {
		if strings.ContainsAny(name, "\t\r\n") {
			return fmt.Errorf("name %d is %q: a tab or line break can't be in a file of one name in a line", i, name)
		}
		_, _ = w.WriteString(name) // the writer keeps its error
		_ = w.WriteByte('\n')
	}
	return nil
}

func (f *folder) features(a *anndata.AnnData) error {
	symbols := a.VarNames()
	ids, kinds := symbols, []string(nil)
	if v := a.Var(); v.Has(geneIDs) {
		ids = v.Col(geneIDs).Strings()
	}
	if v := a.Var(); v.Has(featureTypes) {
		kinds = v.Col(featureTypes).Strings()
	}
	lines := make([]string, len(symbols))
	for i, symbol := range symbols {
		kind := "Gene Expression"
		if kinds != nil {
			kind = kinds[i]
		}
		for _, cell := range []string{ids[i], symbol, kind} {
			if strings.ContainsAny(cell, "\t\r\n") {
				return fmt.Errorf("var %d is %q: a tab or line break can't be in a table separated by tabs", i, cell)
			}
		}
		lines[i] = ids[i] + "\t" + symbol + "\t" + kind + "\n"
	}
	return f.file(featuresFile, func(w *bufio.Writer) error {
		for _, line := range lines {
			_, _ = w.WriteString(line) // the writer keeps its error
		}
		return nil
	})
}

// market writes a matrix, observations in columns.
func (f *folder) market(x *lazy.Array) error {
	if x.DType() == lazy.Complex128 {
		return errors.New("X: complex numbers can't be written")
	}
	x = x.ToCSR()
	entries, err := x.NNZ(f.run...)
	if err != nil {
		return fmt.Errorf("X: %w", err)
	}
	kind := "integer"
	if x.DType().IsFloat() {
		kind = "real"
	}
	return f.file(matrixFile, func(w *bufio.Writer) error {
		shape := x.Shape()
		fmt.Fprintf(w, "%%%%MatrixMarket matrix coordinate %s general\n%d %d %d\n", kind, shape[1], shape[0], entries)
		var line []byte
		return f.rows("X", x, func(first int, part *lazy.Array) error {
			s, err := part.Sparse(f.run...)
			if err != nil {
				return fmt.Errorf("X: %w", err)
			}
			write := numberWriter(s.Values())
			indptr, indices := s.Indptr(), s.Indices()
			for row := range len(indptr) - 1 {
				for i := indptr[row]; i < indptr[row+1]; i++ {
					line = strconv.AppendInt(line[:0], int64(indices[i])+1, 10)
					line = append(line, ' ')
					line = strconv.AppendInt(line, int64(first+row)+1, 10)
					line = append(write(append(line, ' '), int(i)), '\n')
					if _, err := w.Write(line); err != nil {
						return err
					}
				}
			}
			return nil
		})
	})
}

// numberWriter gives a function that appends the i-th number of a block as text, in as few digits as tell it from every other of its type.
func numberWriter(d *block.Dense) func(b []byte, i int) []byte {
	switch v := d.Data().(type) {
	case []float32:
		return func(b []byte, i int) []byte { return strconv.AppendFloat(b, float64(v[i]), 'g', -1, 32) }
	case []float64:
		return func(b []byte, i int) []byte { return strconv.AppendFloat(b, v[i], 'g', -1, 64) }
	case []uint64:
		return func(b []byte, i int) []byte { return strconv.AppendUint(b, v[i], 10) }
	case []int64:
		return func(b []byte, i int) []byte { return strconv.AppendInt(b, v[i], 10) }
	case []bool:
		return func(b []byte, i int) []byte {
			if v[i] {
				return append(b, '1')
			}
			return append(b, '0')
		}
	}
	return func(b []byte, i int) []byte { return strconv.AppendInt(b, int64(d.Float64At(i)), 10) }
}

// others lists the elements of an AnnData that are not among those written: columns of obs and var, and all else but X.
func others(a *anndata.AnnData, obs, vars []string) (list []string) {
	known := map[string][]string{"obs": obs, "var": vars}
	for _, part := range a.Outline().Parts {
		for _, key := range part.Keys {
			written := false
			for _, k := range known[part.Name] {
				written = written || k == key
			}
			if !written {
				list = append(list, part.Name+"/"+key)
			}
		}
	}
	if a.Raw() != nil {
		list = append(list, "raw")
	}
	return list
}
