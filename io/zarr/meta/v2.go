package meta

import (
	"encoding/json"
	"fmt"

	"github.com/lazycell/lazycell/io/codec"
)

type docV2 struct {
	Format     int              `json:"zarr_format"`
	Shape      []int            `json:"shape"`
	Chunks     []int            `json:"chunks"`
	Type       json.RawMessage  `json:"dtype"`
	Compressor map[string]any   `json:"compressor"`
	Fill       json.RawMessage  `json:"fill_value"`
	Order      string           `json:"order"`
	Filters    []map[string]any `json:"filters"`
	Separator  string           `json:"dimension_separator"`
}

// ParseArrayV2 reads a .zarray; attributes are in a document of their own.
func ParseArrayV2(doc []byte) (*Array, error) {
	var d docV2
	if err := decode(doc, &d); err != nil {
		return nil, err
	}
	if d.Format != 2 {
		return nil, fmt.Errorf("zarr_format %d in a .zarray: %w", d.Format, ErrInvalid)
	}
	if d.Shape == nil {
		return nil, fmt.Errorf("an array without shape: %w", ErrInvalid)
	}
	if d.Chunks == nil {
		d.Chunks = []int{}
	}
	a := &Array{Format: 2, Shape: d.Shape, Chunks: d.Chunks, Attributes: map[string]any{}}
	var err error
	var code string
	if json.Unmarshal(d.Type, &code) == nil {
		a.Type, a.Pipeline.BigEndian, err = typeV2(code)
	} else {
		a.Type, err = recordV2(d.Type)
	}
	if err != nil {
		return nil, err
	}
	switch d.Order {
	case "C", "":
	case "F":
		a.Pipeline.Order = make([]int, len(d.Shape))
		for i := range d.Shape {
			a.Pipeline.Order[i] = len(d.Shape) - 1 - i
		}
	default:
		return nil, fmt.Errorf("order %q, it must be C or F: %w", d.Order, ErrInvalid)
	}
	if d.Separator == "" {
		d.Separator = "."
	}
	if a.Keys, err = newKeyEncoding(false, d.Separator); err != nil {
		return nil, err
	}
	if a.Fill, a.FillText, err = parseFill(d.Fill, a.Type, 2); err != nil {
		return nil, err
	}
	for i, f := range d.Filters {
		id, _ := f["id"].(string)
		if id == "vlen-utf8" && i == 0 {
			a.Pipeline.Text = true
			continue
		}
		c, err := codec.New(id, f)
		if err != nil {
			return nil, err
		}
		a.Pipeline.Bytes = append(a.Pipeline.Bytes, c)
	}
	if a.Type.Kind == Text && !a.Pipeline.Text {
		return nil, fmt.Errorf("object array without the vlen-utf8 filter: %w", ErrUnsupported)
	}
	if d.Compressor != nil {
		id, _ := d.Compressor["id"].(string)
		c, err := codec.New(id, d.Compressor)
		if err != nil {
			return nil, err
		}
		a.Pipeline.Bytes = append(a.Pipeline.Bytes, c)
	}
	return a, a.check()
}

// CheckGroupV2 validates a .zgroup.
func CheckGroupV2(doc []byte) error {
	var d struct {
		Format int `json:"zarr_format"`
	}
	if err := decode(doc, &d); err != nil {
		return err
	}
	if d.Format != 2 {
		return fmt.Errorf("zarr_format %d in a .zgroup: %w", d.Format, ErrInvalid)
	}
	return nil
}

// ParseAttributes reads a .zattrs.
func ParseAttributes(doc []byte) (map[string]any, error) {
	out := map[string]any{}
	if err := decode(doc, &out); err != nil {
		return nil, err
	}
	if out == nil {
		out = map[string]any{}
	}
	return out, nil
}

// ParseConsolidatedV2 reads a .zmetadata: the documents by key.
func ParseConsolidatedV2(doc []byte) (map[string]json.RawMessage, error) {
	var d struct {
		Metadata map[string]json.RawMessage `json:"metadata"`
	}
	if err := decode(doc, &d); err != nil {
		return nil, err
	}
	if d.Metadata == nil {
		return nil, fmt.Errorf("no metadata in a .zmetadata: %w", ErrInvalid)
	}
	return d.Metadata, nil
}
