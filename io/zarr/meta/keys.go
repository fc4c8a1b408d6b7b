package meta

import (
	"fmt"
	"strconv"
	"strings"
)

// KeyEncoding makes the key of a chunk from its place in the grid.
type KeyEncoding struct {
	// Prefixed keys start with "c".
	Prefixed bool
	// Separator stands between the numbers: "/" or ".".
	Separator string
}

// Key is the key of the chunk at a place, below the array's own key.
func (k KeyEncoding) Key(index []int) string {
	var b strings.Builder
	if k.Prefixed {
		b.WriteByte('c')
	} else if len(index) == 0 {
		return "0"
	}
	for i, n := range index {
		if i > 0 || k.Prefixed {
			b.WriteString(k.Separator)
		}
		b.WriteString(strconv.Itoa(n))
	}
	return b.String()
}

func newKeyEncoding(prefixed bool, separator string) (KeyEncoding, error) {
	if separator != "/" && separator != "." {
		return KeyEncoding{}, fmt.Errorf("chunk key separator %q, it must be / or . : %w", separator, ErrInvalid)
	}
	return KeyEncoding{Prefixed: prefixed, Separator: separator}, nil
}
