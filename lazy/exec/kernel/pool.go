package kernel

import (
	"sync"
	"unsafe"

	"github.com/lazycell/lazycell/lazy/block"
)

// Pool keeps the memory of chunks that have been read for the last time, for new chunks of the same size: the first touch of fresh memory
// costs more than most kernels.
type Pool struct {
	Limit int64 // bytes kept

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

func NewPool() *Pool { return &Pool{free: map[poolKey][]*block.Dense{}} }

// Take is a block of undefined values.
func (p *Pool) Take(dtype block.DType, shape []int) *block.Dense {
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

// Put gives memory back. False says that it isn't kept: it is garbage.
func (p *Pool) Put(d *block.Dense) bool {
	if d.NBytes() < smallChunk {
		return true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept+d.NBytes() > p.Limit {
		return false
	}
	key := poolKey{d.DType(), d.Len()}
	p.free[key] = append(p.free[key], d)
	p.kept += d.NBytes()
	return true
}

// Shares says whether a block lies within the memory of another.
func Shares(a, b *block.Dense) bool {
	x, y := a.Bytes(), b.Bytes()
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	at, start := uintptr(unsafe.Pointer(&x[0])), uintptr(unsafe.Pointer(&y[0]))
	return at >= start && at < start+uintptr(len(y))
}
