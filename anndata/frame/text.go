package frame

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What a printed table shows before it is summarised.
const (
	maxRows  = 60
	edgeRows = 5
	maxWidth = 80
	maxCell  = 50
)

// String is the table as text, in the manner of pandas: all rows up to 60, otherwise the first and last five; columns from the
// middle are left out when the table is wider than 80 characters.
func (f *Frame) String() string {
	if f.err != nil {
		return f.err.Error()
	}
	if len(f.cols) == 0 {
		return f.emptyText()
	}
	rows, gap := shown(f.NRows())
	table := [][]string{indexCells(f, rows, gap)}
	for _, c := range f.cols {
		table = append(table, columnCells(c, rows, gap))
	}
	table, cutCols := narrowed(table)
	var b strings.Builder
	widths := make([]int, len(table))
	for i, cells := range table {
		for _, cell := range cells {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for r := range table[0] {
		for i, cells := range table {
			cell := cells[r]
			fill := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				b.WriteString(cell + fill)
			} else {
				b.WriteString(" " + fill + cell)
			}
		}
		b.WriteByte('\n')
	}
	if gap || cutCols {
		fmt.Fprintf(&b, "\n[%d rows x %d columns]", f.NRows(), f.NCols())
		return b.String()
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func (f *Frame) emptyText() string {
	names := f.Index()
	list := strings.Join(names[:min(len(names), 10)], ", ")
	if len(names) > 10 {
		list += ", ..."
	}
	return fmt.Sprintf("Empty Frame\nColumns: []\nIndex: [%s]\n\n[%d rows x 0 columns]", list, len(names))
}

// shown is the rows to print and whether a gap follows the first half of them.
func shown(n int) (rows []int, gap bool) {
	for i := range n {
		if n <= maxRows || i < edgeRows || i >= n-edgeRows {
			rows = append(rows, i)
		}
	}
	return rows, n > maxRows
}

// withGap puts dots between the first and the last rows: two in a column too narrow for three.
func withGap(cells []string, head int, gap bool) []string {
	if !gap {
		return cells
	}
	dots := ".."
	if slices.ContainsFunc(cells, func(c string) bool { return utf8.RuneCountInString(c) > 3 }) {
		dots = "..."
	}
	return slices.Insert(cells, head+edgeRows, dots)
}

func indexCells(f *Frame, rows []int, gap bool) []string {
	cells := []string{""}
	if f.indexName != "" {
		cells = append(cells, f.indexName)
	}
	head := len(cells)
	for _, r := range rows {
		cells = append(cells, clip(f.index.names[r]))
	}
	return withGap(cells, head, gap)
}

func columnCells(c *Series, rows []int, gap bool) []string {
	head := clip(c.name)
	if k := c.Kind(); k != StringKind && k != CategoricalKind && k != NullableStringKind {
		head = " " + head
	}
	cells := []string{head}
	for _, v := range c.cells(rows) {
		cells = append(cells, " "+v)
	}
	return withGap(cells, 1, gap)
}

// cells is the given rows as a column of a printed table: floats share a number of decimals.
func (s *Series) cells(rows []int) []string {
	out := make([]string, len(rows))
	if s.Kind() == FloatKind {
		values := make([]float64, len(rows))
		for i, r := range rows {
			values[i], _ = s.vector().number(r)
		}
		return floatCells(values)
	}
	for i, r := range rows {
		out[i] = clip(s.vector().text(r))
	}
	return out
}

func floatCells(values []float64) []string {
	const digits = 6
	small, large, decimals := false, false, 1
	for _, v := range values {
		a := math.Abs(v)
		if math.IsNaN(v) || math.IsInf(v, 0) {
			continue
		}
		small = small || (a > 0 && a < math.Pow10(-digits))
		large = large || a > 1e6
		text := strings.TrimRight(strconv.FormatFloat(v, 'f', digits, 64), "0")
		decimals = max(decimals, len(text)-strings.IndexByte(text, '.')-1)
	}
	out := make([]string, len(values))
	for i, v := range values {
		switch {
		case math.IsNaN(v) || math.IsInf(v, 0):
			out[i] = floatText(v, 64)
		case small || (large && decimals > 1):
			out[i] = strconv.FormatFloat(v, 'e', digits, 64)
		default:
			out[i] = strconv.FormatFloat(v, 'f', decimals, 64)
		}
	}
	return out
}

// narrowed drops columns from the middle until the table fits.
func narrowed(table [][]string) ([][]string, bool) {
	width := func(cells []string) int {
		w := 0
		for _, c := range cells {
			w = max(w, utf8.RuneCountInString(c))
		}
		return w + 1
	}
	total := -1
	for _, cells := range table {
		total += width(cells)
	}
	if total <= maxWidth {
		return table, false
	}
	total += 4
	head, tail := len(table)/2+1, len(table)/2+1
	for total > maxWidth && head+len(table)-tail > 3 {
		if head-1 > len(table)-tail {
			head--
			total -= width(table[head])
		} else {
			total -= width(table[tail])
			tail++
		}
	}
	if head == tail {
		return table, false
	}
	dots := slices.Repeat([]string{"..."}, len(table[0]))
	out := append(slices.Clone(table[:head]), dots)
	return append(out, table[tail:]...), true
}

func clip(s string) string {
	s = strings.NewReplacer("\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(s)
	if utf8.RuneCountInString(s) <= maxCell {
		return s
	}
	return string([]rune(s)[:maxCell-3]) + "..."
}

// String is the column as text: its values (the first and last five when there are more than 60), then its name, length and type.
func (s *Series) String() string {
	if err := s.Load(); err != nil {
		return err.Error()
	}
	rows, gap := shown(s.Len())
	cells := s.cells(rows)
	labels := make([]string, len(rows))
	for i, r := range rows {
		labels[i] = strconv.Itoa(r)
	}
	labels, cells = withGap(labels, 0, gap), withGap(cells, 0, gap)
	wl, wc := 0, 0
	for i := range cells {
		wl, wc = max(wl, len(labels[i])), max(wc, utf8.RuneCountInString(cells[i]))
	}
	var b strings.Builder
	for i := range cells {
		fill := strings.Repeat(" ", wc-utf8.RuneCountInString(cells[i]))
		fmt.Fprintf(&b, "%-*s    %s%s\n", wl, labels[i], fill, cells[i])
	}
	fmt.Fprintf(&b, "Name: %s, Length: %d, dtype: %s", s.name, s.Len(), s.DType())
	if cats := s.Categories(); cats != nil {
		sep := ", "
		if s.Ordered() {
			sep = " < "
		}
		names := cats.Strings()
		list := strings.Join(names[:min(len(names), 8)], sep)
		if len(names) > 8 {
			list += sep + "..." + sep + names[len(names)-1]
		}
		fmt.Fprintf(&b, "\nCategories (%d, %s): [%s]", len(names), cats.DType(), list)
	}
	return b.String()
}
