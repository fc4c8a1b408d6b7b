package diff

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// boxBytes is about how much of an array is compared at once, unless its chunks are larger.
const boxBytes = 16 << 20

// arrays compares two arrays box by box.
func (f *finder) arrays(path string, a, b *lazy.Array) error {
	if err := a.Err(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := b.Err(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if !slices.Equal(a.Shape(), b.Shape()) {
		f.differ(path, "its shape is %v and %v", a.Shape(), b.Shape())
		return nil
	}
	if f.Types && a.DType() != b.DType() {
		f.differ(path, "its type is %v and %v", a.DType(), b.DType())
	}
	if f.Types && a.Kind() != b.Kind() {
		f.differ(path, "it is %s and %s", a.Kind(), b.Kind())
	}
	d := Difference{Path: path}
	sparse := a.Kind() != lazy.Dense && b.Kind() != lazy.Dense
	if sparse {
		a, b = a.ToCSR(), b.ToCSR()
	}
	for _, box := range boxes(a, sparse) {
		pa, pb := a.Slice(box.index...), b.Slice(box.index...)
		var err error
		if sparse {
			err = f.sparse(&d, box.offset, pa, pb)
		} else {
			err = f.dense(&d, box.offset, pa.ToDense(), pb.ToDense())
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	f.count(d, a.Size())
	return nil
}

type box struct {
	offset []int
	index  []lazy.Index
}

// boxes cuts an array into boxes of whole chunks, of sparse arrays into runs of rows.
func boxes(x *lazy.Array, rows bool) []box {
	shape, size := x.Shape(), slices.Clone(x.ChunkShape())
	if x.Size() == 0 {
		return nil
	}
	bytes := x.DType().Size()
	for i, n := range size {
		if rows && i > 0 {
			size[i] = shape[i]
		}
		bytes *= n
	}
	for axis := range size {
		for size[axis] < shape[axis] && 2*bytes <= boxBytes && !(rows && axis > 0) {
			size[axis], bytes = 2*size[axis], 2*bytes
		}
	}
	out := []box{{}}
	for axis, n := range shape {
		var next []box
		for _, b := range out {
			for at := 0; at < n; at += size[axis] {
				next = append(next, box{append(slices.Clone(b.offset), at), append(slices.Clone(b.index), lazy.Range(at, min(at+size[axis], n)))})
			}
		}
		out = next
	}
	return out
}

func (f *finder) dense(d *Difference, offset []int, a, b *lazy.Array) error {
	both, err := lazy.ComputeAll([]*lazy.Array{a, b}, f.Run...)
	if err != nil {
		return err
	}
	va, err := both[0].Dense()
	if err != nil {
		return err
	}
	vb, err := both[1].Dense()
	if err != nil {
		return err
	}
	same, show := f.comparison(va, vb)
	shape := va.Shape()
	for i := range va.Len() {
		if !same(i) {
			if d.Count++; d.Count == 1 {
				d.At = make([]int, len(shape))
				rest := i
				for axis := len(shape) - 1; axis >= 0; axis-- {
					d.At[axis] = offset[axis] + rest%shape[axis]
					rest /= shape[axis]
				}
				d.What = fmt.Sprintf("%s is %s", place(d.At), show(i))
			}
		}
	}
	return nil
}

// comparison gives whether the i-th values of two blocks are the same, and both as text.
func (f *finder) comparison(a, b *block.Dense) (same func(i int) bool, show func(i int) string) {
	if a.DType() == lazy.Complex128 || b.DType() == lazy.Complex128 {
		va, vb := complexes(a), complexes(b)
		return func(i int) bool { return f.closeComplex(va[i], vb[i]) }, func(i int) string { return fmt.Sprintf("%v and %v", va[i], vb[i]) }
	}
	if ia, ok := a.Data().([]int64); ok {
		if ib, ok := b.Data().([]int64); ok && f.ATol == 0 && f.RTol == 0 {
			return func(i int) bool { return ia[i] == ib[i] }, func(i int) string { return fmt.Sprintf("%d and %d", ia[i], ib[i]) }
		}
	}
	if a.DType() == b.DType() && a.DType() == lazy.Float32 {
		va, vb := block.Values[float32](a), block.Values[float32](b)
		return func(i int) bool { return va[i] == vb[i] || f.close(float64(va[i]), float64(vb[i])) },
			func(i int) string { return fmt.Sprintf("%v and %v", va[i], vb[i]) }
	}
	va, vb := floats(a), floats(b)
	return func(i int) bool { return va[i] == vb[i] || f.close(va[i], vb[i]) },
		func(i int) string { return fmt.Sprintf("%v and %v", va[i], vb[i]) }
}

// sparse compares runs of rows entry by entry; a zero that is kept is the same as one that is not.
func (f *finder) sparse(d *Difference, offset []int, a, b *lazy.Array) error {
	sa, err := a.Sparse(f.Run...)
	if err != nil {
		return err
	}
	sb, err := b.Sparse(f.Run...)
	if err != nil {
		return err
	}
	if a.DType() == lazy.Complex128 || b.DType() == lazy.Complex128 {
		walk(d, offset, sa, sb, complexes(sa.Values()), complexes(sb.Values()), f.closeComplex)
		return nil
	}
	walk(d, offset, sa, sb, floats(sa.Values()), floats(sb.Values()), f.close)
	return nil
}

func floats(d *block.Dense) []float64 { return block.Values[float64](d.AsType(lazy.Float64)) }

func complexes(d *block.Dense) []complex128 {
	return block.Values[complex128](d.AsType(lazy.Complex128))
}

// walk goes through the entries of two sparse blocks side by side.
func walk[T float64 | complex128](d *Difference, offset []int, a, b *block.Sparse, va, vb []T, same func(x, y T) bool) {
	pa, pb, ia, ib := a.Indptr(), b.Indptr(), a.Indices(), b.Indices()
	for row := range len(pa) - 1 {
		i, j := pa[row], pb[row]
		for i < pa[row+1] || j < pb[row+1] {
			var x, y T
			column := int32(0)
			inA := j >= pb[row+1] || i < pa[row+1] && ia[i] <= ib[j]
			inB := i >= pa[row+1] || j < pb[row+1] && ib[j] <= ia[i]
			if inA {
				x, column = va[i], ia[i]
				i++
			}
			if inB {
				y, column = vb[j], ib[j]
				j++
			}
			if same(x, y) {
				continue
			}
			if d.Count++; d.Count == 1 {
				d.At = []int{offset[0] + row, offset[1] + int(column)}
				d.What = fmt.Sprintf("%s is %v and %v", place(d.At), x, y)
			}
		}
	}
}
