package text

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/lazycell/lazycell/io/store"
)

// market is the header of a Matrix Market file (https://math.nist.gov/MatrixMarket/formats.html): a matrix of coordinates.
type market struct {
	rows, columns int
	entries       int64
	pattern       bool // entries have no value, which is 1
	symmetric     bool // entries stand for their mirror image too
	skew          bool // whose sign is the other one
}

func readMarketHeader(r *reader, long *[]byte) (*market, error) {
	b, err := r.line(long)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	words := bytes.Fields(bytes.ToLower(b))
	if len(words) < 5 || string(words[0]) != "%%matrixmarket" || string(words[1]) != "matrix" {
		return nil, fmt.Errorf("line 1: it doesn't begin with %%%%MatrixMarket matrix: %w", store.ErrInvalid)
	}
	m := &market{}
	if string(words[2]) != "coordinate" {
		return nil, fmt.Errorf("line 1: a matrix of format %q can't be read, only coordinate: %w", words[2], store.ErrUnsupported)
	}
	switch string(words[3]) {
	case "integer", "real":
	case "pattern":
		m.pattern = true
	default:
		return nil, fmt.Errorf("line 1: values of type %q can't be read, only integer, real and pattern: %w", words[3], store.ErrUnsupported)
	}
	switch string(words[4]) {
	case "general":
	case "symmetric":
		m.symmetric = true
	case "skew-symmetric":
		m.symmetric, m.skew = true, true
	default:
		return nil, fmt.Errorf("line 1: symmetry %q: %w", words[4], store.ErrUnsupported)
	}
	for {
		if b, err = r.line(long); err != nil {
			return nil, fmt.Errorf("there is no line of sizes: %w", errors.Join(store.ErrInvalid, err))
		}
		if b = bytes.TrimSpace(b); len(b) > 0 && b[0] != '%' {
			break
		}
	}
	words = bytes.Fields(b)
	var sizes [3]int64
	for i := range sizes {
		if len(words) == 3 {
			sizes[i], err = strconv.ParseInt(string(words[i]), 10, 48)
		}
		if len(words) != 3 || err != nil || sizes[i] < 0 {
			return nil, fmt.Errorf("the line of sizes is %q, not rows, columns and entries: %w", b, store.ErrInvalid)
		}
	}
	m.rows, m.columns, m.entries = int(sizes[0]), int(sizes[1]), sizes[2]
	if _, err := store.Elements([]int{m.rows, m.columns}); err != nil {
		return nil, err
	}
	return m, nil
}

// eachEntry reads the entries of a Matrix Market file and gives row, column (from 0) and value of each; mirrored ones too.
func eachEntry(ctx context.Context, path string, f func(row, column int, value float64) error) (_ *market, err error) {
	r, err := open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	var long []byte
	m, err := readMarketHeader(r, &long)
	if err != nil {
		return nil, err
	}
	for seen := int64(0); seen < m.entries; {
		b, err := r.line(&long)
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("the file ends after %d of %d entries: %w", seen, m.entries, store.ErrInvalid)
		}
		if err != nil {
			return nil, err
		}
		if len(b) == 0 || b[0] == '%' {
			continue
		}
		row, column, value, ok := m.entry(b)
		if !ok {
			return nil, fmt.Errorf("entry %d is %q, which is none of a matrix of %d × %d: %w", seen+1, b, m.rows, m.columns, store.ErrInvalid)
		}
		if err := f(row, column, value); err != nil {
			return nil, err
		}
		if m.symmetric && row != column {
			if m.skew {
				value = -value
			}
			if err := f(column, row, value); err != nil {
				return nil, err
			}
		}
		if seen++; seen%(1<<16) == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return m, nil
}

// entry takes a line apart.
func (m *market) entry(b []byte) (row, column int, value float64, ok bool) {
	row, b, ok = number(b)
	if !ok || row < 1 || row > m.rows {
		return 0, 0, 0, false
	}
	column, b, ok = number(b)
	if !ok || column < 1 || column > m.columns {
		return 0, 0, 0, false
	}
	if m.pattern {
		return row - 1, column - 1, 1, true
	}
	if small, rest, is := number(b); is && len(bytes.TrimSpace(rest)) == 0 {
		return row - 1, column - 1, float64(small), true
	}
	value, err := strconv.ParseFloat(string(bytes.TrimSpace(b)), 64)
	return row - 1, column - 1, value, err == nil
}

// number reads a whole number of at most 15 digits and gives the rest of the line.
func number(b []byte) (n int, rest []byte, ok bool) {
	i := 0
	for i < len(b) && (b[i] == ' ' || b[i] == '\t') {
		i++
	}
	start := i
	for ; i < len(b) && b[i] >= '0' && b[i] <= '9'; i++ {
		n = n*10 + int(b[i]-'0')
	}
	if i == start || i-start > 15 || i < len(b) && b[i] != ' ' && b[i] != '\t' {
		return 0, b, false
	}
	return n, b[i:], true
}

// spooled puts a Matrix Market file where it can be read in any order; lines are its rows, or with columns its columns.
func spooled(ctx context.Context, path string, columns bool) (*spool, error) {
	var counts []int64
	double := false
	r, err := open(path)
	if err != nil {
		return nil, err
	}
	var long []byte
	m, err := readMarketHeader(r, &long)
	if err := errors.Join(err, r.Close()); err != nil {
		return nil, err
	}
	lines, width := m.rows, m.columns
	if columns {
		lines, width = width, lines
	}
	if err := store.CheckMemory([]int{lines}, 24); err != nil {
		return nil, err
	}
	counts = make([]int64, lines)
	_, err = eachEntry(ctx, path, func(row, column int, value float64) error {
		if columns {
			row = column
		}
		counts[row]++
		double = double || float64(float32(value)) != value && value == value
		return nil
	})
	if err != nil {
		return nil, err
	}
	s, err := newSpool(counts, width, double)
	if err != nil {
		return nil, err
	}
	_, err = eachEntry(ctx, path, func(row, column int, value float64) error {
		if columns {
			row, column = column, row
		}
		return s.put(row, column, value)
	})
	if err == nil {
		err = s.flush()
	}
	if err != nil {
		return nil, errors.Join(err, s.file.Close())
	}
	return s, nil
}
