package exec_test

import (
	"context"
	"fmt"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// period is after how many rows and columns the values of the wheel come again.
const period = 1009

// wheel is an array that lies nowhere: value (31 i + 17 j) mod 1009 at row i and column j, read in boxes as from a file. What is computed of it is known
// from the few rows and columns that differ, however large it is.
type wheel struct{ rows, cols int }

func (w wheel) Name() string { return fmt.Sprintf("wheel-%d-%d", w.rows, w.cols) }

func (w wheel) at(i, j int) float64 { return float64((31*i + 17*j) % period) }

func (w wheel) ReadBlock(ctx context.Context, offset, shape []int) (block.Block, error) {
	d := block.NewDense(block.Float64, shape)
	v := block.Values[float64](d)
	for i := range shape[0] {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		x := (31*(offset[0]+i) + 17*offset[1]) % period
		row := v[i*shape[1] : (i+1)*shape[1]]
		for j := range row {
			row[j] = float64(x)
			if x += 17; x >= period {
				x -= period
			}
		}
	}
	return d, nil
}

// array is the wheel in square chunks of a side, or in others of two.
func (w wheel) array(chunk ...int) *lazy.Array {
	if len(chunk) == 1 {
		chunk = append(chunk, chunk[0])
	}
	return lazy.FromSource(w, lazy.Float64, []int{w.rows, w.cols}, [][]int{cutInto(w.rows, chunk[0]), cutInto(w.cols, chunk[1])})
}

func cutInto(n, size int) []int {
	var out []int
	for ; n > 0; n -= size {
		out = append(out, min(n, size))
	}
	return out
}

// times is how many of the numbers below n leave the rest r.
func times(n, r int) float64 { return float64((n - r + period - 1) / period) }

// columnMoments is the mean and the variance of f over the rows of a column.
func (w wheel) columnMoments(j int, f func(i, j int) float64) (mean, variance float64) {
	for r := range period {
		mean += times(w.rows, r) * f(r, j)
	}
	mean /= float64(w.rows)
	for r := range period {
		d := f(r, j) - mean
		variance += times(w.rows, r) * d * d
	}
	return mean, variance / float64(w.rows)
}

// rowSum is the sum of a row.
func (w wheel) rowSum(i int) (sum float64) {
	for r := range period {
		sum += times(w.cols, r) * w.at(i, r)
	}
	return sum
}
