package display

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"github.com/lazycell/lazycell/anndata/frame"
)

// What of a frame is shown before it is summarised, as in pandas.
const (
	maxRows    = 60
	edgeRows   = 5
	maxColumns = 20
	edgeColumn = 10
	maxCell    = 50 // characters
)

// table is the look of a frame: a table of its first and last rows and columns.
func table(f *frame.Frame) (Bundle, error) {
	if err := f.Err(); err != nil {
		return Bundle{}, err
	}
	names := f.Columns()
	rows, cols := ends(f.NRows(), maxRows, edgeRows), ends(len(names), maxColumns, edgeColumn)
	var b strings.Builder
	b.WriteString("<div>\n" + `<table border="1" class="dataframe">` + "\n<thead>\n" + `<tr style="text-align: right;">`)
	cell := func(tag, text string) {
		b.WriteString("<" + tag + ">" + html.EscapeString(short(text)) + "</" + tag + ">")
	}
	cell("th", f.IndexName())
	series := make([]*frame.Series, len(cols))
	for i, c := range cols {
		if c < 0 {
			cell("th", cut)
			continue
		}
		series[i] = f.Col(names[c])
		cell("th", names[c])
	}
	b.WriteString("</tr>\n</thead>\n<tbody>\n")
	index := f.Index()
	for _, r := range rows {
		b.WriteString("<tr>")
		if r < 0 {
			cell("th", cut)
		} else {
			cell("th", index[r])
		}
		for _, s := range series {
			if r < 0 || s == nil {
				cell("td", cut)
			} else {
				cell("td", cellText(s, r))
			}
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n</table>\n")
	if len(rows) < f.NRows() || len(cols) < len(names) || len(names) == 0 {
		fmt.Fprintf(&b, "<p>%d rows × %d columns</p>\n", f.NRows(), len(names))
	}
	b.WriteString("</div>")
	return Bundle{Data: map[string]any{MIMEText: f.String(), MIMEHTML: b.String()}}, nil
}

// cellText is a value in a table: floats with at most six significant digits.
func cellText(s *frame.Series, row int) string {
	text := s.Text(row)
	if s.Kind() == frame.FloatKind {
		if v, err := strconv.ParseFloat(text, 64); err == nil && len(text) > 8 {
			return strconv.FormatFloat(v, 'g', 6, 64)
		}
	}
	return text
}

func short(s string) string {
	if r := []rune(s); len(r) > maxCell {
		return string(r[:maxCell-1]) + cut
	}
	return s
}

// ends is the positions shown of n: all of them, or those at both ends with a -1 between.
func ends(n, most, edge int) []int {
	var out []int
	for i := 0; i < n; i++ {
		if n > most && i == edge {
			out = append(out, -1)
			i = n - edge
		}
		out = append(out, i)
	}
	return out
}
