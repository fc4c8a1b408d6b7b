package elem

import (
	"fmt"
	"os"
	"unsafe"

	"github.com/lazycell/lazycell/io/sibling"
	"github.com/lazycell/lazycell/lazy/block"
)

// waiting is sparse chunks that came before their turn. A few wait in memory, more of them in a temporary file: a chunk that takes very long
// must not make all others wait in memory.
type waiting struct {
	limit  int // of the bytes in memory
	here   map[int]*block.Sparse
	bytes  int // of those
	file   *os.File
	end    int64
	away   map[int]spilled
	unused []spilled // places in the file that can be used again
}

// waitingBytes is how much waits in memory as a rule.
const waitingBytes = 64 << 20

// spilled is a chunk in the file: where it is, how much room it has there, and all about it but its entries.
type spilled struct {
	at, room int64
	kind     string
	shape    []int
	indptr   []int64
	dtype    block.DType
}

// add keeps a chunk, which is valid during the call only.
func (w *waiting) add(n int, s *block.Sparse) error {
	if size := int(s.NBytes()); w.bytes+size <= w.limit {
		if w.here == nil {
			w.here = map[int]*block.Sparse{}
		}
		w.here[n] = s.Clone()
		w.bytes += size
		return nil
	}
	if w.file == nil {
		file, err := os.CreateTemp("", "lazycell-waiting-")
		if err != nil {
			return fmt.Errorf("keep chunks that came early: %w", err)
		}
		_ = os.Remove(file.Name()) // it goes when it is closed; where that can't be, close removes it
		w.file, w.away = file, map[int]spilled{}
	}
	places, values := bytesOf(s.Indices()), s.Values().Bytes()
	p := w.place(int64(len(places) + len(values)))
	p.kind, p.shape, p.dtype = s.Kind(), s.Shape(), s.DType()
	p.indptr = append([]int64(nil), s.Indptr()...)
	if _, err := w.file.WriteAt(places, p.at); err != nil {
		return fmt.Errorf("keep chunks that came early: %w", sibling.Cause(err))
	}
	if _, err := w.file.WriteAt(values, p.at+int64(len(places))); err != nil {
		return fmt.Errorf("keep chunks that came early: %w", sibling.Cause(err))
	}
	w.away[n] = p
	return nil
}

// place finds room in the file.
func (w *waiting) place(size int64) spilled {
	for i, p := range w.unused {
		if p.room >= size {
			w.unused = append(w.unused[:i], w.unused[i+1:]...)
			return spilled{at: p.at, room: p.room}
		}
	}
	p := spilled{at: w.end, room: size}
	w.end += size
	return p
}

// take gives a chunk that waited, nil when there is none.
func (w *waiting) take(n int) (*block.Sparse, error) {
	if s, ok := w.here[n]; ok {
		delete(w.here, n)
		w.bytes -= int(s.NBytes())
		return s, nil
	}
	p, ok := w.away[n]
	if !ok {
		return nil, nil
	}
	delete(w.away, n)
	count := int(p.indptr[len(p.indptr)-1])
	places, values := make([]int32, count), block.NewDense(p.dtype, []int{count})
	raw := bytesOf(places)
	_, err := w.file.ReadAt(raw, p.at)
	if err == nil {
		_, err = w.file.ReadAt(values.Bytes(), p.at+int64(len(raw)))
	}
	if err != nil {
		return nil, fmt.Errorf("read chunks that came early: %w", sibling.Cause(err))
	}
	w.unused = append(w.unused, spilled{at: p.at, room: p.room})
	return block.NewSparse(p.kind, p.shape, p.indptr, places, values)
}

func (w *waiting) close() {
	if w.file != nil {
		_ = w.file.Close()
		_ = os.Remove(w.file.Name())
	}
}

func bytesOf(places []int32) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(places))), 4*len(places))
}
