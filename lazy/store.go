package lazy

import (
	"context"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Sink is where Store puts the chunks of an array: a file, or anything else that can be written in boxes.
type Sink interface {
	// WriteBlock writes the chunk that begins at offset. The block is valid only during the call. It is called by several goroutines at once, for
	// different chunks.
	WriteBlock(ctx context.Context, offset []int, b block.Block) error
}

// Store computes the array and hands its chunks to a sink as they come, in any order, so that memory holds a few at a time. It ends with the first error of
// either; what was written until then stays.
func (a *Array) Store(to Sink, opts ...RunOption) error {
	return Store([]*Array{a}, []Sink{to}, opts...)
}

// Store computes several arrays in one go, as ComputeAll does, and hands the chunks of each to the sink of the same number as they come: what several arrays are made
// of is made once, and nothing is held but what is at work.
func Store(arrays []*Array, to []Sink, opts ...RunOption) error {
	if len(arrays) != len(to) {
		return errorf("store: %d arrays and %d sinks", len(arrays), len(to))
	}
	for i, a := range arrays {
		switch {
		case a == nil || to[i] == nil:
			return errorf("store: array %d, or its sink, is nil", i)
		case a.err != nil:
			return a.err
		}
	}
	if len(arrays) == 0 {
		return nil
	}
	// The same array may go to several sinks.
	var todo []*Array
	number, sinks := map[*Array]int{}, [][]Sink{}
	for i, a := range merged(arrays) {
		n, ok := number[a]
		if !ok {
			n = len(todo)
			number[a] = n
			todo, sinks = append(todo, a), append(sinks, nil)
		}
		sinks[n] = append(sinks[n], to[i])
	}
	o := options(opts)
	o.Concurrent = true
	if err := o.ctx.Err(); err != nil {
		return err
	}
	write := func(n int, c Chunk) error {
		for _, s := range sinks[n] {
			if err := s.WriteBlock(o.ctx, c.Offset, c.Block); err != nil {
				return err
			}
		}
		return nil
	}
	e := executor.Load()
	m, held := todo[0].op.(*op.Memory)
	if e == nil && !(held && len(todo) == 1) {
		return errNoExecutor
	}
	defer o.watch()()
	if held && len(todo) == 1 {
		return todo[0].eachInMemory(o.ctx, m, o.Run, func(c Chunk) error { return write(0, c) })
	}
	return e.Run(o.ctx, todo, o.Run, write)
}
