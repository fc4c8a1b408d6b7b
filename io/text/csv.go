package text

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

// OpenCSV opens a folder of tables as write_csvs of Python's anndata makes it: X.csv of numbers alone, obs.csv and var.csv with names in front, obsm.csv and
// varm.csv whose columns end in their number (X_pca1, X_pca2, …), and layers/NAME.csv as X.csv. Each but obs.csv or X.csv may be missing. A single table is X,
// with names in its first row and column where they are no numbers. Numbers of matrices are float64.
func OpenCSV(ctx context.Context, path string) (*File, error) {
	f := &File{}
	err := f.openCSV(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, errors.Join(err, f.Close()))
	}
	return f, nil
}

func (f *File) openCSV(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	var d anndata.Data
	if !info.IsDir() {
		err = f.single(ctx, path, &d)
	} else {
		err = f.tables(ctx, path, &d)
	}
	if err != nil {
		return err
	}
	f.AnnData, err = anndata.New(d)
	return err
}

// single reads a table as X with names.
func (f *File) single(ctx context.Context, path string, d *anndata.Data) error {
	n, err := openNumbers(ctx, path, true)
	if err != nil {
		return err
	}
	f.open = append(f.open, io.Closer(n.file))
	d.X = n.array()
	if n.names != nil {
		if d.Obs, err = frame.New(n.names); err != nil {
			return err
		}
	}
	if n.header != nil {
		d.Var, err = frame.New(n.header)
	}
	return err
}

// tables reads a folder.
func (f *File) tables(ctx context.Context, path string, d *anndata.Data) error {
	for _, part := range []struct {
		name string
		into **frame.Frame
	}{{"obs", &d.Obs}, {"var", &d.Var}} {
		file, err := find(path, part.name+".csv")
		if err != nil {
			continue // it may be missing
		}
		if *part.into, err = indexed(file); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
	}
	if x := filepath.Join(path, "X.csv"); exists(x) {
		n, err := openNumbers(ctx, x, false)
		if err != nil {
			return fmt.Errorf("X.csv: %w", err)
		}
		f.open = append(f.open, io.Closer(n.file))
		d.X = n.array()
	}
	layers, err := filepath.Glob(filepath.Join(path, "layers", "*.csv"))
	if err != nil {
		return err
	}
	d.Layers = map[string]*lazy.Array{}
	for _, file := range layers {
		n, err := openNumbers(ctx, file, false)
		if err != nil {
			return fmt.Errorf("layers/%s: %w", filepath.Base(file), err)
		}
		f.open = append(f.open, io.Closer(n.file))
		d.Layers[strings.TrimSuffix(filepath.Base(file), ".csv")] = n.array()
	}
	if d.Obsm, err = wide(path, "obsm"); err != nil {
		return err
	}
	d.Varm, err = wide(path, "varm")
	return err
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// wide reads obsm.csv or varm.csv: each run of columns that ends in 1, 2, … is an array.
func wide(folder, name string) (map[string]any, error) {
	file, err := find(folder, name+".csv")
	if err != nil {
		return nil, nil // it may be missing
	}
	if info, err := os.Stat(file); err != nil || info.Size() <= 1 {
		return nil, err // of no columns
	}
	header, columns, err := table(file)
	if errors.Is(err, io.EOF) { // of no columns: pandas writes empty lines
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(file), err)
	}
	places := map[string]map[int]int{} // of each array, the columns of its columns
	for i, h := range header {
		stem := strings.TrimRight(h, "0123456789")
		number, err := strconv.Atoi(h[len(stem):])
		if err != nil || number < 1 {
			continue
		}
		if places[stem] == nil {
			places[stem] = map[int]int{}
		}
		places[stem][number] = i
	}
	out := map[string]any{}
	for stem, at := range places {
		rows := len(columns[0])
		values := make([]float64, rows*len(at))
		numbers := make([]int, 0, len(at))
		for n := range at {
			numbers = append(numbers, n)
		}
		sort.Ints(numbers)
		for j, n := range numbers {
			for row, cell := range columns[at[n]] {
				v, ok := parseCell([]byte(cell))
				if !ok {
					return nil, fmt.Errorf("%s: row %d, column %s: %q is no number", filepath.Base(file), row, header[at[n]], cell)
				}
				values[row*len(at)+j] = v
			}
		}
		out[stem] = lazy.FromSlice(values, rows, len(at))
	}
	return out, nil
}
