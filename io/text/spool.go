package text

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"sync/atomic"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// spool is a compressed sparse matrix in a temporary file that has no name any more: the indices of all entries, then the values, line by line. It is
// where entries of a text file, which lie in any order and can't be found again, are put for reading.
type spool struct {
	file   *os.File
	indptr []int64 // of every line, where its entries begin
	width  int
	double bool // values are float64, else float32
	number int64

	next []int64 // while it is filled: where the next entry of each line goes
	run  struct {
		from    int64
		indices []byte
		values  []byte
	}
}

var spools atomic.Int64

// newSpool makes room for lines of so many entries each.
func newSpool(counts []int64, width int, double bool) (*spool, error) {
	f, err := os.CreateTemp("", "lazycell-matrix-")
	if err != nil {
		return nil, fmt.Errorf("make a temporary file (TMPDIR says where): %w", err)
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	s := &spool{file: f, indptr: make([]int64, len(counts)+1), width: width, double: double, number: spools.Add(1)}
	for i, n := range counts {
		s.indptr[i+1] = s.indptr[i] + n
	}
	s.next = append([]int64(nil), s.indptr[:len(counts)]...)
	return s, nil
}

func (s *spool) entries() int64 { return s.indptr[len(s.indptr)-1] }

func (s *spool) size() int64 {
	if s.double {
		return 8
	}
	return 4
}

// put puts an entry behind the others of its line. Entries that come line by line are written in long runs.
func (s *spool) put(line, index int, value float64) error {
	at := s.next[line]
	if at >= s.indptr[line+1] {
		return errors.New("the file changed while it was read")
	}
	s.next[line]++
	n := int64(len(s.run.indices) / 4)
	if n > 0 && at != s.run.from+n || len(s.run.indices) >= bufferSize {
		if err := s.flush(); err != nil {
			return err
		}
	}
	if len(s.run.indices) == 0 {
		s.run.from = at
	}
	s.run.indices = binary.LittleEndian.AppendUint32(s.run.indices, uint32(index))
	if s.double {
		s.run.values = binary.LittleEndian.AppendUint64(s.run.values, math.Float64bits(value))
	} else {
		s.run.values = binary.LittleEndian.AppendUint32(s.run.values, math.Float32bits(float32(value)))
	}
	return nil
}

func (s *spool) flush() error {
	_, err := s.file.WriteAt(s.run.indices, s.run.from*4)
	if err == nil {
		_, err = s.file.WriteAt(s.run.values, s.entries()*4+s.run.from*s.size())
	}
	s.run.indices, s.run.values = s.run.indices[:0], s.run.values[:0]
	return err
}

// Name tells the spool from every other source.
func (s *spool) Name() string { return fmt.Sprintf("matrix-market-%d", s.number) }

// Kind is "csr".
func (s *spool) Kind() string { return block.KindCSR }

// NNZ is the number of entries.
func (s *spool) NNZ() int { return int(s.entries()) }

// ReadBlock reads a box.
func (s *spool) ReadBlock(_ context.Context, offset, shape []int) (block.Block, error) {
	from, to := s.indptr[offset[0]], s.indptr[offset[0]+shape[0]]
	n := int(to - from)
	raw := make([]byte, 8*n)
	if _, err := s.file.ReadAt(raw[:4*n], from*4); err != nil {
		return nil, err
	}
	indices := make([]int32, n)
	for i := range indices {
		indices[i] = int32(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	raw = raw[:int64(n)*s.size()]
	if _, err := s.file.ReadAt(raw, s.entries()*4+from*s.size()); err != nil {
		return nil, err
	}
	values, err := s.values(raw, n)
	if err != nil {
		return nil, err
	}
	indptr := make([]int64, shape[0]+1)
	for i := range indptr {
		indptr[i] = s.indptr[offset[0]+i] - from
	}
	b, err := block.NewSparse(block.KindCSR, []int{shape[0], s.width}, indptr, indices, values)
	if err != nil || offset[1] == 0 && shape[1] == s.width {
		return b, err
	}
	return b.Region([]int{0, offset[1]}, shape)
}

func (s *spool) values(raw []byte, n int) (*block.Dense, error) {
	if s.double {
		out := make([]float64, n)
		for i := range out {
			out[i] = math.Float64frombits(binary.LittleEndian.Uint64(raw[8*i:]))
		}
		return block.FromSlice([]int{n}, out)
	}
	out := make([]float32, n)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return block.FromSlice([]int{n}, out)
}

// entriesPerChunk is about how many entries the chunks of the array have.
const entriesPerChunk = 1 << 19

// array is the matrix as a lazy array.
func (s *spool) array() *lazy.Array {
	lines := len(s.indptr) - 1
	d := block.Float32
	if s.double {
		d = block.Float64
	}
	shape := []int{lines, s.width}
	if lines == 0 || s.width == 0 {
		return lazy.Zeros(d, shape...).ToCSR()
	}
	step := max(int(int64(lines)*entriesPerChunk/max(s.entries(), 1)), 1)
	var sizes []int
	for left := lines; left > 0; left -= step {
		sizes = append(sizes, min(left, step))
	}
	return lazy.FromSource(s, d, shape, [][]int{sizes, {s.width}})
}
