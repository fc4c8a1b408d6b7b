package codec

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Read reads a graph, and nothing behind it. Whatever the bytes are, it takes memory in proportion to their number, and the error says what is wrong with
// them. The operations are not checked against each other.
func Read(r io.Reader) (*Graph, error) {
	first := make([]byte, len(firstLine))
	if _, err := io.ReadFull(r, first); err != nil {
		return nil, ended(err)
	}
	if string(first) != firstLine {
		return nil, fmt.Errorf("it begins with %q, where a graph that this version can read begins with %q", first, firstLine)
	}
	d := &decoder{r: r}
	head, err := d.section()
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	var h header
	if err := json.Unmarshal(head, &h); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	grids, err := d.gridsOf(&h)
	if err != nil {
		return nil, err
	}
	g := &Graph{Roots: h.Roots}
	for n := range h.Layers {
		l, err := d.layer(&h.Layers[n], n, grids)
		if err != nil {
			return nil, fmt.Errorf("layer %d, %s: %w", n, h.Layers[n].Op, err)
		}
		g.Layers = append(g.Layers, l)
	}
	for _, n := range h.Roots {
		if n < 0 || n >= len(g.Layers) {
			return nil, fmt.Errorf("there is no layer %d of %d", n, len(g.Layers))
		}
	}
	return g, nil
}

func ended(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it ends early")
	}
	return err
}

// decoder reads sections as the header mentions them.
type decoder struct {
	r io.Reader
}

// mostWork is how many chunk sizes along axes the layers of a graph may have together, so that no small file keeps a machine busy.
const mostWork = 1 << 28

// gridsOf makes the grids; those that have an axis in common share it.
func (d *decoder) gridsOf(h *header) ([]*op.Grid, error) {
	axes := make([]op.Axis, len(h.Axes))
	for i, data := range h.Axes {
		sizes, err := d.ints(data)
		if err == nil {
			axes[i], err = op.NewAxis(sizes)
		}
		if err != nil {
			return nil, fmt.Errorf("axis %d: %w", i, err)
		}
	}
	grids, sizes := make([]*op.Grid, len(h.Grids)), make([]int, len(h.Grids))
	for i, list := range h.Grids {
		own := make([]op.Axis, len(list))
		for k, n := range list {
			if n < 0 || n >= len(axes) {
				return nil, fmt.Errorf("grid %d: there is no axis %d of %d", i, n, len(axes))
			}
			own[k] = axes[n]
			sizes[i] += own[k].Len()
		}
		grids[i] = op.GridOf(own)
		if err := op.CheckShape(grids[i].Shape()); err != nil {
			return nil, fmt.Errorf("grid %d: %w", i, err)
		}
	}
	work := 0
	for n, l := range h.Layers {
		if l.Grid < 0 || l.Grid >= len(grids) {
			return nil, fmt.Errorf("layer %d: there is no grid %d of %d", n, l.Grid, len(grids))
		}
		if work += sizes[l.Grid]; work > mostWork {
			return nil, fmt.Errorf("the layers have more than %d chunk sizes", mostWork)
		}
		for _, in := range l.Inputs {
			if in < 0 || in >= n {
				return nil, fmt.Errorf("layer %d: it can't read layer %d, which must come before it", n, in)
			}
			if work += sizes[h.Layers[in].Grid]; work > mostWork {
				return nil, fmt.Errorf("the layers have more than %d chunk sizes", mostWork)
			}
		}
	}
	return grids, nil
}

func (d *decoder) layer(l *layer, n int, grids []*op.Grid) (Layer, error) {
	o, err := op.New(l.Op)
	if err != nil {
		return Layer{}, err
	}
	dtype, err := block.ParseDType(l.DType)
	if err != nil {
		return Layer{}, err
	}
	out := Layer{Op: o, DType: dtype, Grid: grids[l.Grid], Inputs: l.Inputs, Pass: l.Pass}
	if err := d.fields(reflect.ValueOf(o).Elem(), l.With, &out); err != nil {
		return Layer{}, err
	}
	return out, nil
}

