package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/random"
)

// Streams go through 10^8 numbers in memory, 763 MiB, and are held against the copying of as many bytes by all processors. Bytes are those that are read and
// those that are written.
const (
	streamSide  = 10000
	streamBytes = 8 * streamSide * streamSide
	streamRuns  = 5
)

// stream is one way through the numbers.
type stream struct {
	Name    string  `json:"name"`
	Seconds float64 `json:"seconds"`
	GB      float64 `json:"gb"`     // read and written
	Memory  string  `json:"memory"` // what the results are written to: "fresh", "reused", or "" for next to nothing
}

// streams measures them and prints a list of them, copying first.
func streams(w io.Writer) error {
	x, err := random.New(0).Chunks(2500, 2500).Uniform(streamSide, streamSide).Compute()
	if err != nil {
		return err
	}
	chain := x.MulScalar(2).AddScalar(1)
	pairs := x.Mul(x).Add(x)
	forget := func(lazy.Chunk) error { return nil }
	source, target := block.NewDense(block.Float64, []int{streamSide * streamSide}), block.NewDense(block.Float64, []int{streamSide * streamSide})
	copyAll(source.Bytes(), target.Bytes()) // touches both
	var out []stream
	for _, s := range []struct {
		stream
		f func() error
	}{
		{stream{Name: "copy", GB: 2, Memory: "reused"}, func() error { copyAll(target.Bytes(), source.Bytes()); return nil }},
		{stream{Name: "sum", GB: 1}, func() error { _, err := x.Sum().Item(); return err }},
		{stream{Name: "sum of rows", GB: 1}, func() error { _, err := x.Sum(1).Compute(); return err }},
		{stream{Name: "sum of columns", GB: 1}, func() error { _, err := x.Sum(0).Compute(); return err }},
		{stream{Name: "largest", GB: 1}, func() error { _, err := x.Max().Item(); return err }},
		{stream{Name: "deviation of columns", GB: 1}, func() error { _, err := x.Std(0).Compute(); return err }},
		{stream{Name: "places of the largest", GB: 1}, func() error { _, err := x.ArgMax(1).Compute(); return err }},
		{stream{Name: "chain", GB: 2, Memory: "reused"}, func() error { return chain.Each(forget, lazy.Concurrently()) }},
		{stream{Name: "chain of two arrays", GB: 2, Memory: "reused"}, func() error { return pairs.Each(forget, lazy.Concurrently()) }},
		{stream{Name: "sum of a chain", GB: 1}, func() error { _, err := chain.Sum().Item(); return err }},
		{stream{Name: "chain", GB: 2, Memory: "fresh"}, func() error { _, err := chain.Compute(); return err }},
		{stream{Name: "copy", GB: 2, Memory: "fresh"}, func() error {
			copyAll(block.NewDense(block.Float64, []int{streamSide * streamSide}).Bytes(), source.Bytes())
			return nil
		}},
	} {
		s.GB *= streamBytes / 1e9
		if s.Seconds, err = median(s.f); err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
		out = append(out, s.stream)
	}
	return json.NewEncoder(w).Encode(out)
}

// median is the time that f takes.
func median(f func() error) (float64, error) {
	var times []float64
	for range streamRuns {
		runtime.GC()
		begin := time.Now()
		if err := f(); err != nil {
			return 0, err
		}
		times = append(times, time.Since(begin).Seconds())
	}
	slices.Sort(times)
	return times[len(times)/2], nil
}

// copyAll copies by all processors.
func copyAll(to, from []byte) {
	n := runtime.GOMAXPROCS(0)
	var wg sync.WaitGroup
	for k := range n {
		wg.Go(func() { copy(to[len(to)/n*k:len(to)/n*(k+1)], from[len(to)/n*k:]) })
	}
	wg.Wait()
}
