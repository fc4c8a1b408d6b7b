package zarr

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"

	"github.com/lazycell/lazycell/io/zarr/meta"
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
	if total := machineMemory(); n > total {
		return fmt.Errorf("region of shape %v needs %d MiB, the machine has %d MiB: open the store lazily and read parts of it", shape, n>>20, total>>20)
	}
	return nil
}

// machineMemory is the machine's memory in bytes; a guess where it doesn't say.
var machineMemory = sync.OnceValue(func() int {
	const guess = 64 << 30
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return guess
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) >= 2 && fields[0] == "MemTotal:" {
			if kib, err := strconv.Atoi(fields[1]); err == nil {
				return kib << 10
			}
		}
	}
	return guess
})
