package lazy

// Split cuts the array along an axis into pieces of the same size, which are views of it.
func (a *Array) Split(pieces, axis int) ([]*Array, error) {
	if a.err != nil {
		return nil, a.err
	}
	axis, err := axisOf(axis, a.NDim())
	if err != nil {
		return nil, errorf("split: %w", err)
	}
	if n := a.Shape()[axis]; pieces <= 0 || n%pieces != 0 {
		return nil, errorf("split: axis %d of shape %v can't be cut into %d pieces of the same size", axis, a.Shape(), pieces)
	}
	return a.ArraySplit(pieces, axis)
}

// ArraySplit is Split where the first pieces may be longer by one.
func (a *Array) ArraySplit(pieces, axis int) ([]*Array, error) {
	if a.err != nil {
		return nil, a.err
	}
	axis, err := axisOf(axis, a.NDim())
	if err != nil {
		return nil, errorf("split: %w", err)
	}
	n := a.Shape()[axis]
	if pieces <= 0 || pieces > 1<<24 {
		return nil, errorf("split: %d pieces of axis %d of shape %v", pieces, axis, a.Shape())
	}
	ends := make([]int, pieces-1)
	at := 0
	for i := range ends {
		at += n / pieces
		if i < n%pieces {
			at++
		}
		ends[i] = at
	}
	return a.SplitAt(axis, ends...)
}

// SplitAt cuts the array along an axis before each of the given places: pieces up to the first, from there up to the second, and so on. Places
// count as the bounds of Range do.
func (a *Array) SplitAt(axis int, places ...int) ([]*Array, error) {
	if a.err != nil {
		return nil, a.err
	}
	axis, err := axisOf(axis, a.NDim())
	if err != nil {
		return nil, errorf("split: %w", err)
	}
	out := make([]*Array, 0, len(places)+1)
	from := 0
	for _, to := range append(append([]int{}, places...), End) {
		out = append(out, a.along(axis, Range(from, to)))
		from = to
	}
	return out, nil
}
