package op

// Reshape gives the elements another shape, in the same C order. The chunks of the input and of the result hold the same elements, in the same
// order of chunks: whoever makes the layer cuts both so that they do.
type Reshape struct{}

// Name is "reshape".
func (r *Reshape) Name() string { return "reshape" }

// Reads is the chunk of the same number.
func (r *Reshape) Reads(out *Grid, in []*Grid, index []int) []Read {
	return []Read{{0, in[0].Index(out.Linear(index))}}
}

// Broadcast repeats an array along axes where it has size 1, and along added first axes.
type Broadcast struct{}

// Name is "broadcast_to".
func (b *Broadcast) Name() string { return "broadcast_to" }

// Reads is the one chunk that is repeated.
func (b *Broadcast) Reads(out *Grid, in []*Grid, index []int) []Read {
	return (&Binary{}).Reads(out, in, index)
}
