package exec

// The kernels that this executor runs: each package registers its own.
import (
	_ "github.com/lazycell/lazycell/lazy/exec/kernel/function"
	_ "github.com/lazycell/lazycell/lazy/exec/kernel/move"
	_ "github.com/lazycell/lazycell/lazy/exec/kernel/product"
	_ "github.com/lazycell/lazycell/lazy/exec/kernel/statistic"
)
