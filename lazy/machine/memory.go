// Package machine says what the machine has that a program runs on, and how much of it the program may take.
package machine

import (
	"io/fs"
	"os"
	"path"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync"
)

// Memory is how many bytes of memory this process may use: the machine's, or what its control group, or one above it, is allowed; a guess of 64 GiB
// where the system doesn't say.
var Memory = sync.OnceValue(func() int64 { return memory(os.DirFS("/")) })

func memory(root fs.FS) int64 {
	total := int64(64 << 30)
	if text, err := fs.ReadFile(root, "proc/meminfo"); err == nil {
		total = memTotal(string(text), total)
	}
	for _, file := range limitFiles(root) {
		if text, err := fs.ReadFile(root, file); err == nil {
			total = limited(string(text), total)
		}
	}
	return total
}

// limitFiles is the files that may say what control groups are allowed: those of this process's group and of all above it, of both versions.
func limitFiles(root fs.FS) []string {
	const mount = "sys/fs/cgroup"
	files := []string{mount + "/memory.max", mount + "/memory/memory.limit_in_bytes"}
	text, err := fs.ReadFile(root, "proc/self/cgroup")
	if err != nil {
		return files
	}
	for line := range strings.Lines(string(text)) { // "0::/a/b", or "9:memory:/a/b" and the like
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) != 3 {
			continue
		}
		base, name := "", ""
		switch {
		case parts[0] == "0" && parts[1] == "":
			base, name = mount, "memory.max"
		case strings.Contains(","+parts[1]+",", ",memory,"):
			base, name = mount+"/memory", "memory.limit_in_bytes"
		default:
			continue
		}
		for group := path.Clean("/" + parts[2]); group != "/"; group = path.Dir(group) {
			files = append(files, base+group+"/"+name)
		}
	}
	return files
}

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

// Budget is how many bytes a computation may take that was told nothing else: four fifths of Memory, less what the program holds already, but an eighth
// of it at least.
func Budget() int64 {
	total := Memory()
	return max(total/5*4-inUse(), total/8)
}

// inUse is how many bytes the values of this program took when the garbage was last collected.
func inUse() int64 {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	if s[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return int64(s[0].Value.Uint64())
}
