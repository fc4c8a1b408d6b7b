package meta

import (
	"fmt"
	"strconv"
)

// Kind is the kind of an array's elements.
type Kind byte

// The kinds. Chars and UTF32 are strings of a fixed size, padded with zeros; Text strings have any length.
const (
	Bool    Kind = 'b'
	Int     Kind = 'i'
	Uint    Kind = 'u'
	Float   Kind = 'f'
	Complex Kind = 'c'
	Text    Kind = 'O'
	Chars   Kind = 'S'
	UTF32   Kind = 'U'
	Record  Kind = 'V'
)

// DataType is the type of an array's elements.
type DataType struct {
	Kind Kind
	// Size is the bytes of one stored element, 0 for Text.
	Size int
	// Name is the type's name in Zarr v3.
	Name string
	// Fields is what records are made of, one behind the other.
	Fields []Field
}

// Field is one field of records.
type Field struct {
	Name      string
	Type      DataType
	BigEndian bool
	Shape     []int // of each value, nil for single ones
}

// Each is how many values the field has in a record.
func (f Field) Each() int {
	n := 1
	for _, s := range f.Shape {
		n *= s
	}
	return n
}

// IsText says that elements are strings, of any of the three kinds.
func (t DataType) IsText() bool { return t.Kind == Text || t.Kind == Chars || t.Kind == UTF32 }

var numeric = []DataType{
	{Kind: Bool, Size: 1, Name: "bool"},
	{Kind: Int, Size: 1, Name: "int8"}, {Kind: Int, Size: 2, Name: "int16"}, {Kind: Int, Size: 4, Name: "int32"}, {Kind: Int, Size: 8, Name: "int64"},
	{Kind: Uint, Size: 1, Name: "uint8"}, {Kind: Uint, Size: 2, Name: "uint16"}, {Kind: Uint, Size: 4, Name: "uint32"}, {Kind: Uint, Size: 8, Name: "uint64"},
	{Kind: Float, Size: 2, Name: "float16"}, {Kind: Float, Size: 4, Name: "float32"}, {Kind: Float, Size: 8, Name: "float64"},
	{Kind: Complex, Size: 8, Name: "complex64"}, {Kind: Complex, Size: 16, Name: "complex128"},
}

// maxFixedString bounds the element size of strings of a fixed size.
const maxFixedString = 1 << 24

// ParseType finds the type of a name, as Zarr v3 and NumPy name it; "string" is Text.
func ParseType(name string) (DataType, error) {
	if name == "string" {
		return DataType{Kind: Text, Name: name}, nil
	}
	for _, t := range numeric {
		if t.Name == name {
			return t, nil
		}
	}
	return DataType{}, fmt.Errorf("data type %q: %w", name, ErrUnsupported)
}

func typeV3(n named) (DataType, error) {
	if n.Name == "structured" {
		return recordV3(n)
	}
	size, _ := n.Config["length_bytes"].(float64)
	switch n.Name {
	case "fixed_length_utf32":
		return fixedString(UTF32, int(min(max(size, -1), maxFixedString+1)), n.Name)
	case "null_terminated_bytes", "fixed_length_ascii":
		return fixedString(Chars, int(min(max(size, -1), maxFixedString+1)), n.Name)
	}
	return ParseType(n.Name)
}

func fixedString(kind Kind, size int, name string) (DataType, error) {
	if size < 0 || size > maxFixedString || kind == UTF32 && size%4 != 0 {
		return DataType{}, fmt.Errorf("data type %s of %d bytes: %w", name, size, ErrInvalid)
	}
	return DataType{Kind: kind, Size: size, Name: name}, nil
}

// typeV2 reads a NumPy type string such as "<f8"; it says also whether the order of bytes is big endian.
func typeV2(code string) (DataType, bool, error) {
	if len(code) < 2 {
		return DataType{}, false, fmt.Errorf("data type %q: %w", code, ErrInvalid)
	}
	big := code[0] == '>'
	if code == "|O" {
		return DataType{Kind: Text, Name: "string"}, false, nil
	}
	size, err := strconv.Atoi(code[2:])
	if err != nil || code[0] != '<' && code[0] != '>' && code[0] != '|' {
		return DataType{}, false, fmt.Errorf("data type %q: %w", code, ErrUnsupported)
	}
	switch Kind(code[1]) {
	case UTF32:
		if size < 0 || size > maxFixedString/4 {
			return DataType{}, false, fmt.Errorf("data type %q: %w", code, ErrInvalid)
		}
		t, err := fixedString(UTF32, size*4, "fixed_length_utf32")
		return t, big, err
	case Chars:
		t, err := fixedString(Chars, size, "null_terminated_bytes")
		return t, false, err
	}
	for _, t := range numeric {
		if t.Kind == Kind(code[1]) && t.Size == size {
			return t, big && size > 1, nil
		}
	}
	return DataType{}, false, fmt.Errorf("data type %q: %w", code, ErrUnsupported)
}

// codeV2 is the NumPy type string of a type, little endian.
func (t DataType) codeV2() string {
	switch {
	case t.Kind == Text:
		return "|O"
	case t.Kind == UTF32:
		return "<U" + strconv.Itoa(t.Size/4)
	case t.Size == 1 || t.Kind == Chars:
		return "|" + string(t.Kind) + strconv.Itoa(t.Size)
	}
	return "<" + string(t.Kind) + strconv.Itoa(t.Size)
}
