package exec

// numbering is numbers of chunks, most or few of which have one.
type numbering struct {
	pages []*[pageSize]int32 // numbers, each one more than it is; 0 for none
	n     int
}

const pageSize = 512

func (t *numbering) find(chunk int) (int32, bool) {
	if t.pages == nil {
		return 0, false
	}
	page := t.pages[chunk/pageSize]
	if page == nil {
		return 0, false
	}
	n := page[chunk%pageSize]
	return n - 1, n > 0
}

// set gives one of so many chunks a number.
func (t *numbering) set(chunks, chunk int, n int32) {
	if t.pages == nil {
		t.pages = make([]*[pageSize]int32, chunks/pageSize+1)
	}
	page := t.pages[chunk/pageSize]
	if page == nil {
		page = new([pageSize]int32)
		t.pages[chunk/pageSize] = page
	}
	page[chunk%pageSize] = n + 1
	t.n++
}
