package cell

import "go/types"

// inferred declares a variable whose type has no name outside of the package it comes from.
func (em *emitter) inferred(*types.Var) string { return "" }
