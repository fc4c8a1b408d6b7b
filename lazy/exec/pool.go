package exec

import (
	"sync"
	"unsafe"

	"github.com/lazycell/lazycell/lazy/block"
)

// pool keeps the memory of chunks that have been read for the last time, for new chunks of the same size: the first touch of fresh memory
// costs more than most kernels.
type pool struct {
	limit int64 // bytes kept

	mu   sync.Mutex
	free map[poolKey][]*block.Dense
	kept int64
}

type poolKey struct {
	dtype block.DType
	n     int
}

// smallChunk is the size below which keeping memory doesn't pay.
const smallChunk = 4 << 10

func newPool() *pool { return &pool{free: map[poolKey][]*block.Dense{}} }

// take is a block of undefined values.
func (p *pool) take(dtype block.DType, shape []int) *block.Dense {
	n := block.Size(shape)
	if n*dtype.Size() >= smallChunk {
		p.mu.Lock()
		key := poolKey{dtype, n}
		if list := p.free[key]; len(list) > 0 {
			d := list[len(list)-1]
			p.free[key] = list[:len(list)-1]
			p.kept -= d.NBytes()
			p.mu.Unlock()
			if same, err := d.Reshape(shape); err == nil {
				return same
			}
		} else {
			p.mu.Unlock()
		}
	}
	return block.NewDense(dtype, shape)
}

// put gives memory back.
func (p *pool) put(d *block.Dense) {
	if d.NBytes() < smallChunk {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept+d.NBytes() > p.limit {
		return
	}
	key := poolKey{d.DType(), d.Len()}
	p.free[key] = append(p.free[key], d)
	p.kept += d.NBytes()
}

// memory is a chunk's memory and how many results share it.
type memory struct {
	block *block.Dense
	lent  bool // it belongs to somebody else: never used again
	users int32
}

// shares says whether a block lies within the memory of another.
func shares(a, b *block.Dense) bool {
	x, y := a.Bytes(), b.Bytes()
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	at, start := uintptr(unsafe.Pointer(&x[0])), uintptr(unsafe.Pointer(&y[0]))
	return at >= start && at < start+uintptr(len(y))
}
