package product

import (
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

func init() {
	kernel.Register(contract)
	kernel.Register(addUp)
	kernel.Register(symmetric)
	kernel.Register(kron)
	kernel.Register(qrFactor)
	kernel.Register(qrUpper)
	kernel.Register(triangles)
	kernel.Register(qrApply)
	kernel.Register(svd)
	kernel.Register(piece)
	kernel.Register(solve)
	kernel.Register(cholesky)
	kernel.Register(distance)
	kernel.Deaf[*op.Contract]()
	kernel.Deaf[*op.QRFactor]()
	kernel.Deaf[*op.QRApply]()
	kernel.Deaf[*op.SVD]()
	kernel.Deaf[*op.Solve]()
	kernel.Deaf[*op.Cholesky]()
	kernel.Deaf[*op.Distance]()
	kernel.RegisterScratch(func(_ *op.SVD, s *kernel.Sizes) int64 { return 4 * s.In[0] })
	kernel.RegisterScratch(func(_ *op.Solve, s *kernel.Sizes) int64 { return s.In[0] })
	kernel.RegisterScratch(func(o *op.Contract, s *kernel.Sizes) int64 {
		if s.Elem >= 4 { // floats are multiplied as they lie
			return 0
		}
		return s.In[0] + s.In[1]
	})
}
