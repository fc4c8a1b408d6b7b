package store

import (
	"fmt"
	"math/bits"

	"github.com/lazycell/lazycell/lazy/machine"
)

// smallRegion is the size in bytes up to which no one asks how much memory there is.
const smallRegion = 1 << 30

// Elements is the number of elements of a shape. Shapes come from files, which may be wrong: a negative size and a product that no
// machine can count are errors.
func Elements(shape []int) (int, error) {
	n, empty := uint64(1), false
	for _, s := range shape {
		if s < 0 {
			return 0, fmt.Errorf("shape %v has a negative size: %w", shape, ErrInvalid)
		}
		empty = empty || s == 0
	}
	if empty {
		return 0, nil
	}
	for _, s := range shape {
		hi, lo := bits.Mul64(n, uint64(s))
		if hi != 0 || lo > 1<<47 {
			return 0, fmt.Errorf("shape %v has more elements than any machine holds: %w", shape, ErrInvalid)
		}
		n = lo
	}
	return int(n), nil
}

// CheckMemory refuses a region that the machine can't hold, before it is allocated.
func CheckMemory(shape []int, elementSize int) error {
	n, err := Elements(shape)
	if err != nil {
		return err
	}
	need := n * elementSize
	if need <= smallRegion {
		return nil
	}
	if total := int(machine.Memory()); need > total {
		return fmt.Errorf("a region of shape %v needs %d MiB of memory and the machine has %d MiB: open the file lazily and read parts of it",
			shape, need>>20, total>>20)
	}
	return nil
}
