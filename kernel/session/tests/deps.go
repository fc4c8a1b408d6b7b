package tests

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"runtime/pprof"
	"time"
)

// deps is what package testing needs of its surroundings. It is what `go test` generates, without fuzzing and coverage.
type deps struct{}

// corpusEntry is an input of a fuzz test.
type corpusEntry = struct {
	Parent     string
	Path       string
	Data       []byte
	Values     []any
	Generation int
	IsSeed     bool
}

var errNoFuzzing = errors.New("there is no fuzzing in a notebook: put the test into a package and use go test -fuzz")

// ImportPath is where the tests come from; package testing prints it above benchmarks.
func (deps) ImportPath() string { return "notebook" }

// ModulePath is the module of the tests.
func (deps) ModulePath() string { return "" }

// MatchString says whether a name is one that a pattern of -test.run means.
func (deps) MatchString(pattern, name string) (bool, error) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return false, fmt.Errorf("the pattern of a test flag: %w", err)
	}
	return re.MatchString(name), nil
}

// SetPanicOnExit0 has nothing to do: os.Exit in a cell ends the session, and the kernel says so.
func (deps) SetPanicOnExit0(bool) {}

// StartCPUProfile is for -test.cpuprofile.
func (deps) StartCPUProfile(w io.Writer) error { return pprof.StartCPUProfile(w) }

// StopCPUProfile ends it.
func (deps) StopCPUProfile() { pprof.StopCPUProfile() }

// StartTestLog has nothing to do: the log is for the cache of go test.
func (deps) StartTestLog(io.Writer) {}

// StopTestLog ends nothing.
func (deps) StopTestLog() error { return nil }

// WriteProfileTo is for -test.memprofile and its like.
func (deps) WriteProfileTo(name string, w io.Writer, debug int) error {
	return pprof.Lookup(name).WriteTo(w, debug)
}

// CoordinateFuzzing refuses.
func (deps) CoordinateFuzzing(time.Duration, int64, time.Duration, int64, int, []corpusEntry, []reflect.Type, string, string) error {
	return errNoFuzzing
}

// RunFuzzWorker refuses.
func (deps) RunFuzzWorker(func(corpusEntry) error) error { return errNoFuzzing }

// ReadCorpus finds nothing.
func (deps) ReadCorpus(string, []reflect.Type) ([]corpusEntry, error) { return nil, nil }

// CheckCorpus has nothing to check.
func (deps) CheckCorpus([]any, []reflect.Type) error { return nil }

// ResetCoverage has nothing to do: plugins count nothing.
func (deps) ResetCoverage() {}

// SnapshotCoverage has nothing to do.
func (deps) SnapshotCoverage() {}

// InitRuntimeCoverage says that nothing is counted.
func (deps) InitRuntimeCoverage() (mode string, tearDown func(string, string) (string, error), snapcov func() float64) {
	return "", nil, nil
}
