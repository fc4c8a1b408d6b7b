package op

// Unary is a function of one array, element by element.
type Unary struct {
	Func string // "neg", "sqrt", …
}

// Name is the function.
func (u *Unary) Name() string { return u.Func }

// Reads is the chunk in the same place.
func (u *Unary) Reads(_ *Grid, _ []*Grid, index []int) []Read { return []Read{{0, index}} }

// Scalar is a function of an array's elements and a number.
type Scalar struct {
	Func    string // "add", "pow", …
	Value   float64
	Swapped bool // the number comes first
}

// Name is the function.
func (s *Scalar) Name() string { return s.Func }

// Reads is the chunk in the same place.
func (s *Scalar) Reads(_ *Grid, _ []*Grid, index []int) []Read { return []Read{{0, index}} }

// Binary is a function of two arrays, element by element; axes of size 1 are repeated, missing first axes are added.
type Binary struct {
	Func string // "add", "less", …
}

// Name is the function.
func (b *Binary) Name() string { return b.Func }

// Reads is one chunk of each input.
func (b *Binary) Reads(out *Grid, in []*Grid, index []int) []Read { return spread(out, in, index) }

// spread is one chunk of each input, of which axes may be repeated or missing in front.
func spread(out *Grid, in []*Grid, index []int) []Read {
	reads := make([]Read, len(in))
	for i, g := range in {
		at := make([]int, g.NDim())
		skip := out.NDim() - g.NDim()
		for axis := range at {
			if g.shape[axis] == out.shape[axis+skip] {
				at[axis] = index[axis+skip]
			}
		}
		reads[i] = Read{i, at}
	}
	return reads
}

// Cast is the elements in another type, which is that of the result.
type Cast struct{}

// Name is "astype".
func (c *Cast) Name() string { return "astype" }

// Reads is the chunk in the same place.
func (c *Cast) Reads(_ *Grid, _ []*Grid, index []int) []Read { return []Read{{0, index}} }
