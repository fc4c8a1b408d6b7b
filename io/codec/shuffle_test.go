package codec

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// TestUnshuffle takes elements of every size apart and puts them together again, at counts that are and aren't whole groups.
func TestUnshuffle(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for size := 1; size <= 17; size++ {
		for _, n := range []int{0, 1, 3, 4, 7, 8, 9, 64, 101} {
			src := make([]byte, n*size+n%3)
			for i := range src {
				src[i] = byte(r.Uint32())
			}
			c := shuffleCodec{size}
			shuffled, err := c.Encode(src)
			if err != nil {
				t.Fatal(err)
			}
			if back, err := c.Decode(shuffled, len(src)); err != nil || !bytes.Equal(back, src) {
				t.Errorf("%d elements of %d bytes: %v, %v", n, size, back, err)
			}
		}
	}
}

func BenchmarkUnshuffle(b *testing.B) {
	for _, size := range []int{4, 8} {
		src, dst := make([]byte, 1<<17), make([]byte, 1<<17)
		b.Run(map[int]string{4: "float32", 8: "float64"}[size], func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				unshuffle(dst, src, size)
			}
		})
	}
}
