package text

import (
	"time"

	"github.com/lazycell/lazycell/lazy"
)

// rowBytes is about how much of a matrix is turned into text at once.
const rowBytes = 32 << 20

// rows goes through a matrix from its first row to its last, in runs of rows that follow its chunks, and gives each run with the number of its first
// row.
func (f *folder) rows(name string, x *lazy.Array, each func(first int, part *lazy.Array) error) error {
	shape := x.Shape()
	bytes := max(shape[1], 1) * x.DType().Size()
	step := max(x.ChunkShape()[0], 1)
	if most := max(rowBytes/bytes, 1); x.Kind() == lazy.Dense && step > most {
		step = most
	}
	begin, tasks := time.Now(), (shape[0]+step-1)/step
	for i := range tasks {
		from := i * step
		to := min(from+step, shape[0])
		if err := each(from, x.Slice(lazy.Range(from, to), lazy.All)); err != nil {
			return err
		}
		if f.progress != nil {
			f.progress(name, lazy.Progress{Done: i + 1, Tasks: tasks, Bytes: int64(to) * int64(bytes), Elapsed: time.Since(begin)})
		}
	}
	return nil
}
