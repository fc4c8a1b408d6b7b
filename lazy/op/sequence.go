package op

// Arange is numbers in equal steps, along one axis. Integers have first values and steps of their own, because a float64 doesn't hold
// all of them.
type Arange struct {
	source
	Start, Step       float64 // of floats
	IntStart, IntStep int64   // of integers
}

// Name is "arange".
func (a *Arange) Name() string { return "arange" }

// Linspace is N numbers in equal steps of which the last is Stop, along one axis.
type Linspace struct {
	source
	Start, Stop float64
	N           int
}

// Name is "linspace".
func (l *Linspace) Name() string { return "linspace" }

// Eye is ones on a diagonal of a matrix, and zeros.
type Eye struct {
	source
	Diagonal int // 0 is the main one, 1 the one above
}

// Name is "eye".
func (e *Eye) Name() string { return "eye" }

// Choice is values drawn from a list. Every element is a function of the seed and its position, as in Random.
type Choice struct {
	source
	Seed       uint64
	Values     []float64
	Cumulative []float64 // probabilities added up, the last is 1; nil when all are the same
}

// Name is "choice".
func (c *Choice) Name() string { return "choice" }

// Permutation is the numbers from 0 up to and without N in random order. Every element is a function of the seed, N and its position.
type Permutation struct {
	source
	Seed uint64
	N    int
}

// Name is "permutation".
func (p *Permutation) Name() string { return "permutation" }
