package zarr

import (
	"fmt"

	"github.com/lazycell/lazycell/io/codec"
	"github.com/lazycell/lazycell/io/zarr/meta"
)

// decodeChunk turns the stored bytes of a chunk of a shape into its elements in C order. It may change src.
func decodeChunk(p *meta.Pipeline, t meta.DataType, shape []int, src []byte) (elements, error) {
	n := product(shape)
	if err := checkMemory(shape, 2*max(t.Size, 8)); err != nil {
		return elements{}, err
	}
	if p.Text {
		raw, err := codec.DecodeAll(p.Bytes, src, codec.Unbounded)
		if err != nil {
			return elements{}, err
		}
		texts, err := unpackTexts(raw, n)
		if err != nil {
			return elements{}, err
		}
		return elements{text: inCOrder(texts, p.Order, shape)}, nil
	}
	raw, err := codec.DecodeAll(p.Bytes, src, n*t.Size)
	if err != nil {
		return elements{}, err
	}
	if len(raw) != n*t.Size {
		return elements{}, fmt.Errorf("%d bytes where %d belong: %w", len(raw), n*t.Size, codec.ErrCorrupt)
	}
	if p.BigEndian {
		reverseElements(raw, t)
	}
	if t.IsText() {
		texts, err := fixedTexts(raw, t, n)
		return elements{text: inCOrder(texts, p.Order, shape)}, err
	}
	raw = bytesInCOrder(raw, p.Order, shape, t.Size)
	raw = widen(raw, t)
	if !hostIsLittle {
		reverseElements(raw, plainType(t))
	}
	return elements{raw: raw}, nil
}

// plainType is the type after widening.
func plainType(t meta.DataType) meta.DataType {
	t.Size = plainSize(t)
	return t
}

// encodeChunk is the inverse of decodeChunk for the pipelines that arrays are written with. The result may
// lie in the memory of scratch or of e.
func encodeChunk(p *meta.Pipeline, t meta.DataType, e elements, scratch []byte) ([]byte, error) {
	if p.Shard != nil || p.Order != nil || p.BigEndian || t.Kind == meta.Chars || t.Kind == meta.UTF32 || plainSize(t) != t.Size {
		return nil, fmt.Errorf("arrays of this layout (%s) are read, not written: %w", t.Name, meta.ErrUnsupported)
	}
	raw := e.raw
	if p.Text {
		var err error
		if raw, err = packTexts(e.text); err != nil {
			return nil, err
		}
	} else if !hostIsLittle {
		raw = append([]byte(nil), raw...)
		reverseElements(raw, t)
	}
	return codec.EncodeAll(p.Bytes, raw, scratch)
}

// inCOrder undoes a transposition: data lies with its axes in an order.
func inCOrder[T any](data []T, order, shape []int) []T {
	if order == nil {
		return data
	}
	out := make([]T, len(data))
	untranspose(order, shape, func(to, from int) { out[to] = data[from] })
	return out
}

func bytesInCOrder(data []byte, order, shape []int, elem int) []byte {
	if order == nil {
		return data
	}
	out := make([]byte, len(data))
	untranspose(order, shape, func(to, from int) { copy(out[to*elem:(to+1)*elem], data[from*elem:]) })
	return out
}

// untranspose gives every element's position in C order and its stored position.
func untranspose(order, shape []int, f func(to, from int)) {
	strides := make([]int, len(shape)) // stored stride of each plain axis
	step := 1
	for i := len(order) - 1; i >= 0; i-- {
		strides[order[i]] = step
		step *= shape[order[i]]
	}
	index := make([]int, len(shape))
	from := 0
	for to := range product(shape) {
		f(to, from)
		for axis := len(shape) - 1; axis >= 0; axis-- {
			index[axis]++
			from += strides[axis]
			if index[axis] < shape[axis] {
				break
			}
			from -= strides[axis] * shape[axis]
			index[axis] = 0
		}
	}
}
