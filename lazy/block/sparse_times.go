package block

import "fmt"

// AddTimes adds the product of a sparse and a dense block to out: out += s·d, where s is m × k, d is k × n and out is m × n, all of the same type, float32 or
// float64. It takes time in proportion to the entries times n, and no memory. Each row of out depends on its own row of a csr block only, so that the
// rows of one block (see Lines) may be computed by several goroutines at once.
func (s *Sparse) AddTimes(out, d *Dense) error {
	if len(d.shape) != 2 || len(out.shape) != 2 || d.shape[0] != s.shape[1] || out.shape[0] != s.shape[0] || out.shape[1] != d.shape[1] {
		return fmt.Errorf("a %s block of shape %v times shape %v into shape %v", s.kind, s.shape, d.shape, out.shape)
	}
	return s.product(out, d, false)
}

// AddTimesOf adds the product of a dense and a sparse block to out: out += d·s, where d is m × k, s is k × n and out is m × n, all of the same type, float32 or
// float64.
func (s *Sparse) AddTimesOf(out, d *Dense) error {
	if len(d.shape) != 2 || len(out.shape) != 2 || d.shape[1] != s.shape[0] || out.shape[1] != s.shape[1] || out.shape[0] != d.shape[0] {
		return fmt.Errorf("shape %v times a %s block of shape %v into shape %v", d.shape, s.kind, s.shape, out.shape)
	}
	return s.product(out, d, true)
}

func (s *Sparse) product(out, d *Dense, left bool) error {
	if d.dtype != s.DType() || out.dtype != s.DType() {
		return fmt.Errorf("a product of %v and %v into %v: they must be of one type", s.DType(), d.dtype, out.dtype)
	}
	switch v := s.values.data.(type) {
	case []float64:
		multiply(s, v, out.data.([]float64), d.data.([]float64), d.shape, left)
	case []float32:
		multiply(s, v, out.data.([]float32), d.data.([]float32), d.shape, left)
	default:
		return fmt.Errorf("a product of sparse blocks of %v: only float32 and float64 have one", s.DType())
	}
	return nil
}

func multiply[T float32 | float64](s *Sparse, values, out, d []T, shape []int, left bool) {
	rows := s.kind == KindCSR
	if !left {
		n := shape[1]
		for line := range s.NLines() {
			for i := s.indptr[line]; i < s.indptr[line+1]; i++ {
				to, from := line, int(s.indices[i])
				if !rows {
					to, from = from, to
				}
				axpy(out[to*n:to*n+n], d[from*n:from*n+n], values[i])
			}
		}
		return
	}
	m, k, n := shape[0], shape[1], s.shape[1]
	for row := range m {
		o, v := out[row*n:row*n+n], d[row*k:row*k+k]
		for line := range s.NLines() {
			lo, hi := s.indptr[line], s.indptr[line+1]
			indices, w := s.indices[lo:hi], values[lo:hi]
			if !rows {
				var sum T
				for i, place := range indices {
					sum += v[place] * w[i]
				}
				o[line] += sum
				continue
			}
			x := v[line]
			for i, place := range indices {
				o[place] += x * w[i]
			}
		}
	}
}

func axpy[T float32 | float64](out, in []T, by T) {
	out = out[:len(in)]
	for len(in) >= 4 {
		o, v := (*[4]T)(out), (*[4]T)(in)
		o[0] += by * v[0]
		o[1] += by * v[1]
		o[2] += by * v[2]
		o[3] += by * v[3]
		out, in = out[4:], in[4:]
	}
	for i, v := range in {
		out[i] += by * v
	}
}
