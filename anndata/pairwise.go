package anndata

import (
	"fmt"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// Pairwise keeps obsp (varp when variables are put together): the matrices of the objects lie along the diagonal of one that holds nothing else, compressed by
// rows. Without it they are dropped.
func Pairwise() ConcatOption { return func(c *concat) { c.pairwise = true } }

// pairs puts together the pairwise arrays along the axis.
func (c *concat) pairs(out *AnnData) error {
	if !c.pairwise {
		return nil
	}
	fd := pairField(c.axis)
	return c.each(fd, func(key string, values []any) error {
		els, err := arrays(values)
		if err != nil {
			return err
		}
		x, err := c.diagonal(els)
		if err != nil {
			return err
		}
		out.tables[fd].set(key, x)
		return nil
	})
}

// diagonal is the arrays along the diagonal of a matrix of zeros; a nil one is zeros.
func (c *concat) diagonal(els []*lazy.Array) (*lazy.Array, error) {
	var names []string
	for _, x := range els {
		if x != nil {
			names = append(names, x.DType().String())
		}
	}
	name, err := frame.Promote(names...)
	if err != nil {
		return nil, err
	}
	dtype, err := block.ParseDType(name)
	if err != nil {
		return nil, err
	}
	zeros := func(rows, columns int) *lazy.Array { return lazy.Zeros(dtype, rows, columns).ToCSR() }
	total, before := len(c.names), 0
	rows := make([]*lazy.Array, len(els))
	for i, x := range els {
		n := c.from[i].dims[c.axis]
		if x == nil {
			rows[i] = zeros(n, total)
			before += n
			continue
		}
		if x = x.ToCSR(); x.DType() != dtype {
			x = x.AsType(dtype)
		}
		rows[i] = lazy.Concat(1, zeros(n, before), x, zeros(n, total-before-n))
		if err := rows[i].Err(); err != nil {
			return nil, fmt.Errorf("%s: %w", c.where(i), err)
		}
		before += n
	}
	x := lazy.Concat(0, rows...)
	return x, x.Err()
}
