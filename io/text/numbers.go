package text

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

var nan = math.NaN()

// numbers is a matrix in a text file, which is read where its rows lie.
type numbers struct {
	file    *os.File
	starts  []int64 // of every row, and the end of the last
	columns int
	skip    int // cells in front of every row that are none of the matrix
	comma   byte
	number  int64
	names   []string // of the rows, when skip is 1
	header  []string // of the columns, nil when there is none
}

var matrices atomic.Int64

// openNumbers finds the rows of a matrix. With named the first row and the first column are names where they can't be numbers; without, all are numbers.
func openNumbers(ctx context.Context, path string, named bool) (_ *numbers, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	n := &numbers{file: f, columns: -1, comma: ',', number: matrices.Add(1)}
	if strings.HasSuffix(strings.ToLower(path), ".tsv") {
		n.comma = '\t'
	}
	if err := n.scan(ctx, named); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return n, nil
}

func (n *numbers) scan(ctx context.Context, named bool) error {
	r := bufio.NewReaderSize(n.file, bufferSize)
	var at int64
	first := []string(nil)
	for line := 1; ; line++ {
		b, err := readLine(r)
		if len(b) == 0 && errors.Is(err, io.EOF) {
			break
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		text := bytes.TrimRight(b, "\r\n")
		switch {
		case len(text) == 0:
		case line == 1 && named:
			if first, err = cells(text, n.comma); err != nil {
				return fmt.Errorf("line 1: %w", err)
			}
			if isNumbers(first[min(1, len(first)-1):]) {
				if n.skip = 0; !isNumbers(first[:1]) {
					n.skip = 1
				}
				if err := n.row(at, text, line); err != nil {
					return err
				}
			} else {
				n.header = first
			}
		default:
			if n.header != nil && n.starts == nil {
				c, err := cells(text, n.comma)
				if err != nil {
					return fmt.Errorf("line %d: %w", line, err)
				}
				if len(c) > len(n.header) || !isNumbers(c[:1]) || n.header[0] == "" {
					n.skip = 1
				}
			}
			if err := n.row(at, text, line); err != nil {
				return err
			}
		}
		at += int64(len(b))
		if line%(1<<10) == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	n.starts = append(n.starts, at)
	if n.columns < 0 {
		n.columns = max(len(n.header)-n.skip, 0)
	}
	if len(n.header) > n.columns {
		n.header = n.header[len(n.header)-n.columns:]
	}
	if n.header != nil && len(n.header) != n.columns {
		return fmt.Errorf("line 1 has %d names for %d columns: %w", len(n.header), n.columns, store.ErrInvalid)
	}
	return nil
}

// row takes note of a row.
func (n *numbers) row(at int64, text []byte, line int) error {
	columns := bytes.Count(text, []byte{n.comma}) + 1 - n.skip
	if n.skip > 0 {
		c, err := cells(text, n.comma)
		if err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
		n.names = append(n.names, c[0])
		columns = len(c) - 1
	}
	if n.columns >= 0 && columns != n.columns {
		return fmt.Errorf("line %d has %d columns, those above %d: %w", line, columns, n.columns, store.ErrInvalid)
	}
	n.columns, n.starts = columns, append(n.starts, at)
	return nil
}

// readLine reads a line with its end.
func readLine(r *bufio.Reader) ([]byte, error) {
	b, err := r.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return b, err
	}
	long := append([]byte(nil), b...)
	for errors.Is(err, bufio.ErrBufferFull) {
		if len(long) > maxLine {
			return nil, errLine
		}
		b, err = r.ReadSlice('\n')
		long = append(long, b...)
	}
	return long, err
}

// cells takes a line apart, which may hold quoted text.
func cells(line []byte, comma byte) ([]string, error) {
	if bytes.IndexByte(line, '"') < 0 {
		return strings.Split(string(line), string(comma)), nil
	}
	r := csv.NewReader(bytes.NewReader(line))
	r.Comma = rune(comma)
	return r.Read()
}

func isNumbers(cells []string) bool {
	for _, c := range cells {
		if _, ok := parseCell([]byte(c)); !ok {
			return false
		}
	}
	return len(cells) > 0
}

// parseCell reads a number; an empty cell is NaN.
func parseCell(b []byte) (float64, bool) {
	b = bytes.TrimSpace(b)
	switch string(b) {
	case "":
		return nan, true
	case "True":
		return 1, true
	case "False":
		return 0, true
	}
	v, err := strconv.ParseFloat(string(b), 64)
	return v, err == nil
}

// Name tells the matrix from every other source.
func (n *numbers) Name() string { return fmt.Sprintf("text-%d", n.number) }

// ReadBlock reads a box.
func (n *numbers) ReadBlock(_ context.Context, offset, shape []int) (block.Block, error) {
	from, to := n.starts[offset[0]], n.starts[offset[0]+shape[0]]
	raw := make([]byte, to-from)
	if _, err := n.file.ReadAt(raw, from); err != nil {
		return nil, fmt.Errorf("read %s: %w", n.file.Name(), err)
	}
	out := make([]float64, 0, shape[0]*shape[1])
	for row := range shape[0] {
		line := raw[n.starts[offset[0]+row]-from : n.starts[offset[0]+row+1]-from]
		line = bytes.Trim(line, "\r\n")
		for range n.skip {
			line = afterName(line, n.comma)
		}
		for column := 0; column < offset[1]+shape[1]; column++ {
			cell := line
			if i := bytes.IndexByte(line, n.comma); i >= 0 {
				cell, line = line[:i], line[i+1:]
			} else {
				line = nil
			}
			if column < offset[1] {
				continue
			}
			v, ok := parseCell(cell)
			if !ok {
				return nil, fmt.Errorf("read %s: row %d, column %d: %q is no number: %w", n.file.Name(), offset[0]+row, column, cell, store.ErrInvalid)
			}
			out = append(out, v)
		}
	}
	return block.FromSlice(append([]int(nil), shape...), out)
}

// afterName is a line without its first cell, which may be quoted.
func afterName(line []byte, comma byte) []byte {
	quoted := false
	for i, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == comma && !quoted:
			return line[i+1:]
		}
	}
	return nil
}

// array is the matrix as a lazy array.
func (n *numbers) array() *lazy.Array {
	rows := len(n.starts) - 1
	shape := []int{rows, n.columns}
	if rows == 0 || n.columns == 0 {
		return lazy.Zeros(lazy.Float64, shape...)
	}
	step := max(rowBytes/(8*n.columns), 1)
	var sizes []int
	for left := rows; left > 0; left -= step {
		sizes = append(sizes, min(left, step))
	}
	return lazy.FromSource(n, lazy.Float64, shape, [][]int{sizes, {n.columns}})
}
