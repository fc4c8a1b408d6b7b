package text

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/io/store"
)

// The columns of var that a features file makes, named as scanpy names them.
const (
	geneIDs      = "gene_ids"
	featureTypes = "feature_types"
)

// OpenMTX opens a folder as Cell Ranger writes it: matrix.mtx with a row for each feature and a column for each cell, barcodes.tsv, and features.tsv or
// genes.tsv, each as it is or compressed with gzip. A single Matrix Market file is taken as it is, observations in rows. The entries, which a text file can't
// give in any order, go to a temporary file. Values are float32 where that holds all of them, else float64.
func OpenMTX(ctx context.Context, path string) (*File, error) {
	f, err := openMTX(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return f, nil
}

func openMTX(ctx context.Context, path string) (*File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		s, err := spooled(ctx, path, false)
		if err != nil {
			return nil, err
		}
		return s.annData(nil, nil)
	}
	matrix, err := find(path, "matrix.mtx")
	if err != nil {
		return nil, fmt.Errorf("there is no matrix.mtx: %w", fs.ErrNotExist)
	}
	obs, err := barcodes(path)
	if err != nil {
		return nil, err
	}
	vars, err := features(path)
	if err != nil {
		return nil, err
	}
	s, err := spooled(ctx, matrix, true)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(matrix), err)
	}
	return s.annData(obs, vars)
}

func (s *spool) annData(obs, vars *frame.Frame) (*File, error) {
	a, err := anndata.New(anndata.Data{X: s.array(), Obs: obs, Var: vars})
	if err != nil {
		return nil, errors.Join(err, s.file.Close())
	}
	return &File{a, []io.Closer{s.file}}, nil
}

// barcodes reads the names of the cells, nil when there are none.
func barcodes(folder string) (*frame.Frame, error) {
	columns, err := tabbed(folder, "barcodes.tsv")
	if err != nil || columns == nil {
		return nil, err
	}
	return frame.New(columns[0])
}

// features reads the names and kinds of the features, nil when there are none.
func features(folder string) (*frame.Frame, error) {
	columns, err := tabbed(folder, "features.tsv", "genes.tsv")
	if err != nil || columns == nil {
		return nil, err
	}
	switch len(columns) {
	case 0:
		return frame.New(nil)
	case 1:
		return frame.New(columns[0])
	}
	cols := []*frame.Series{frame.Strings(geneIDs, columns[0])}
	if len(columns) > 2 {
		cols = append(cols, frame.Strings(featureTypes, columns[2]))
	}
	return frame.New(columns[1], cols...)
}

// tabbed reads the columns of a file of tab-separated text without a header, nil when there is none.
func tabbed(folder string, names ...string) (_ [][]string, err error) {
	path, err := find(folder, names...)
	if err != nil {
		return nil, nil
	}
	r, err := open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	var columns [][]string
	var long []byte
	for n := 1; ; n++ {
		b, err := r.line(&long)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
		cells := strings.Split(string(b), "\t")
		if columns == nil {
			columns = make([][]string, len(cells))
		}
		if len(cells) < len(columns) {
			return nil, fmt.Errorf("%s: line %d has %d columns, the first %d: %w", filepath.Base(path), n, len(cells), len(columns), store.ErrInvalid)
		}
		for i := range columns {
			columns[i] = append(columns[i], cells[i])
		}
	}
	if columns == nil {
		columns = [][]string{{}}
	}
	return columns, nil
}
