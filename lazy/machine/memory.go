// Package machine says what the machine has that a program runs on.
package machine

import (
	"os"
	"strconv"
	"strings"
	"sync"
)

// Memory is how many bytes of memory this process may use: the machine's, or what its control group is allowed; a guess of 64 GiB where the system
// doesn't say.
var Memory = sync.OnceValue(func() int64 {
	total := int64(64 << 30)
	if text, err := os.ReadFile("/proc/meminfo"); err == nil {
		total = memTotal(string(text), total)
	}
	for _, path := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		if text, err := os.ReadFile(path); err == nil {
			total = limited(string(text), total)
		}
	}
	return total
})

// memTotal finds the line of /proc/meminfo that says how much memory there is.
func memTotal(text string, total int64) int64 {
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) >= 2 && fields[0] == "MemTotal:" {
			if kib, err := strconv.ParseInt(fields[1], 10, 64); err == nil && kib > 0 {
				return kib << 10
			}
		}
	}
	return total
}

// limited takes the limit of a control group into account; "max" is none.
func limited(text string, total int64) int64 {
	if limit, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64); err == nil && limit > 0 {
		return min(total, limit)
	}
	return total
}
