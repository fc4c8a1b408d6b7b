package cell

// checkWithOld type-checks a cell.
func (c *Compiler) checkWithOld(src *source) (*checked, error) {
	return c.check(src, nil, c.newPackage(src.number))
}
