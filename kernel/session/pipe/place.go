package pipe

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	cellFile  = regexp.MustCompile(`^Cell \[(\d+)\]$`)
	closure   = regexp.MustCompile(`^(func)?\d+$|^gowrap\d+$|^deferwrap\d+$`)
	generated = regexp.MustCompile(`^(Run|[Ll]c_)`)
)

// CellOf returns the number of the cell that a file name of Go's stack traces stands for: "Cell [3]" is cell 3.
func CellOf(file string) (int, bool) {
	m := cellFile.FindStringSubmatch(file)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil
}

// UserFunc turns the runtime's name of a function, "lazycell.session/c3.(*point).area.func1", into the user's: "(*point).area".
// The top level of a cell has none.
func UserFunc(name string) string {
	name = name[strings.LastIndexByte(name, '/')+1:]
	_, name, _ = strings.Cut(name, ".")
	for {
		i := strings.LastIndexByte(name, '.')
		if i < 0 || !closure.MatchString(name[i+1:]) {
			break
		}
		name = name[:i]
	}
	if generated.MatchString(name) {
		return ""
	}
	return strings.Replace(name, ".Lc_", ".", 1) // methods are exported for later cells
}