// fields sets the parameters of an operation, or of a part of one, in the order in which they are declared.
func (d *decoder) fields(v reflect.Value, with map[string]json.RawMessage, l *Layer) error {
	found := 0
	for i := range v.NumField() {
		f := v.Type().Field(i)
		data, ok := with[f.Name]
		if !f.IsExported() || !ok {
			continue
		}
		found++
		if err := d.value(v.Field(i), data, l); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	for name := range with {
		if f, ok := v.Type().FieldByName(name); found < len(with) && (!ok || !f.IsExported()) {
			return fmt.Errorf("there is no parameter %q in this version", name)
		}
	}
	return nil
}

// value sets one parameter.
func (d *decoder) value(v reflect.Value, data json.RawMessage, l *Layer) (err error) {
	switch x := v.Addr().Interface().(type) {
	case **op.Function:
		var name string
		if err := json.Unmarshal(data, &name); err != nil {
			return err
		}
		*x, err = op.Registered(name)
		return err
	case *op.Reader:
		var r reader
		if err := json.Unmarshal(data, &r); err != nil {
			return err
		}
		if r.Entries < 0 {
			return fmt.Errorf("%d entries", r.Entries)
		}
		*x = &op.Reopened{Scheme: r.Scheme, At: r.At, Label: r.Name, Chunks: r.Kind, Entries: r.Entries}
		return nil
	case *[]block.Block:
		*x, err = d.blocks(data, l)
		return err
	case *[]int:
		*x, err = d.ints(data)
		return err
	case *[]float64:
		*x, err = d.floats(data)
		return err
	}
	switch v.Kind() {
	case reflect.Float64:
		x, err := floatOf(data)
		v.SetFloat(x)
		return err
	case reflect.Slice:
		var list []json.RawMessage
		if err := json.Unmarshal(data, &list); err != nil {
			return err
		}
		v.Set(reflect.MakeSlice(v.Type(), len(list), len(list)))
		for i, data := range list {
			if err := d.value(v.Index(i), data, l); err != nil {
				return err
			}
		}
		return nil
	case reflect.Struct:
		var with map[string]json.RawMessage
		if err := json.Unmarshal(data, &with); err != nil {
			return err
		}
		return d.fields(v, with, l)
	}
	return json.Unmarshal(data, v.Addr().Interface())
}

func floatOf(data json.RawMessage) (float64, error) {
	switch string(data) {
	case `"NaN"`:
		return math.NaN(), nil
	case `"Infinity"`:
		return math.Inf(1), nil
	case `"-Infinity"`:
		return math.Inf(-1), nil
	}
	var v float64
	err := json.Unmarshal(data, &v)
	return v, err
}

// listed says how many numbers a list in a section has; ok is false for a list in the header.
func listed(data json.RawMessage, of func(long) *int) (n int, ok bool, err error) {
	if len(data) == 0 || data[0] != '{' {
		return 0, false, nil
	}
	var l long
	if err := json.Unmarshal(data, &l); err != nil {
		return 0, true, err
	}
	p := of(l)
	if p == nil || *p < 0 {
		return 0, true, fmt.Errorf("%s is no list", data)
	}
	return *p, true, nil
}

func (d *decoder) ints(data json.RawMessage) ([]int, error) {
	n, ok, err := listed(data, func(l long) *int { return l.Ints })
	if err != nil {
		return nil, err
	}
	if !ok {
		var list []int
		err := json.Unmarshal(data, &list)
		return list, err
	}
	packed, err := d.section()
	if err != nil {
		return nil, err
	}
	if n > len(packed) {
		return nil, fmt.Errorf("a section of %d bytes for %d integers", len(packed), n)
	}
	list := make([]int, n)
	for i := range list {
		v, used := binary.Varint(packed)
		if used <= 0 || int64(int(v)) != v {
			return nil, fmt.Errorf("integer %d of %d is none", i, n)
		}
		list[i], packed = int(v), packed[used:]
	}
	if len(packed) > 0 {
		return nil, fmt.Errorf("%d bytes are left behind %d integers", len(packed), n)
	}
	return list, nil
}

func (d *decoder) floats(data json.RawMessage) ([]float64, error) {
	n, ok, err := listed(data, func(l long) *int { return l.Floats })
	if err != nil {
		return nil, err
	}
	if ok {
		v, err := d.dense(block.Float64, []int{n})
		if err != nil {
			return nil, err
		}
		return block.Values[float64](v), nil
	}
	var texts []json.RawMessage
	if err := json.Unmarshal(data, &texts); err != nil || texts == nil {
		return nil, err
	}
	list := make([]float64, len(texts))
	for i, text := range texts {
		if list[i], err = floatOf(text); err != nil {
			return nil, err
		}
	}
	return list, nil
}
