// Package meta reads and writes the metadata documents of Zarr stores, versions 2 and 3, in one form for both.
package meta

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/bits"

	"github.com/lazycell/lazycell/io/codec"
)

// ErrInvalid is wrapped by the errors about metadata that no valid store has.
var ErrInvalid = errors.New("invalid Zarr metadata")

// ErrUnsupported is wrapped by the errors about valid metadata of things that can't be read here.
var ErrUnsupported = errors.New("unsupported by this reader")

// MaxDims is the largest number of axes, as in NumPy.
const MaxDims = 64

// MaxChunkBytes is the largest plain size of a chunk.
const MaxChunkBytes = 1 << 36

// Array is what metadata says of an array.
type Array struct {
	// Format is the Zarr version, 2 or 3.
	Format int
	// Shape and Chunks have one number per axis; an array without axes has one element in one chunk.
	Shape, Chunks []int
	Type          DataType
	// Fill is one element's bytes, little endian, for the elements that no chunk holds; FillText is that of string types.
	Fill     []byte
	FillText string
	Keys     KeyEncoding
	Pipeline Pipeline
	// Attributes are the user's.
	Attributes map[string]any
}

// Pipeline is how a chunk's elements become bytes.
type Pipeline struct {
	// Order is the order in which axes are stored: Order[i] is the axis of the plain array that is stored i-th. Nil for C order.
	Order []int
	// BigEndian elements are stored most significant byte first.
	BigEndian bool
	// Text says that elements are variable-length UTF-8 strings, each after its length.
	Text bool
	// Shard, when not nil, replaces the elements' bytes by an index of inner chunks.
	Shard *Shard
	// Bytes are the codecs over the bytes, in the order of encoding.
	Bytes []codec.Codec
}

// Shard is a chunk of chunks.
type Shard struct {
	Chunks   []int
	Pipeline Pipeline
	// IndexBigEndian, IndexBytes and IndexFirst say how and where the index of inner chunks is stored.
	IndexBigEndian bool
	IndexBytes     []codec.Codec
	IndexFirst     bool
}

// check validates what both versions share.
func (a *Array) check() error {
	if len(a.Shape) > MaxDims {
		return fmt.Errorf("%d axes, the most are %d: %w", len(a.Shape), MaxDims, ErrInvalid)
	}
	if len(a.Chunks) != len(a.Shape) {
		return fmt.Errorf("shape %v and chunks %v have different numbers of axes: %w", a.Shape, a.Chunks, ErrInvalid)
	}
	for i, c := range a.Chunks {
		if c < 1 {
			if a.Shape[i] != 0 {
				return fmt.Errorf("chunks %v: sizes must be positive: %w", a.Chunks, ErrInvalid)
			}
			a.Chunks[i] = 1 // writers give an empty axis an empty chunk
		}
	}
	if _, err := Bytes(a.Shape, max(a.Type.Size, 1), math.MaxInt/64); err != nil {
		return fmt.Errorf("shape %v: %w", a.Shape, err)
	}
	if _, err := Bytes(a.Chunks, max(a.Type.Size, 1), MaxChunkBytes); err != nil {
		return fmt.Errorf("chunks %v: %w", a.Chunks, err)
	}
	if a.Pipeline.Text != (a.Type.Kind == Text) {
		return fmt.Errorf("data type %s with codecs for another: %w", a.Type.Name, ErrInvalid)
	}
	return nil
}

// Bytes is the size of an array of a shape, or an error when it is above a limit.
func Bytes(shape []int, elem, limit int) (int, error) {
	n := uint64(elem)
	for _, s := range shape {
		if s < 0 {
			return 0, fmt.Errorf("a negative size: %w", ErrInvalid)
		}
		if s == 0 {
			return 0, nil
		}
	}
	for _, s := range shape {
		high, low := bits.Mul64(n, uint64(s))
		if high != 0 || low > uint64(limit) {
			return 0, fmt.Errorf("more than %d bytes: %w", limit, ErrInvalid)
		}
		n = low
	}
	return int(n), nil
}

// decode unmarshals JSON, also with the bare NaN and Infinity that Python writes.
func decode(doc []byte, into any) error {
	err := json.Unmarshal(doc, into)
	if err == nil {
		return nil
	}
	if fixed, changed := quoteNonFinite(doc); changed {
		if json.Unmarshal(fixed, into) == nil {
			return nil
		}
	}
	return fmt.Errorf("%v: %w", err, ErrInvalid)
}

// quoteNonFinite puts bare NaN, Infinity and -Infinity outside strings into quotes.
func quoteNonFinite(doc []byte) ([]byte, bool) {
	var out []byte
	changed, inString := false, false
	for i := 0; i < len(doc); i++ {
		c := doc[i]
		if inString {
			out = append(out, c)
			if c == '\\' && i+1 < len(doc) {
				i++
				out = append(out, doc[i])
			} else if c == '"' {
				inString = false
			}
			continue
		}
		inString = c == '"'
		found := ""
		for _, word := range []string{"NaN", "Infinity", "-Infinity"} {
			if len(doc)-i >= len(word) && string(doc[i:i+len(word)]) == word {
				found = word
			}
		}
		if found == "" {
			out = append(out, c)
			continue
		}
		out = append(out, '"')
		out = append(append(out, found...), '"')
		i += len(found) - 1
		changed = true
	}
	return out, changed
}

// named is the form of v3's extension points: a name, or an object with a name and a configuration.
type named struct {
	Name   string         `json:"name"`
	Config map[string]any `json:"configuration,omitempty"`
}

// UnmarshalJSON accepts the short form, a string, too.
func (n *named) UnmarshalJSON(doc []byte) error {
	if len(doc) > 0 && doc[0] == '"' {
		return json.Unmarshal(doc, &n.Name)
	}
	type plain named
	return json.Unmarshal(doc, (*plain)(n))
}

// ints reads a configuration's list of whole numbers.
func ints(v any) ([]int, bool) {
	list, ok := v.([]any)
	if !ok || len(list) > MaxDims {
		return nil, false
	}
	out := make([]int, len(list))
	for i, e := range list {
		f, ok := e.(float64)
		if !ok || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
			return nil, false
		}
		out[i] = int(f)
	}
	return out, true
}
