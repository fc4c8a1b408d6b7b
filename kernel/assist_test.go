package kernel

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestCommandAt(t *testing.T) {
	at := func(n int) *int { return &n }
	cases := []struct {
		code   string
		cursor *int
		name   string
		start  int
		ok     bool
	}{
		{"%en", nil, "%en", 0, true},
		{"%env A b", at(2), "%env", 0, true},
		{"%env A b", at(6), "", 0, false},
		{"é := 1\n%cd", nil, "%cd", 8, true},
		{"é := 1\n%cd", at(8), "%cd", 8, true},
		{"é := 1\n%cd", at(3), "", 0, false},
		{"x", nil, "", 0, false},
		{"", nil, "", 0, false},
		{"%e", at(99), "%e", 0, true},
		{"%e", at(-1), "%e", 0, true},
	}
	for _, c := range cases {
		r := cursorRequest{Code: c.code, CursorPos: c.cursor}
		if name, start, ok := r.commandAt(); name != c.name || start != c.start || ok != c.ok {
			t.Errorf("%q: %q, %d, %v, want %q, %d, %v", c.code, name, start, ok, c.name, c.start, c.ok)
		}
	}
}

// TestGoCode has the cursor as |, and what is blank in the Go code as spaces.
func TestGoCode(t *testing.T) {
	cases := []struct {
		cell, code string
		ok         bool
	}{
		{"x|", "x", true},
		{"", "", true},
		{"%env A é\nx|", "         \nx", true},
		{"%env| A é\nx", "         \nx", false},
		{"!ls \\\n-l|\nx", "     \n  \nx", false},
		{"%nonsense\nx|", "         \nx", true},
		{"%nonse|nse\nx", "         \nx", false},
		{"%%bash\nx|", "", false},
		{"%%bash\n|\nx", "", false},
		{"%%\nx|", "  \nx", true},
		{"%main a\n\n|x", "       \n\nx", true},
		{"s := `\n%env|\n`", "s := `\n%env\n`", true},
	}
	for _, c := range cases {
		cursor := max(strings.Index(c.cell, "|"), 0)
		code := strings.Replace(c.cell, "|", "", 1)
		n := len([]rune(code[:cursor]))
		r := cursorRequest{Code: code, CursorPos: &n}
		if got, ok := r.goCode(); got != c.code || ok != c.ok {
			t.Errorf("%q: %q, %v, want %q, %v", c.cell, got, ok, c.code, c.ok)
		}
		if c.code != "" && len(c.code) != len(code) {
			t.Errorf("%q: the code has another length than the cell", c.cell)
		}
	}
}

func TestPathAt(t *testing.T) {
	cases := []struct {
		cell, word string
		ok         bool
	}{
		{"!ls da|", "da", true},
		{"!ls -l da/|x", "da/", true},
		{"!*cat da|", "da", true},
		{"!d|", "d", true},
		{"%cd so|", "so", true},
		{"%%writefile a/b|\ntext", "a/b", true},
		{"%c|", "", false},
		{"x da|", "", false},
		{"!cmd --file=da|", "da", true},
		{"!cmd \"da|", "da", true},
	}
	for _, c := range cases {
		cursor := strings.Index(c.cell, "|")
		r := cursorRequest{Code: strings.Replace(c.cell, "|", "", 1), CursorPos: &cursor}
		word, start, ok := r.pathAt()
		if word != c.word || ok != c.ok || ok && r.Code[start:cursor] != c.word {
			t.Errorf("%q: %q at %d, %v, want %q, %v", c.cell, word, start, ok, c.word, c.ok)
		}
	}
}

func TestFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "odd [name]")
	for _, d := range []string{"data", "data/deep"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range []string{"date.txt", "data/one", "data/two", ".hidden"} {
		if err := os.WriteFile(filepath.Join(dir, f), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cases := []struct {
		word string
		want []string
	}{
		{"da", []string{"data/", "date.txt"}},
		{"data/", []string{"data/deep/", "data/one", "data/two"}},
		{"data/o", []string{"data/one"}},
		{"./dat", []string{"./data/", "./date.txt"}},
		{"", []string{"data/", "date.txt"}},
		{".h", []string{".hidden"}},
		{"none", nil},
		{"d*", nil},
		{dir + "/data/t", nil}, // the directory's name is a pattern here
	}
	for _, c := range cases {
		var got []string
		for _, m := range files(dir, c.word) {
			got = append(got, m.Text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.word, got, c.want)
		}
	}
}
