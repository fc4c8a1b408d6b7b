package exec

// ahead keeps what is made before its turn within bounds. The plan knows how much memory the tasks take in their order; several workers run some before
// their turn, and what these make comes on top.
type ahead struct {
	plan    *plan
	bounded bool  // else there is room for everything
	room    int64 // bytes that may come on top
	taken   int64
	front   int32   // the first batch that isn't done: its turn is now, and that of all before is over
	over    []bool  // batches that are done
	bytes   []int64 // of taken, by batch
}

// room says how many bytes may be made before their turn.
func (s *schedule) room(bytes int64) {
	total := int64(0)
	for _, size := range s.sizes {
		total += size
	}
	if total <= bytes {
		return
	}
	s.ahead = ahead{plan: s.plan, bounded: true, room: bytes, over: make([]bool, len(s.batches)), bytes: make([]int64, len(s.batches))}
}

// need is how many bytes a batch makes and works on.
func (a *ahead) need(b int32) (makes, works int64) {
	batch := &a.plan.batches[b]
	for n := batch.lo; n < batch.hi; n++ {
		makes += a.plan.sizes[n]
		works = max(works, a.plan.scratch[n])
	}
	return makes, works
}

// may says that a batch can begin: it is its turn, or there is room.
func (a *ahead) may(b int32) bool {
	if !a.bounded || b == a.front {
		return true
	}
	makes, works := a.need(b)
	return a.taken+makes+works <= a.room
}

func (a *ahead) begin(b int32) {
	if !a.bounded || b == a.front {
		return
	}
	makes, works := a.need(b)
	a.bytes[b] = makes + works
	a.taken += makes + works
}

// done moves the front past what is done.
func (a *ahead) done(b int32) {
	if !a.bounded {
		return
	}
	a.over[b] = true
	if _, works := a.need(b); a.bytes[b] > 0 {
		a.less(b, works)
	}
	for int(a.front) < len(a.over) && a.over[a.front] {
		a.less(a.front, a.bytes[a.front])
		a.front++
	}
	if int(a.front) < len(a.over) { // it may be at work, and is within the plan now
		a.less(a.front, a.bytes[a.front])
	}
}

// gone is told of chunks that nobody needs any more.
func (a *ahead) gone(n int32) {
	if b := a.plan.tasks[n].batch; a.bytes[b] > 0 {
		a.less(b, a.plan.sizes[n])
	}
}

func (a *ahead) less(b int32, bytes int64) {
	bytes = min(bytes, a.bytes[b])
	a.bytes[b] -= bytes
	a.taken -= bytes
}
