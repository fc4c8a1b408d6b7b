package text

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/lazy"
)

// WriteCSV writes an AnnData as a folder of tables that OpenCSV and pandas read, streaming X and the layers. What has no place there, such as uns and
// sparse arrays of obsm, is listed. Types are lost but for what text tells: a categorical comes back as text.
func WriteCSV(ctx context.Context, path string, a *anndata.AnnData, run []lazy.RunOption, progress func(path string, p lazy.Progress)) (leftOut []string, err error) {
	var lost []string
	err = written(ctx, path, []string{"X.csv", "obs.csv", "var.csv", "obsm.csv", "varm.csv", "layers", "uns"}, func(f *folder) error {
		if err := f.file("obs.csv", func(w *bufio.Writer) error { return writeFrame(w, a.Obs()) }); err != nil {
			return fmt.Errorf("obs: %w", err)
		}
		if err := f.file("var.csv", func(w *bufio.Writer) error { return writeFrame(w, a.Var()) }); err != nil {
			return fmt.Errorf("var: %w", err)
		}
		if x := a.X(); x != nil {
			if err := f.matrix("X", "X.csv", x); err != nil {
				return err
			}
		}
		for _, name := range a.Layers().Keys() {
			if strings.ContainsAny(name, "/\\\x00") || strings.HasPrefix(name, ".") {
				return fmt.Errorf("layers/%s: the name can't be that of a file: rename it", name)
			}
			if err := f.matrix("layers/"+name, "layers/"+name+".csv", a.Layers().Get(name)); err != nil {
				return err
			}
		}
		for _, part := range []struct {
			name    string
			mapping anndata.Mapping
		}{{"obsm", a.Obsm()}, {"varm", a.Varm()}} {
			left, err := f.wide(part.name, part.mapping)
			if err != nil {
				return fmt.Errorf("%s: %w", part.name, err)
			}
			lost = append(lost, left...)
		}
		return nil
	}, run, progress)
	for _, name := range others(a, a.Obs().Columns(), a.Var().Columns()) {
		part, _, _ := strings.Cut(name, "/")
		if !slices.Contains([]string{"layers", "obsm", "varm"}, part) {
			lost = append(lost, name)
		}
	}
	return lost, err
}

// matrix writes a matrix row by row, numbers alone.
func (f *folder) matrix(path, file string, x *lazy.Array) error {
	if x.DType() == lazy.Complex128 {
		return fmt.Errorf("%s: complex numbers can't be written", path)
	}
	x = x.ToDense()
	return f.file(file, func(w *bufio.Writer) error {
		var line []byte
		return f.rows(path, x, func(_ int, part *lazy.Array) error {
			d, err := part.Dense(f.run...)
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			write := numberWriter(d)
			columns := d.Shape()[1]
			for row := range d.Shape()[0] {
				line = line[:0]
				for column := range columns {
					if column > 0 {
						line = append(line, ',')
					}
					line = write(line, row*columns+column)
				}
				if _, err := w.Write(append(line, '\n')); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// wide writes the dense arrays of obsm or varm beside one another, and lists the others.
func (f *folder) wide(name string, m anndata.Mapping) (leftOut []string, err error) {
	var header []string
	var cells [][]float64 // of each array, in C order
	var widths []int
	for _, key := range m.Keys() {
		value, err := m.Value(key)
		if err != nil {
			return nil, err
		}
		x, ok := value.(*lazy.Array)
		if !ok || x.Kind() != lazy.Dense || x.NDim() != 2 || x.DType() == lazy.Complex128 || key == "" || strings.TrimRight(key, "0123456789") != key {
			leftOut = append(leftOut, name+"/"+key)
			continue
		}
		v, err := x.Float64s(f.run...)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		for i := range x.Shape()[1] {
			header = append(header, key+strconv.Itoa(i+1))
		}
		cells, widths = append(cells, v), append(widths, x.Shape()[1])
	}
	if len(header) == 0 {
		return leftOut, nil
	}
	return leftOut, f.file(name+".csv", func(w *bufio.Writer) error {
		c := csv.NewWriter(w)
		if err := c.Write(header); err != nil {
			return err
		}
		rows := 0
		for i, v := range cells {
			if widths[i] > 0 {
				rows = len(v) / widths[i]
			}
		}
		line := make([]string, 0, len(header))
		for row := range rows {
			line = line[:0]
			for i, v := range cells {
				for j := range widths[i] {
					line = append(line, strconv.FormatFloat(v[row*widths[i]+j], 'g', -1, 64))
				}
			}
			if err := c.Write(line); err != nil {
				return err
			}
		}
		c.Flush()
		return c.Error()
	})
}
