package host

import (
	"runtime"
	"time"
)

const (
	// largeHeap is the size from which on garbage is worth a collection after each cell: a value that a cell let go,
	// as in `mem = nil`, is then memory for the next cell, where Go would let the heap double first.
	largeHeap = 256 << 20
	// collections that take longer than this are given time between them, so that they take a tenth of it at most.
	quickCollection = 100 * time.Millisecond
	timeBetween     = 10
)

// collector frees between cells what the last cell has let go.
type collector struct {
	took  time.Duration
	ended time.Time
}

func (c *collector) collect() {
	if c.took > quickCollection && time.Since(c.ended) < timeBetween*c.took {
		return
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	if stats.HeapAlloc < largeHeap {
		return
	}
	start := time.Now()
	runtime.GC()
	c.ended = time.Now()
	c.took = c.ended.Sub(start)
}
