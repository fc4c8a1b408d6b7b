package product

import "github.com/lazycell/lazycell/lazy/exec/kernel"

func init() {
	kernel.Register(contract)
	kernel.Register(addUp)
	kernel.Register(symmetric)
	kernel.Register(kron)
	kernel.Register(qrFactor)
	kernel.Register(qrUpper)
	kernel.Register(qrApply)
	kernel.Register(svd)
	kernel.Register(piece)
	kernel.Register(solve)
	kernel.Register(cholesky)
	kernel.Register(distance)
}
