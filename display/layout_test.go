package display

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// In any graph inputs stand below what reads them, nothing touches, and everything is within the drawing.
func TestLayOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := make([]unit, rapid.IntRange(1, 80).Draw(t, "units"))
		for i := range units {
			if i > 0 {
				units[i].inputs = rapid.SliceOfN(rapid.IntRange(max(0, i-55), i-1), 0, 4).Draw(t, "inputs")
			}
		}
		const tall = 110
		l := layOut(units, tall)
		for i, u := range units {
			if l.x[i] < unitWidth/2-0.01 || l.x[i] > l.width-unitWidth/2+0.01 || l.up[i] < 0 || l.up[i]+tall > l.height+0.01 {
				t.Fatalf("unit %d at %v, %v is not within %v × %v", i, l.x[i], l.up[i], l.width, l.height)
			}
			for _, in := range u.inputs {
				if l.up[in]+tall > l.up[i] {
					t.Fatalf("unit %d at height %v reads %d at %v", i, l.up[i], in, l.up[in])
				}
			}
			for k := range i {
				if math.Abs(l.x[i]-l.x[k]) < unitWidth-0.1 && math.Abs(l.up[i]-l.up[k]) < tall {
					t.Fatalf("units %d and %d touch: %v, %v and %v, %v", i, k, l.x[i], l.up[i], l.x[k], l.up[k])
				}
			}
		}
	})
}

func TestSpread(t *testing.T) {
	for _, tc := range []struct{ want, get []float64 }{
		{[]float64{0, 10, 20}, []float64{0, 10, 20}},
		{[]float64{5, 5}, []float64{0, 10}},
		{[]float64{5, 5, 30}, []float64{0, 10, 30}},
		{[]float64{20, 0}, []float64{5, 15}},
		{nil, []float64{}},
	} {
		if got := spread(tc.want, 10); !slices.Equal(got, tc.get) {
			t.Errorf("spread(%v) = %v, want %v", tc.want, got, tc.get)
		}
	}
}

// A tree stands symmetrically over its leaves, in their order.
func TestLayOutOfATree(t *testing.T) {
	l := layOut([]unit{{}, {}, {}, {}, {[]int{0, 1}}, {[]int{2, 3}}, {[]int{4, 5}}}, 50)
	want := []float64{0, 1, 2, 3, 0.5, 2.5, 1.5}
	for i, x := range l.x {
		if math.Abs(x-unitWidth*(want[i]+0.5)) > 0.5 {
			t.Errorf("unit %d at %v, want %v", i, x, unitWidth*(want[i]+0.5))
		}
	}
}
