package block

// Block is the values of one chunk. Blocks that were handed on are not changed.
type Block interface {
	// DType is the type of the elements.
	DType() DType
	// Shape is the size along each axis, empty for a single value. The slice must not be changed.
	Shape() []int
	// Kind says how the values are kept: "dense", "csr" or "csc".
	Kind() string
	// NBytes is the size of the stored values.
	NBytes() int64
	// Dense is the same values as a dense block; a dense block gives itself.
	Dense() *Dense
}

// Size is the number of elements of a shape: the product of its sizes, 1 for the empty shape.
func Size(shape []int) int {
	n := 1
	for _, s := range shape {
		n *= s
	}
	return n
}
