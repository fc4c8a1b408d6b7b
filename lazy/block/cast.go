package block

import "unsafe"

// AsType is the values converted to another type as NumPy's astype does: floats are cut to integers, true is 1, anything but
// zero is true, and complex numbers lose their imaginary part. A block of that type already is given back as it is.
func (d *Dense) AsType(t DType) *Dense {
	if t == d.dtype || !t.Valid() {
		return d
	}
	out := NewDense(t, d.shape)
	Convert(out, d)
	return out
}

// Convert writes the values of a block into another one of the same size, converted to its type as AsType does.
func Convert(out, in *Dense) {
	if out.dtype == in.dtype {
		copy(out.Bytes(), in.Bytes())
		return
	}
	switch v := in.data.(type) {
	case []bool:
		castReals(out.data, asBytes(v))
	case []int8:
		castReals(out.data, v)
	case []int16:
		castReals(out.data, v)
	case []int32:
		castReals(out.data, v)
	case []int64:
		castReals(out.data, v)
	case []uint8:
		castReals(out.data, v)
	case []uint16:
		castReals(out.data, v)
	case []uint32:
		castReals(out.data, v)
	case []uint64:
		castReals(out.data, v)
	case []float32:
		castReals(out.data, v)
	case []float64:
		castReals(out.data, v)
	case []complex128:
		castComplex(out.data, v)
	}
}

// asBytes is booleans as the bytes they are.
func asBytes(v []bool) []uint8 {
	if len(v) == 0 {
		return nil
	}
	return unsafe.Slice((*uint8)(unsafe.Pointer(&v[0])), len(v))
}

func castReals[S Real](out any, in []S) {
	switch o := out.(type) {
	case []bool:
		for i, x := range in {
			o[i] = x != 0
		}
	case []int8:
		convert(o, in)
	case []int16:
		convert(o, in)
	case []int32:
		convert(o, in)
	case []int64:
		convert(o, in)
	case []uint8:
		convert(o, in)
	case []uint16:
		convert(o, in)
	case []uint32:
		convert(o, in)
	case []uint64:
		convert(o, in)
	case []float32:
		convert(o, in)
	case []float64:
		convert(o, in)
	case []complex128:
		for i, x := range in {
			o[i] = complex(float64(x), 0)
		}
	}
}

// convert goes through int64 from floats to narrower integers, so that the result is the same on every processor.
func convert[D, S Real](out []D, in []S) {
	var s S
	var d D
	if isFloat(s) && !isFloat(d) {
		for i, x := range in {
			if x < 0 {
				out[i] = D(int64(x))
			} else {
				out[i] = D(uint64(x))
			}
		}
		return
	}
	for i, x := range in {
		out[i] = D(x)
	}
}

func isFloat[T Real](T) bool {
	half := 0.5
	return T(half) != 0
}

func castComplex(out any, in []complex128) {
	if o, ok := out.([]bool); ok {
		for i, x := range in {
			o[i] = x != 0
		}
		return
	}
	reals := make([]float64, len(in))
	for i, x := range in {
		reals[i] = real(x)
	}
	castReals(out, reals)
}
