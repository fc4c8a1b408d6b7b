package exec

import "runtime"

// leastGarbage is how many bytes of garbage are worth a collection.
const leastGarbage = 16 << 20

// drop counts garbage: memory that came from elsewhere, or that the pool has no room for. The runtime collects garbage when it is about as much as what is
// held, and lets allocations go on meanwhile; with chunks of many MiB that would go far beyond what a run may take. So it is collected here as soon as it is
// a small part of that.
func (s *schedule) drop(bytes int64) {
	if n := s.garbage.Add(bytes); s.most > 0 && n >= s.most && s.garbage.CompareAndSwap(n, 0) {
		runtime.GC()
	}
}
