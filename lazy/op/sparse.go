package op

// Convert keeps the same values in chunks of another kind.
type Convert struct {
	Kind string // "dense", "csr" or "csc"
}

// Name is "todense", "tocsr" or "tocsc".
func (c *Convert) Name() string { return "to" + c.Kind }

// Reads is the chunk in the same place.
func (c *Convert) Reads(_ *Grid, _ []*Grid, index []int) []Read { return []Read{{0, index}} }
