package zarr

// A box of a C-order array is given by the array's shape and the box's offset and size, one number per axis.

// copyBox copies a box of a size from one C-order array to another.
func copyBox[T any](dst []T, dstShape, dstOffset []int, src []T, srcShape, srcOffset []int, size []int) {
	if len(size) == 0 {
		copy(dst[:1], src[:1])
		return
	}
	eachRow(size, func(index []int) {
		d, s := place(dstShape, dstOffset, index), place(srcShape, srcOffset, index)
		copy(dst[d:d+size[len(size)-1]], src[s:])
	})
}

// fillBox sets a box to a value.
func fillBox[T any](dst []T, dstShape, dstOffset []int, size []int, value T) {
	if len(size) == 0 {
		dst[0] = value
		return
	}
	eachRow(size, func(index []int) {
		d := place(dstShape, dstOffset, index)
		row := dst[d : d+size[len(size)-1]]
		for i := range row {
			row[i] = value
		}
	})
}

// eachRow calls f with the index of the first element of every row of a box that isn't empty.
func eachRow(size []int, f func(index []int)) {
	index := make([]int, len(size))
	for _, n := range size {
		if n == 0 {
			return
		}
	}
	for {
		f(index)
		axis := len(size) - 2
		for ; axis >= 0; axis-- {
			if index[axis]++; index[axis] < size[axis] {
				break
			}
			index[axis] = 0
		}
		if axis < 0 {
			return
		}
	}
}

// place is the position of offset+index in a C-order array.
func place(shape, offset, index []int) int {
	at := 0
	for i, n := range shape {
		at = at*n + offset[i] + index[i]
	}
	return at
}

// isRun says that a box lies in one piece in a C-order array, and from where.
func isRun(shape, offset, size []int) (int, bool) {
	for i := len(shape) - 1; i >= 0; i-- {
		if size[i] == shape[i] {
			continue
		}
		for _, n := range size[:i] {
			if n != 1 {
				return 0, false
			}
		}
		break
	}
	return place(shape, offset, make([]int, len(shape))), true
}

// scaled multiplies the last number: the shape of an array of elements becomes that of their bytes. No axes become one.
func scaled(shape []int, elem int) []int {
	if len(shape) == 0 {
		return []int{elem}
	}
	out := append([]int(nil), shape...)
	out[len(out)-1] *= elem
	return out
}

// scaledOffset is scaled for an offset.
func scaledOffset(offset []int, elem int) []int {
	if len(offset) == 0 {
		return []int{0}
	}
	return scaled(offset, elem)
}

func product(shape []int) int {
	n := 1
	for _, s := range shape {
		n *= s
	}
	return n
}
