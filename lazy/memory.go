package lazy

import (
	"os"
	"strconv"
	"strings"
	"sync"
)

// machineMemory is the machine's memory in bytes, or a guess where it doesn't say.
var machineMemory = sync.OnceValue(func() int64 {
	const guess = 64 << 30
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return guess
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) >= 2 && fields[0] == "MemTotal:" {
			if kib, err := strconv.ParseInt(fields[1], 10, 64); err == nil {
				return kib << 10
			}
		}
	}
	return guess
})
