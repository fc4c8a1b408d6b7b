package op

// Digitize finds for each element the place among ascending edges before which it would be put: behind equal ones, or before them.
type Digitize struct {
	Edges  []float64
	Before bool // before equal ones
}

// Name is "digitize".
func (d *Digitize) Name() string { return "digitize" }

// Reads is the chunk in the same place.
func (d *Digitize) Reads(_ *Grid, _ []*Grid, index []int) []Read { return []Read{{0, index}} }

// IsIn is true where an element is one of some values.
type IsIn struct {
	Values []float64 // ascending
}

// Name is "isin".
func (i *IsIn) Name() string { return "isin" }

// Reads is the chunk in the same place.
func (i *IsIn) Reads(_ *Grid, _ []*Grid, index []int) []Read { return []Read{{0, index}} }
