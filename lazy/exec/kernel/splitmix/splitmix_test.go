package splitmix

import (
	"fmt"
	"testing"
)

// The first numbers of the generator seeded with 1234567, as its authors' code gives them.
func TestKnown(t *testing.T) {
	z := uint64(1234567)
	for i, want := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821} {
		z += Golden
		if got := Mix(z); got != want {
			t.Errorf("number %d is %d, want %d", i, got, want)
		}
	}
}

// Several at once are what one at a time gives, wherever they begin and however many there are.
func TestUniform(t *testing.T) {
	for _, z := range []uint64{0, 1, 1 << 63, 1<<64 - 1, 0x123456789abcdef} {
		for n := range 200 {
			out := make([]float64, n+1)
			out[n] = -1
			Uniform(out[:n], z)
			for i, x := range out[:n] {
				if want := Fraction(Mix(z + uint64(i+1)*Golden)); x != want {
					t.Fatalf("number %d of %d after %x is %v, want %v", i, n, z, x, want)
				}
			}
			if out[n] != -1 {
				t.Fatalf("%d numbers wrote one more", n)
			}
		}
	}
}

func BenchmarkUniform(b *testing.B) {
	out := make([]float64, 4096)
	run := func(b *testing.B) {
		b.SetBytes(int64(8 * len(out)))
		for b.Loop() {
			Uniform(out, 1)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(out)), "ns/number")
	}
	for _, w := range widths() {
		b.Run(fmt.Sprint(w), func(b *testing.B) { withWidth(w, func() { run(b) }) })
	}
}
