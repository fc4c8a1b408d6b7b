package lazy

// BitAnd is the bits that are set in both integers, or And of booleans.
func (a *Array) BitAnd(b *Array) *Array { return a.binary("bit_and", b) }

// BitOr is the bits that are set in either integer, or Or of booleans.
func (a *Array) BitOr(b *Array) *Array { return a.binary("bit_or", b) }

// BitXor is the bits that are set in one of both integers, or Xor of booleans.
func (a *Array) BitXor(b *Array) *Array { return a.binary("bit_xor", b) }

// BitNot is the integer with all bits turned, or Not of booleans.
func (a *Array) BitNot() *Array {
	if a.err == nil && a.dtype == Bool {
		return a.Not()
	}
	return a.unary("bit_not")
}

// ShiftLeft moves the bits of integers up by b places; what leaves the type is lost. Shifts by less than 0 give 0.
func (a *Array) ShiftLeft(b *Array) *Array { return a.binary("shift_left", b) }

// ShiftRight moves the bits of integers down by b places, keeping the sign. Shifts by less than 0 are as by all places.
func (a *Array) ShiftRight(b *Array) *Array { return a.binary("shift_right", b) }
