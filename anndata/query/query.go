package query

import (
	"bufio"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

// Select is the index of the rows of a table that a selection means: see the package for its grammar. The error says what is wrong with the selection, or which
// names or columns there are not.
func Select(f *frame.Frame, selection string) (lazy.Index, error) {
	if err := f.Err(); err != nil {
		return nil, err
	}
	index, err := selected(f, strings.TrimSpace(selection))
	if err != nil {
		return nil, fmt.Errorf("selection %q: %w", selection, err)
	}
	return index, nil
}

func selected(f *frame.Frame, text string) (lazy.Index, error) {
	switch {
	case text == "" || text == ":":
		return lazy.All, nil
	case strings.HasPrefix(text, "@"):
		return fromFile(f, text[1:])
	case ranges.MatchString(text):
		return positions(f.NRows(), text)
	}
	list, err := tokens(text)
	if err != nil {
		return nil, err
	}
	if isExpression(f, list) {
		p := &parser{frame: f, tokens: list}
		mask, err := p.selection()
		if err != nil {
			return nil, err
		}
		return lazy.Where(mask), nil
	}
	names, err := listed(text)
	if err != nil {
		return nil, err
	}
	return named(f, names)
}

var ranges = regexp.MustCompile(`^(-?\d*:-?\d*(:-?\d+)?)(\s*,\s*-?\d*:-?\d*(:-?\d+)?)*$`)

// positions reads ranges.
func positions(n int, text string) (lazy.Index, error) {
	var all []int
	pieces := strings.Split(text, ",")
	for _, piece := range pieces {
		var numbers [3]int
		given := [3]bool{}
		for i, s := range strings.Split(strings.TrimSpace(piece), ":") {
			if s == "" {
				continue
			}
			v, err := strconv.Atoi(s)
			if err != nil {
				return nil, fmt.Errorf("%s is no number that can be used", s)
			}
			numbers[i], given[i] = v, true
		}
		if !given[2] {
			numbers[2] = 1
		}
		switch backwards := numbers[2] < 0; {
		case !given[0] && backwards:
			numbers[0] = n - 1
		case !given[1] && !backwards:
			numbers[1] = lazy.End
		}
		if !given[1] && numbers[2] < 0 {
			numbers[1] = -n - 1
		}
		r := lazy.RangeStep(numbers[0], numbers[1], numbers[2])
		if len(pieces) == 1 {
			_, err := r.Resolve(n)
			return r, err
		}
		s, err := r.Resolve(n)
		if err != nil {
			return nil, err
		}
		for i := range s.Len() {
			all = append(all, s.At(i))
		}
	}
	return lazy.At(all...), nil
}

// fromFile reads names from a file, one in each line.
func fromFile(f *frame.Frame, path string) (lazy.Index, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var names []string
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if name := strings.TrimRight(lines.Text(), "\r"); name != "" {
			names = append(names, name)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return named(f, names)
}

func named(f *frame.Frame, names []string) (lazy.Index, error) {
	rows, err := f.Lookup(names...)
	if err != nil {
		return nil, err
	}
	return lazy.At(rows...), nil
}

// listed takes names apart at commas outside quotes.
func listed(text string) ([]string, error) {
	var names []string
	for i := 0; ; {
		for i < len(text) && text[i] == ' ' {
			i++
		}
		if i < len(text) && (text[i] == '"' || text[i] == '\'') {
			name, end, err := quoted(text, i)
			if err != nil {
				return nil, err
			}
			names, i = append(names, name), end
			for i < len(text) && text[i] == ' ' {
				i++
			}
			if i < len(text) && text[i] != ',' {
				return nil, fmt.Errorf("a comma is missing behind %q", name)
			}
		} else {
			name, _, _ := strings.Cut(text[i:], ",")
			i += len(name)
			names = append(names, strings.TrimSpace(name))
		}
		if i >= len(text) {
			return names, nil
		}
		i++ // the comma
	}
}

// isExpression says whether there is an operator among the tokens, or the only one is a column of booleans.
func isExpression(f *frame.Frame, list []token) bool {
	if slices.ContainsFunc(list, func(t token) bool {
		return !t.quoted && slices.Contains([]string{"==", "!=", "<", "<=", ">", ">=", "~", "!~", "=", "in", "is", "(", "[", "not", "and", "or"}, t.text)
	}) {
		return true
	}
	if len(list) != 1 || list[0].quoted || !f.Has(list[0].text) {
		return false
	}
	k := f.Col(list[0].text).Kind()
	return k == frame.BoolKind || k == frame.NullableBoolKind
}
