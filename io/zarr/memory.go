package zarr

import (
	"fmt"

	"github.com/lazycell/lazycell/io/zarr/meta"
	"github.com/lazycell/lazycell/lazy/machine"
)

// smallRegion is the size up to which no one asks how much memory there is.
const smallRegion = 1 << 30

// checkMemory refuses a region that the machine can't hold: shapes come from files, which may be wrong.
func checkMemory(shape []int, elem int) error {
	n, err := meta.Bytes(shape, elem, 1<<46)
	if err != nil {
		return fmt.Errorf("region of shape %v: %w", shape, err)
	}
	if n <= smallRegion {
		return nil
	}
	if total := int(machine.Memory()); n > total {
		return fmt.Errorf("region of shape %v needs %d MiB, the machine has %d MiB: open the store lazily and read parts of it", shape, n>>20, total>>20)
	}
	return nil
}
