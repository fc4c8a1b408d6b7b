package meta

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// Bounds of records: of their size, and of the number of their fields.
const (
	maxRecord = 1 << 26
	maxFields = 1 << 16
)

// NewRecord is the type of records of some fields. Fields of records in records are refused.
func NewRecord(fields []Field) (DataType, error) {
	t := DataType{Kind: Record, Name: "structured", Fields: fields}
	if len(fields) == 0 || len(fields) > maxFields {
		return t, fmt.Errorf("records of %d fields: %w", len(fields), ErrInvalid)
	}
	for _, f := range fields {
		if f.Type.Size == 0 || f.Type.Kind == Record {
			return t, fmt.Errorf("field %q of type %s in records: %w", f.Name, f.Type.Name, ErrUnsupported)
		}
		n, err := Bytes(f.Shape, f.Type.Size, maxRecord)
		if err != nil || n == 0 {
			return t, fmt.Errorf("field %q of shape %v: %w", f.Name, f.Shape, ErrInvalid)
		}
		if t.Size += n; t.Size > maxRecord {
			return t, fmt.Errorf("records of more than %d bytes: %w", maxRecord, ErrInvalid)
		}
	}
	return t, nil
}

// recordV2 reads a list of fields, each a name, a NumPy type string, and maybe a shape.
func recordV2(doc json.RawMessage) (DataType, error) {
	var list [][]json.RawMessage
	if err := json.Unmarshal(doc, &list); err != nil {
		return DataType{}, fmt.Errorf("data type %s: %w", doc, ErrUnsupported)
	}
	fields := make([]Field, len(list))
	for i, parts := range list {
		f := &fields[i]
		var code string
		if len(parts) < 2 || len(parts) > 3 || json.Unmarshal(parts[0], &f.Name) != nil {
			return DataType{}, fmt.Errorf("data type %s: %w", doc, ErrInvalid)
		}
		if json.Unmarshal(parts[1], &code) != nil {
			return DataType{}, fmt.Errorf("field %q of type %s: %w", f.Name, parts[1], ErrUnsupported)
		}
		var err error
		if f.Type, f.BigEndian, err = typeV2(code); err != nil {
			return DataType{}, fmt.Errorf("field %q: %w", f.Name, err)
		}
		if len(parts) == 3 && (json.Unmarshal(parts[2], &f.Shape) != nil || len(f.Shape) > MaxDims) {
			return DataType{}, fmt.Errorf("field %q of shape %s: %w", f.Name, parts[2], ErrInvalid)
		}
	}
	return NewRecord(fields)
}

// recordV3 reads zarr-python's own type of records.
func recordV3(n named) (DataType, error) {
	doc, err := json.Marshal(n.Config["fields"])
	if err != nil {
		return DataType{}, err
	}
	var list [][]json.RawMessage
	if err := json.Unmarshal(doc, &list); err != nil {
		return DataType{}, fmt.Errorf("fields %s: %w", doc, ErrInvalid)
	}
	fields := make([]Field, len(list))
	for i, parts := range list {
		f := &fields[i]
		var of named
		if len(parts) != 2 || json.Unmarshal(parts[0], &f.Name) != nil || json.Unmarshal(parts[1], &of) != nil {
			return DataType{}, fmt.Errorf("fields %s: %w", doc, ErrInvalid)
		}
		if of.Name == "structured" {
			return DataType{}, fmt.Errorf("field %q: records in records: %w", f.Name, ErrUnsupported)
		}
		if f.Type, err = typeV3(of); err != nil {
			return DataType{}, fmt.Errorf("field %q: %w", f.Name, err)
		}
	}
	return NewRecord(fields)
}

// jsonV2 is the type as version 2 spells it.
func (t DataType) jsonV2() any {
	if t.Kind != Record {
		return t.codeV2()
	}
	out := make([]any, len(t.Fields))
	for i, f := range t.Fields {
		if f.Shape == nil {
			out[i] = []any{f.Name, f.Type.codeV2()}
		} else {
			out[i] = []any{f.Name, f.Type.codeV2(), f.Shape}
		}
	}
	return out
}

// jsonV3 is the type as version 3 spells it. Version 3 has no fields with shapes.
func (t DataType) jsonV3() (any, error) {
	switch t.Kind {
	case Record:
		fields := make([]any, len(t.Fields))
		for i, f := range t.Fields {
			if f.Shape != nil {
				return nil, fmt.Errorf("field %q has many values in each record, which Zarr v3 has no type for (v2 has): %w", f.Name, ErrUnsupported)
			}
			of, err := f.Type.jsonV3()
			if err != nil {
				return nil, err
			}
			fields[i] = []any{f.Name, of}
		}
		return object{"name": t.Name, "configuration": object{"fields": fields}}, nil
	case Chars, UTF32:
		return object{"name": t.Name, "configuration": object{"length_bytes": t.Size}}, nil
	}
	return t.Name, nil
}

// FixedText is the type of strings of so many characters in UTF-32.
func FixedText(width int) (DataType, error) {
	return fixedString(UTF32, 4*max(width, 1), "fixed_length_utf32")
}

// fillRecord is the bytes of a record in base64, as both versions have it.
func fillRecord(doc json.RawMessage, size int) ([]byte, bool) {
	var text string
	if json.Unmarshal(doc, &text) != nil {
		return make([]byte, size), string(doc) == "0"
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	return raw, err == nil && len(raw) == size
}
