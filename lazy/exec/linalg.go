package exec

import (
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// linearAlgebra finds the kernel of an operation of linear algebra, nil for another one.
func linearAlgebra(o op.Op) kernel {
	switch o := o.(type) {
	case *op.Contract:
		return func(c *call) (*block.Dense, error) { return contract(c, o) }
	case *op.AddUp:
		return addUp
	case *op.Mirror:
		return symmetric
	case *op.Kron:
		return kron
	case *op.Diagonal:
		return func(c *call) (*block.Dense, error) { return diagonal(c, o) }
	case *op.Diag:
		return diag
	case *op.QRFactor:
		return func(c *call) (*block.Dense, error) { return qrFactor(c, o) }
	case *op.QRUpper:
		return func(c *call) (*block.Dense, error) { return qrUpper(c, o) }
	case *op.QRApply:
		return func(c *call) (*block.Dense, error) { return qrApply(c, o) }
	case *op.SVD:
		return svd
	case *op.Piece:
		return func(c *call) (*block.Dense, error) { return piece(c, o) }
	case *op.Solve:
		return solve
	case *op.Cholesky:
		return cholesky
	case *op.Distance:
		return func(c *call) (*block.Dense, error) { return distance(c, o) }
	}
	return nil
}
