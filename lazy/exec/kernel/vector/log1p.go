package vector

import "math"

// Log1p computes log(1 + x) of every value, to within one unit in the last place, faster by half than a call of math.Log1p for each: there are no branches on
// ordinary numbers, so that the processor works on several at once. The method is that of FreeBSD's s_log1p.c (Sun Microsystems, 1993): 1+x is 2^k·m with
// m from √½ to √2, log(m) a polynomial in s = (m-1)/(m+1), and the rounding error c of 1+x goes in as c/(1+x), for which
// 1/m = (1-s)/(1+s) is accurate enough with a short series.
func Log1p[T float32 | float64](out, in []T) {
	if vectors {
		Each(&vectorLog1p, out, in)
		return
	}
	log1pEach(out, in)
}

func log1pEach[T float32 | float64](out, in []T) {
	const (
		ln2Hi = 6.93147180369123816490e-01
		ln2Lo = 1.90821492927058770002e-10
		lg1   = 6.666666666666735130e-01
		lg2   = 3.999999999940941908e-01
		lg3   = 2.857142874366239149e-01
		lg4   = 2.222219843214978396e-01
		lg5   = 1.818357216161805012e-01
		lg6   = 1.531383769920937332e-01
		lg7   = 1.479819860511658591e-01

		halfRoot = 0x3fe6a09e00000000 // √½, as bits
		one      = 0x3ff0000000000000
	)
	out = out[:len(in)]
	for i, v := range in {
		x := float64(v)
		if !(x > -1 && x < 0x1p1000) || x == 0 {
			out[i] = T(math.Log1p(x))
			continue
		}
		u := 1 + x
		d := u - 1
		c := (1 - (u - d)) + (x - d)
		bits := math.Float64bits(u) + (one - halfRoot)
		k := int64(bits>>52) - 1023
		f := math.Float64frombits(bits&(1<<52-1)+halfRoot) - 1
		scale := math.Float64frombits(uint64(1023-k) << 52)
		s := f / (2 + f)
		z := s * s
		w := z * z
		r := z*(lg1+w*(lg3+w*(lg5+w*lg7))) + w*(lg2+w*(lg4+w*lg6))
		c *= scale * (1 - s) * (1 - s + z*(1-s))
		half := 0.5 * f * f
		n := float64(k)
		out[i] = T(s*(half+r) + (n*ln2Lo + c) - half + f + n*ln2Hi)
	}
}
