package zarr

import (
	"context"
	"encoding/binary"
	"fmt"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/io/zarr/meta"
)

var _ store.RecordArray = (*array)(nil)

// Fields is what the records of the array are made of, nil when it holds none.
func (a *array) Fields() []store.Field {
	var out []store.Field
	for _, f := range a.meta.Type.Fields {
		t, err := storeType(f.Type)
		if err != nil {
			return nil
		}
		out = append(out, store.Field{Name: f.Name, Type: t, Shape: f.Shape})
	}
	return out
}

// readRecords reads a region of records, field by field.
func (g *grid) readRecords(ctx context.Context, offset, shape []int) (any, error) {
	size := g.meta.Type.Size
	if _, err := g.region(offset, shape); err != nil {
		return nil, err
	}
	if err := checkMemory(shape, 2*size); err != nil {
		return nil, err
	}
	n := product(shape)
	rows := make([]byte, n*size)
	if err := g.readNumbers(ctx, offset, shape, rows); err != nil {
		return nil, err
	}
	out := make(store.Columns, len(g.meta.Type.Fields))
	at := 0
	for i, f := range g.meta.Type.Fields {
		width := f.Each() * f.Type.Size
		raw := make([]byte, 0, n*width)
		for row := range n {
			raw = append(raw, rows[row*size+at:][:width]...)
		}
		at += width
		var err error
		if out[i], err = values(raw, f, n*f.Each(), f.BigEndian || g.meta.Pipeline.BigEndian); err != nil {
			return nil, fmt.Errorf("field %q: %w", f.Name, err)
		}
	}
	return out, nil
}

// values is the stored bytes of n values of a field as a slice.
func values(raw []byte, f meta.Field, n int, big bool) (any, error) {
	if big {
		reverseElements(raw, f.Type)
	}
	if f.Type.IsText() {
		return fixedTexts(raw, f.Type, n)
	}
	raw = widen(raw, f.Type)
	if !hostIsLittle {
		reverseElements(raw, plainType(f.Type))
	}
	t, err := storeType(f.Type)
	if err != nil {
		return nil, err
	}
	out, err := t.Make(n)
	if err != nil {
		return nil, err
	}
	memory, _, _ := memoryOf(out)
	copy(memory, raw)
	return out, nil
}

// writeRecords stores a region of records given field by field.
func (g *grid) writeRecords(ctx context.Context, offset, shape []int, columns store.Columns) error {
	t := g.meta.Type
	if len(columns) != len(t.Fields) {
		return fmt.Errorf("%d columns for records of %d fields", len(columns), len(t.Fields))
	}
	n := product(shape)
	rows := make([]byte, n*t.Size)
	at := 0
	for i, f := range t.Fields {
		width := f.Each() * f.Type.Size
		raw, err := stored(columns[i], f, n*f.Each())
		if err != nil {
			return fmt.Errorf("field %q: %w", f.Name, err)
		}
		for row := range n {
			copy(rows[row*t.Size+at:], raw[row*width:(row+1)*width])
		}
		at += width
	}
	return g.writeNumbers(ctx, offset, shape, rows)
}

// stored is n values of a field as bytes, little endian.
func stored(values any, f meta.Field, n int) ([]byte, error) {
	if texts, ok := values.([]string); ok && f.Type.Kind == meta.UTF32 && len(texts) == n {
		return fixedUTF32(texts, f.Type.Size)
	}
	raw, kind, ok := memoryOf(values)
	if !ok || kind.Kind != f.Type.Kind || kind.Size != f.Type.Size || len(raw) != n*f.Type.Size {
		return nil, fmt.Errorf("the values are %T and the field is of type %s", values, f.Type.Name)
	}
	if !hostIsLittle {
		raw = append([]byte(nil), raw...)
		reverseElements(raw, f.Type)
	}
	return raw, nil
}

// fixedUTF32 is strings in UTF-32, each in a number of bytes, filled up with zeros.
func fixedUTF32(texts []string, size int) ([]byte, error) {
	out := make([]byte, len(texts)*size)
	for i, text := range texts {
		cell := out[i*size : (i+1)*size]
		for _, r := range text {
			if len(cell) == 0 {
				return nil, fmt.Errorf("string %d is longer than %d characters", i, size/4)
			}
			binary.LittleEndian.PutUint32(cell, uint32(r))
			cell = cell[4:]
		}
	}
	return out, nil
}

// recordType is the stored type of records of some fields. Strings have the room of the longest.
func recordType(fields []store.Field) (meta.DataType, error) {
	out := make([]meta.Field, len(fields))
	for i, f := range fields {
		var t meta.DataType
		var err error
		if f.Type.IsString() {
			t, err = meta.FixedText(f.Width)
		} else {
			t, err = meta.ParseType(f.Type.String())
		}
		if err != nil {
			return t, fmt.Errorf("field %q: %w", f.Name, err)
		}
		out[i] = meta.Field{Name: f.Name, Type: t, Shape: f.Shape}
	}
	return meta.NewRecord(out)
}
