package codec

import (
	"encoding/binary"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"math"
	"reflect"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Digest writes to a hash what tells an operation from others: its type and parameters, with functions and readers by their names. What it writes
// for a block of values in memory is up to the caller; Content is one way. It takes time in proportion to the parameters.
func Digest(h hash.Hash, o op.Op, blocks func(h hash.Hash, b block.Block)) {
	name, err := op.TypeOf(o)
	if err != nil { // of an executor: each is one of its own
		fmt.Fprintf(h, "%T %p", o, o)
		return
	}
	text(h, name)
	digestFields(h, reflect.ValueOf(o).Elem(), blocks)
}

func digestFields(h hash.Hash, v reflect.Value, blocks func(hash.Hash, block.Block)) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.IsExported() && !v.Field(i).IsZero() {
			text(h, f.Name)
			digestValue(h, v.Field(i), blocks)
		}
	}
}

func digestValue(h hash.Hash, v reflect.Value, blocks func(hash.Hash, block.Block)) {
	switch x := v.Interface().(type) {
	case *op.Function:
		text(h, x.String())
		return
	case op.Reader:
		text(h, x.Name())
		return
	case []block.Block:
		number(h, uint64(len(x)))
		for _, b := range x {
			blocks(h, b)
		}
		return
	case []int:
		Numbers(h, x)
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			number(h, 1)
		} else {
			number(h, 0)
		}
	case reflect.String:
		text(h, v.String())
	case reflect.Int, reflect.Int64:
		number(h, uint64(v.Int()))
	case reflect.Uint64:
		number(h, v.Uint())
	case reflect.Float64:
		number(h, math.Float64bits(v.Float()))
	case reflect.Slice:
		number(h, uint64(v.Len()))
		for i := range v.Len() {
			digestValue(h, v.Index(i), blocks)
		}
	case reflect.Struct:
		digestFields(h, v, blocks)
	}
}

func number(h hash.Hash, n uint64) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], n)
	_, _ = h.Write(b[:])
}

func text(h hash.Hash, s string) {
	number(h, uint64(len(s)))
	_, _ = io.WriteString(h, s)
}

// Numbers writes a list to a hash: a long one as a sum over its bytes, which is quicker.
func Numbers(h hash.Hash, list []int) {
	number(h, uint64(len(list)))
	if len(list) <= longList {
		for _, n := range list {
			number(h, uint64(n))
		}
		return
	}
	var s sum
	buffer := make([]byte, 0, 8*512)
	for _, n := range list {
		if buffer = binary.LittleEndian.AppendUint64(buffer, uint64(n)); len(buffer) == cap(buffer) {
			s.add(buffer)
			buffer = buffer[:0]
		}
	}
	s.add(buffer)
	s.writeTo(h)
}

// Content writes what a block holds to a hash: blocks of the same values in the same places of the same kind are the same. It reads all of the block.
func Content(h hash.Hash, b block.Block) {
	text(h, b.Kind())
	text(h, b.DType().String())
	Numbers(h, b.Shape())
	switch b := b.(type) {
	case *block.Dense:
		content(h, b)
	case *block.Sparse:
		indptr, _ := block.FromSlice([]int{len(b.Indptr())}, b.Indptr())
		indices, _ := block.FromSlice([]int{len(b.Indices())}, b.Indices())
		for _, part := range []*block.Dense{indptr, indices, b.Values()} {
			content(h, part)
		}
	}
}

func content(h hash.Hash, d *block.Dense) {
	var s sum
	s.add(littleEndian(d))
	s.writeTo(h)
}

// sum is two checksums, which machines have instructions for, over polynomials that have no factor in common: together as good as one of 64 bits.
type sum struct{ a, b uint32 }

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (s *sum) add(data []byte) {
	const most = 1 << 14 // so that both go over what is in the cache
	for len(data) > 0 {
		part := data[:min(len(data), most)]
		s.a, s.b = crc32.Update(s.a, castagnoli, part), crc32.Update(s.b, crc32.IEEETable, part)
		data = data[len(part):]
	}
}

func (s *sum) writeTo(h hash.Hash) { number(h, uint64(s.a)<<32|uint64(s.b)) }
