package kernel

import (
	"fmt"
	"reflect"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Kernel makes a chunk. The block it gives may share the memory of an input.
type Kernel func(c *Call) (*block.Dense, error)

// Sparse is a kernel that knows sparse chunks: it finds them in c.Sparse. All other kernels get dense copies of them.
type Sparse func(c *Call) (block.Block, error)

var (
	kernels       = map[reflect.Type]func(o op.Op) Kernel{}
	sparseKernels = map[reflect.Type]func(o op.Op) Sparse{}
)

// Register makes f the kernel of the operations of a type. It is called when a package of kernels is loaded.
func Register[O op.Op](f func(c *Call, o O) (*block.Dense, error)) {
	kernels[reflect.TypeFor[O]()] = func(o op.Op) Kernel {
		mine := o.(O)
		return func(c *Call) (*block.Dense, error) { return f(c, mine) }
	}
}

// RegisterSparse makes f the kernel of the operations of a type where their result is sparse.
func RegisterSparse[O op.Op](f func(c *Call, o O) (block.Block, error)) {
	sparseKernels[reflect.TypeFor[O]()] = func(o op.Op) Sparse {
		mine := o.(O)
		return func(c *Call) (block.Block, error) { return f(c, mine) }
	}
}

// Of finds the kernel of an operation.
func Of(o op.Op) (Kernel, error) {
	if make, ok := kernels[reflect.TypeOf(o)]; ok {
		return make(o), nil
	}
	return nil, fmt.Errorf("the operation %q can't be computed on this machine: it has no kernel", o.Name())
}

// SparseOf finds the kernel of an operation whose result is sparse, of the given kind.
func SparseOf(o op.Op, kind string) (Sparse, error) {
	if make, ok := sparseKernels[reflect.TypeOf(o)]; ok {
		return make(o), nil
	}
	return nil, fmt.Errorf("the operation %q can't be computed on this machine: it has no kernel for %s chunks", o.Name(), kind)
}
