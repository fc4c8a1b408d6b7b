package lazy_test

import (
	"encoding/json"
	"testing"

	"github.com/lazycell/lazycell/lazy"
)

func init() {
	for name, f := range map[string]func(*array, ...int) *array{
		"reshape": (*array).Reshape, "squeeze": (*array).Squeeze, "expand_dims": (*array).ExpandDims, "broadcast_to": (*array).BroadcastTo,
		"tile": (*array).Tile, "flip": (*array).Flip,
	} {
		axes[name] = f
	}
	unary["ravel"] = (*array).Ravel
	pieces := func(cut func(a *array, pieces, axis int) ([]*array, error)) func(t testing.TB, s step, in ...*array) *array {
		return func(t testing.TB, s step, in ...*array) *array {
			v := s.ints(t)
			out, err := cut(in[0], v[0], v[1])
			if err != nil {
				return lazy.Failed(err)
			}
			return out[v[2]]
		}
	}
	moreSteps = append(moreSteps, map[string]func(t testing.TB, s step, in ...*array) *array{
		"moveaxis": func(t testing.TB, s step, in ...*array) *array { return in[0].MoveAxis(s.ints(t)[0], s.ints(t)[1]) },
		"swapaxes": func(t testing.TB, s step, in ...*array) *array { return in[0].SwapAxes(s.ints(t)[0], s.ints(t)[1]) },
		"repeat":   func(t testing.TB, s step, in ...*array) *array { return in[0].Repeat(s.ints(t)[0], s.ints(t)[1]) },
		"roll":     func(t testing.TB, s step, in ...*array) *array { return in[0].Roll(s.ints(t)[0], s.ints(t)[1:]...) },
		"stack":    func(t testing.TB, s step, in ...*array) *array { return lazy.Stack(s.ints(t)[0], in...) },
		"block": func(t testing.TB, s step, in ...*array) *array {
			var rows [][]*array
			for _, n := range argument[[]int](t, s.args[0]) {
				rows, in = append(rows, in[:n]), in[n:]
			}
			return lazy.Block(rows)
		},
		"pad": func(t testing.TB, s step, in ...*array) *array {
			var widths [][2]int
			for _, a := range s.args[1:] {
				widths = append(widths, argument[[2]int](t, a))
			}
			return in[0].Pad(padding(t, s.args[0]), widths...)
		},
		"split":       pieces((*array).Split),
		"array_split": pieces((*array).ArraySplit),
		"index":       func(t testing.TB, s step, in ...*array) *array { return in[0].Slice(s.mixedIndexes(t)...) },
		"points": func(t testing.TB, s step, in ...*array) *array {
			var at [][]int
			for _, a := range s.args {
				at = append(at, argument[[]int](t, a))
			}
			return in[0].Points(at...)
		},
	})
}

func padding(t testing.TB, how json.RawMessage) lazy.Padding {
	switch string(how) {
	case `"edge"`:
		return lazy.PadEdge
	case `"reflect"`:
		return lazy.PadReflect
	case `"symmetric"`:
		return lazy.PadSymmetric
	case `"wrap"`:
		return lazy.PadWrap
	}
	return lazy.PadConstant(argument[float64](t, argument[[]json.RawMessage](t, how)[1]))
}

// mixedIndexes is indexes with single positions, added axes and dots among them.
func (s step) mixedIndexes(t testing.TB) []lazy.Index {
	var out []lazy.Index
	for _, a := range s.args {
		switch string(a) {
		case `"newaxis"`:
			out = append(out, lazy.NewAxis)
			continue
		case `"..."`:
			out = append(out, lazy.Ellipsis)
			continue
		case "null":
			out = append(out, lazy.All)
			continue
		}
		parts := argument[[]json.RawMessage](t, a)
		if string(parts[0]) == `"int"` {
			out = append(out, lazy.I(argument[int](t, parts[1])))
			continue
		}
		out = append(out, step{s.op, []json.RawMessage{a}}.indexes(t)...)
	}
	return out
}
