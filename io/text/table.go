package text

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/io/store"
)

// table reads a CSV file of a header and typed columns.
func table(path string) (header []string, columns [][]string, err error) {
	r, err := open(path)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	c := csv.NewReader(r)
	if header, err = c.Read(); err != nil {
		return nil, nil, fmt.Errorf("there is no header: %w", errors.Join(store.ErrInvalid, err))
	}
	columns = make([][]string, len(header))
	for {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			return header, columns, nil
		}
		if err != nil {
			return nil, nil, err
		}
		for i, cell := range cells {
			columns[i] = append(columns[i], cell)
		}
	}
}

// indexed is a table whose first column is its index, as a frame.
func indexed(path string) (*frame.Frame, error) {
	header, columns, err := table(path)
	if err != nil {
		return nil, err
	}
	cols := make([]*frame.Series, 0, len(header))
	for i, name := range header[1:] {
		cols = append(cols, series(name, columns[i+1]))
	}
	index := columns[0]
	if index == nil {
		index = []string{}
	}
	f, err := frame.New(index, cols...)
	if err != nil {
		return nil, err
	}
	return f.WithIndexName(header[0]), nil
}

// series is a column of text as what all of it can be read as: booleans, whole numbers, numbers (where an empty cell is missing), or text.
func series(name string, cells []string) *frame.Series {
	if v, ok := parsed(cells, func(s string) (bool, bool) { return s == "True", s == "True" || s == "False" }); ok {
		return frame.Bools(name, v)
	}
	if v, ok := parsed(cells, func(s string) (int64, bool) {
		n, err := strconv.ParseInt(s, 10, 64)
		return n, err == nil
	}); ok {
		return frame.Ints(name, v)
	}
	numbers := 0
	v, ok := parsed(cells, func(s string) (float64, bool) {
		if s == "" {
			return nan, true
		}
		numbers++
		x, err := strconv.ParseFloat(s, 64)
		return x, err == nil
	})
	if ok && numbers > 0 {
		return frame.Float64s(name, v)
	}
	mask, missing := make([]bool, len(cells)), false
	for i, s := range cells {
		mask[i] = s == ""
		missing = missing || mask[i]
	}
	if missing {
		return frame.NullableStrings(name, cells, mask)
	}
	if cells == nil {
		cells = []string{}
	}
	return frame.Strings(name, cells)
}

func parsed[T any](cells []string, parse func(string) (T, bool)) ([]T, bool) {
	out := make([]T, len(cells))
	for i, s := range cells {
		var ok bool
		if out[i], ok = parse(s); !ok {
			return nil, false
		}
	}
	return out, len(cells) > 0
}

// writeFrame writes a frame as a table with its index in front.
func writeFrame(w *bufio.Writer, f *frame.Frame) error {
	if err := f.Err(); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	columns := make([]*frame.Series, f.NCols())
	for i, name := range f.Columns() {
		columns[i] = f.Col(name)
	}
	write := func(cells []string) error {
		if len(cells) == 1 && cells[0] == "" { // an empty line would be none
			c.Flush()
			_, err := w.WriteString("\"\"\n")
			return err
		}
		return c.Write(cells)
	}
	if err := write(append([]string{f.IndexName()}, f.Columns()...)); err != nil {
		return err
	}
	cells := make([]string, 1+len(columns))
	for row, name := range f.Index() {
		cells[0] = name
		for i, s := range columns {
			cells[i+1] = cellOf(s, row)
		}
		if err := write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// cellOf is a value as pandas writes it into a table.
func cellOf(s *frame.Series, row int) string {
	if s.IsMissing(row) {
		return ""
	}
	switch v := s.Values().(type) {
	case []float64:
		return strconv.FormatFloat(v[row], 'g', -1, 64)
	case []float32:
		return strconv.FormatFloat(float64(v[row]), 'g', -1, 32)
	case []string:
		return v[row]
	}
	return strings.TrimSpace(s.Text(row))
}
