package tests

import (
	"errors"
	"flag"
	"fmt"
	"runtime/debug"
	"strings"
	"testing"
)

// Test is a test function.
type Test struct {
	Name string
	F    func(*testing.T)
}

// Benchmark is a benchmark function.
type Benchmark struct {
	Name string
	F    func(*testing.B)
}

// ErrFailed is the failure of a cell of which a test has failed.
var ErrFailed = errors.New("a test has failed")

// Run runs tests and benchmarks. flags are those of go test, with their prefix: -test.v, -test.run=^TestA$.
func Run(flags []string, tests []Test, benchmarks []Benchmark) error {
	testing.Init()
	if err := setFlags(flags); err != nil {
		return err
	}
	if !flag.Parsed() { // or package testing would parse the cells' arguments
		if err := flag.CommandLine.Parse(nil); err != nil {
			return fmt.Errorf("%%test: %w", err)
		}
	}
	var all []testing.InternalTest
	for _, t := range tests {
		all = append(all, testing.InternalTest{Name: t.Name, F: func(tt *testing.T) { guard(tt, func() { t.F(tt) }) }})
	}
	var marks []testing.InternalBenchmark
	for _, b := range benchmarks {
		marks = append(marks, testing.InternalBenchmark{Name: b.Name, F: func(tb *testing.B) { guard(tb, func() { b.F(tb) }) }})
	}
	if code := testing.MainStart(deps{}, all, marks, nil, nil).Run(); code != 0 {
		return ErrFailed
	}
	return nil
}

// guard calls a test. One that panics, or ends its goroutine, fails: package testing would end the process, and with it all values.
func guard(tb testing.TB, test func()) {
	returned := false
	defer func() {
		if r := recover(); r != nil {
			tb.Errorf("panic: %v\n%s", r, debug.Stack())
		} else if !returned && !tb.Failed() && !tb.Skipped() {
			tb.Fatal("runtime.Goexit ended the test")
		}
	}()
	test()
	returned = true
}

// setFlags sets the flags of package testing to what is given, and the others to their defaults.
func setFlags(given []string) error {
	flag.VisitAll(func(f *flag.Flag) {
		if !strings.HasPrefix(f.Name, "test.") {
			return
		}
		if f.Name == "test.v" {
			_ = f.Value.Set("false") // its default can't be set
			return
		}
		_ = f.Value.Set(f.DefValue)
	})
	for i := 0; i < len(given); i++ {
		if given[i] == "" {
			continue
		}
		name, value, hasValue := strings.Cut(strings.TrimLeft(given[i], "-"), "=")
		f := flag.Lookup(name)
		if f == nil || !strings.HasPrefix(name, "test.") {
			return fmt.Errorf("%%test: there is no flag %s; flags of tests have the prefix: -test.v, -test.run=NAME, -test.bench=NAME", given[i])
		}
		if b, ok := f.Value.(interface{ IsBoolFlag() bool }); !hasValue && ok && b.IsBoolFlag() {
			value = "true"
		} else if !hasValue {
			if i++; i == len(given) {
				return fmt.Errorf("%%test: the flag %s needs a value: %s=VALUE", given[i-1], given[i-1])
			}
			value = given[i]
		}
		if err := f.Value.Set(value); err != nil {
			return fmt.Errorf("%%test: the flag -%s can't be %q: %w", name, value, err)
		}
	}
	return nil
}
