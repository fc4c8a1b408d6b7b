package op

// Histogram counts the values of each chunk between neighbouring edges; the last edge belongs to the last interval. Row n of the result is that of the
// n-th chunk in C order.
type Histogram struct {
	Edges []float64 // ascending
	Even  bool      // they lie equally far apart
}

// Name is "histogram".
func (h *Histogram) Name() string { return "histogram" }

// Reads is the n-th chunk.
func (h *Histogram) Reads(_ *Grid, in []*Grid, index []int) []Read {
	return []Read{{0, in[0].Index(index[0])}}
}

// Bincount counts how often each number from 0 up to and without N occurs in each chunk. Row n of the result is that of the n-th chunk.
type Bincount struct {
	N int
}

// Name is "bincount".
func (b *Bincount) Name() string { return "bincount" }

// Reads is the n-th chunk.
func (b *Bincount) Reads(_ *Grid, in []*Grid, index []int) []Read {
	return []Read{{0, in[0].Index(index[0])}}
}

// GroupRows reduces the rows of each chunk that have the same code. The result has an axis for the chunks of rows in front, the groups in the place of
// the rows, and for a variance one more axis at the end for the count, the mean and the sum of squared deviations.
type GroupRows struct {
	Func  string // "sum", "var", "min" or "max"
	Codes []int  // of every row: its group, or less than 0 when it is left out
	N     int    // groups
}

// Name is "group-" and the function.
func (g *GroupRows) Name() string { return "group-" + g.Func }

// Reads is the chunk of the rows and the other axes.
func (g *GroupRows) Reads(_ *Grid, in []*Grid, index []int) []Read {
	at := make([]int, in[0].NDim())
	at[0] = index[0]
	copy(at[1:], index[2:])
	return []Read{{0, at}}
}
