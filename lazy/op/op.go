package op

// Op is what one layer of a graph does.
type Op interface {
	// Name is the name under which executors know the operation, and which drawings show: "uniform", "sum", ….
	Name() string
	// Reads is the chunks of the inputs that the chunk of out at index is made of, in the order in which the kernel gets them.
	Reads(out *Grid, in []*Grid, index []int) []Read
}

// Read is one chunk of one input.
type Read struct {
	Input int
	Index []int
}

// source is embedded by operations without inputs.
type source struct{}

// Reads is nothing.
func (source) Reads(*Grid, []*Grid, []int) []Read { return nil }
