package exec

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// bytes is the size of the chunk that a task makes.
func (p *plan) bytes(n int32) int64 {
	t := &p.tasks[n]
	a := p.layers[t.layer].array
	g := a.Grid()
	return int64(block.Size(g.ChunkShape(g.Index(t.chunk)))) * int64(a.DType().Size())
}

// peak is how many bytes of chunks there are at once when tasks run in their order and workers of them at a time: what is held after each task for
// later ones, and what is being made. Chunks that lie in memory anyway don't count, nor do those that are handed on and kept elsewhere, unless keep says
// that they stay.
func (p *plan) peak(workers int, keep bool) int64 {
	uses := make([]int32, len(p.tasks))
	sizes := make([]int64, len(p.tasks))
	var largest int64
	for n, t := range p.tasks {
		uses[n] = t.uses
		if _, held := p.layers[t.layer].array.Op().(*op.Memory); !held {
			sizes[n] = p.bytes(int32(n))
		}
		largest = max(largest, sizes[n])
	}
	var held, most int64
	release := func(n int32) {
		if uses[n]--; uses[n] == 0 {
			held -= sizes[n]
		}
	}
	for n, t := range p.tasks {
		held += sizes[n]
		most = max(most, held)
		for _, d := range t.deps {
			release(d)
		}
		if t.root > 0 && !keep {
			release(int32(n))
		}
	}
	return most + int64(workers-1)*largest
}

// budget is the number of workers that a run may have, the bytes its chunks take at once with so many, and how many they may take. When even one worker
// takes too much the run is refused.
func (p *plan) budget(r lazy.Run) (workers int, need, allowed int64, err error) {
	workers = r.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	allowed = r.Memory
	if allowed <= 0 {
		allowed = machineShare()
	}
	for ; ; workers-- {
		if need = p.peak(workers, r.Keep); need <= allowed {
			return workers, need, allowed, nil
		}
		if workers == 1 {
			return 1, need, allowed, fmt.Errorf("%w: its chunks take %d MiB at once and may take %d MiB: cut the arrays into smaller chunks (Rechunk, or Chunks when they "+
				"are made), compute a part, or allow more with WithMemory", errMemory, need>>20, allowed>>20)
		}
	}
}

var errMemory = fmt.Errorf("lazy: the computation doesn't fit into memory")

// machineShare is four fifths of what this process may use: of the machine's memory, or of what its control group is allowed.
var machineShare = sync.OnceValue(func() int64 {
	total := int64(64 << 30) // a guess where the system doesn't say
	if text, err := os.ReadFile("/proc/meminfo"); err == nil {
		for line := range strings.Lines(string(text)) {
			fields := strings.Fields(line)
			if len(fields) >= 2 && fields[0] == "MemTotal:" {
				if kib, err := strconv.ParseInt(fields[1], 10, 64); err == nil {
					total = kib << 10
				}
			}
		}
	}
	for _, path := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		if text, err := os.ReadFile(path); err == nil {
			if limit, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64); err == nil && limit > 0 {
				total = min(total, limit)
			}
		}
	}
	return total / 5 * 4
})
