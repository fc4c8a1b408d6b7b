package op

// Choose takes each element from the second input where the first, of booleans, is true, and from the third elsewhere. Axes of size 1
// are repeated, missing first axes are added, in all three.
type Choose struct{}

// Name is "where".
func (c *Choose) Name() string { return "where" }

// Reads is one chunk of each input.
func (c *Choose) Reads(out *Grid, in []*Grid, index []int) []Read { return spread(out, in, index) }

// Replace puts numbers in the place of NaN and of the infinities in an array of floats.
type Replace struct {
	NaN, Inf, NegInf float64
	Keep             bool // infinities stay what they are
}

// Name is "nan_to_num".
func (r *Replace) Name() string { return "nan_to_num" }

// Reads is the chunk in the same place.
func (r *Replace) Reads(_ *Grid, _ []*Grid, index []int) []Read { return []Read{{0, index}} }
