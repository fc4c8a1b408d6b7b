package codec

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"reflect"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Write writes a graph. The error says which layer can't be written, and why. Values in memory are written from where they lie.
func Write(w io.Writer, g *Graph) error {
	e := &encoder{axes: map[string]int{}, grids: map[string]int{}, known: map[*op.Grid]int{}}
	for i := range g.Layers {
		e.grid(g.Layers[i].Grid)
	}
	for i := range g.Layers {
		if err := e.layer(&g.Layers[i]); err != nil {
			return fmt.Errorf("layer %d, %s: %w", i, g.Layers[i].Op.Name(), err)
		}
	}
	e.header.Roots = g.Roots
	head, err := json.Marshal(&e.header)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, firstLine); err != nil {
		return err
	}
	if err := bytesSection(head)(w); err != nil {
		return err
	}
	for _, s := range e.sections {
		if err := s(w); err != nil {
			return err
		}
	}
	return nil
}

// encoder makes the header and remembers what comes behind it.
type encoder struct {
	header   header
	sections []section
	axes     map[string]int // by their sizes
	grids    map[string]int // by their axes
	known    map[*op.Grid]int
}

// grid is the number of a grid, which is added when it is new.
func (e *encoder) grid(g *op.Grid) int {
	if n, ok := e.known[g]; ok {
		return n
	}
	axes := make([]int, g.NDim())
	for i, sizes := range g.Chunks() {
		key := string(varints(sizes))
		n, ok := e.axes[key]
		if !ok {
			n = len(e.header.Axes)
			e.header.Axes, e.axes[key] = append(e.header.Axes, e.ints(sizes)), n
		}
		axes[i] = n
	}
	key := string(varints(axes))
	n, ok := e.grids[key]
	if !ok {
		n = len(e.header.Grids)
		e.header.Grids, e.grids[key] = append(e.header.Grids, axes), n
	}
	e.known[g] = n
	return n
}

func (e *encoder) layer(l *Layer) error {
	name, err := op.TypeOf(l.Op)
	if err != nil {
		return err
	}
	out := layer{Op: name, DType: l.DType.String(), Grid: e.grid(l.Grid), Inputs: l.Inputs, Pass: l.Pass}
	v := reflect.ValueOf(l.Op).Elem()
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() || v.Field(i).IsZero() {
			continue
		}
		if out.With == nil {
			out.With = map[string]json.RawMessage{}
		}
		if out.With[f.Name], err = e.value(v.Field(i)); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	e.header.Layers = append(e.header.Layers, out)
	return nil
}

// value is a parameter as JSON.
func (e *encoder) value(v reflect.Value) (json.RawMessage, error) {
	switch x := v.Interface().(type) {
	case *op.Function:
		name, ok := x.Name()
		if !ok {
			return nil, fmt.Errorf("it is made of a closure, which works in this process only: register the function with lazy.RegisterFunc and use what that gives")
		}
		return json.Marshal(name)
	case op.Reader:
		return e.reader(x)
	case []block.Block:
		return e.blocks(x)
	case []int:
		return e.ints(x), nil
	case []float64:
		return e.floats(x), nil
	}
	switch v.Kind() {
	case reflect.Float64:
		return float(v.Float()), nil
	case reflect.Slice:
		list := make([]json.RawMessage, v.Len())
		for i := range list {
			var err error
			if list[i], err = e.value(v.Index(i)); err != nil {
				return nil, err
			}
		}
		return json.Marshal(list)
	case reflect.Struct:
		fields := map[string]json.RawMessage{}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if v.Field(i).IsZero() {
				continue
			}
			var err error
			if fields[f.Name], err = e.value(v.Field(i)); err != nil {
				return nil, err
			}
		}
		return json.Marshal(fields)
	case reflect.Bool, reflect.String, reflect.Int, reflect.Int64, reflect.Uint64:
		return json.Marshal(v.Interface())
	}
	return nil, fmt.Errorf("a parameter of type %v can't be written", v.Type())
}

func float(v float64) json.RawMessage {
	switch {
	case math.IsNaN(v):
		return json.RawMessage(`"NaN"`)
	case math.IsInf(v, 1):
		return json.RawMessage(`"Infinity"`)
	case math.IsInf(v, -1):
		return json.RawMessage(`"-Infinity"`)
	}
	data, _ := json.Marshal(v) // finite
	return data
}

func (e *encoder) ints(list []int) json.RawMessage {
	var data []byte
	if len(list) > longList {
		n := len(list)
		e.sections = append(e.sections, intsSection(list))
		data, _ = json.Marshal(long{Ints: &n})
	} else {
		data, _ = json.Marshal(list)
	}
	return data
}

func (e *encoder) floats(list []float64) json.RawMessage {
	if len(list) > longList {
		n := len(list)
		d, _ := block.FromSlice([]int{n}, list)
		e.sections = append(e.sections, denseSection(d))
		data, _ := json.Marshal(long{Floats: &n})
		return data
	}
	texts := make([]json.RawMessage, len(list))
	for i, v := range list {
		texts[i] = float(v)
	}
	data, _ := json.Marshal(texts)
	return data
}

func (e *encoder) reader(r op.Reader) (json.RawMessage, error) {
	located, ok := r.(op.Located)
	if !ok {
		return nil, fmt.Errorf("it reads %s, which can't be found again: a source that is to be written has a method Location (lazy.LocatedSource)", r.Name())
	}
	scheme, at, err := located.Location()
	if err != nil {
		return nil, err
	}
	out := reader{Scheme: scheme, At: at, Name: r.Name()}
	if s, ok := r.(interface {
		Kind() string
		NNZ() int
	}); ok {
		out.Kind, out.Entries = s.Kind(), s.NNZ()
	}
	return json.Marshal(out)
}

func (e *encoder) blocks(list []block.Block) (json.RawMessage, error) {
	kinds := make([]string, len(list))
	for i, b := range list {
		kinds[i] = b.Kind()
		switch b := b.(type) {
		case *block.Dense:
			e.sections = append(e.sections, denseSection(b))
		case *block.Sparse:
			indptr, _ := block.FromSlice([]int{len(b.Indptr())}, b.Indptr())
			indices, _ := block.FromSlice([]int{len(b.Indices())}, b.Indices())
			e.sections = append(e.sections, denseSection(indptr), denseSection(indices), denseSection(b.Values()))
		default:
			return nil, fmt.Errorf("block %d is of type %T, which can't be written", i, b)
		}
	}
	return json.Marshal(kinds)
}

// section writes one section.
type section func(w io.Writer) error

func bytesSection(data []byte) section {
	return func(w io.Writer) error {
		var size [8]byte
		binary.LittleEndian.PutUint64(size[:], uint64(len(data)))
		if _, err := w.Write(size[:]); err != nil {
			return err
		}
		_, err := w.Write(data)
		return err
	}
}

func intsSection(list []int) section {
	return func(w io.Writer) error { return bytesSection(varints(list))(w) }
}

func varints(list []int) []byte {
	data := make([]byte, 0, 2*len(list))
	for _, n := range list {
		data = binary.AppendVarint(data, int64(n))
	}
	return data
}

func denseSection(d *block.Dense) section {
	return func(w io.Writer) error { return bytesSection(littleEndian(d))(w) }
}
