package tests

import (
	"errors"
	"flag"
	"os"
	"runtime"
	"strings"
	"testing"
)

// TestRun runs in the flags of its own test binary, so it keeps what it is given.
func TestRun(t *testing.T) {
	saved := map[string]string{}
	flag.VisitAll(func(f *flag.Flag) { saved[f.Name] = f.Value.String() })
	verbose := testing.Verbose()
	t.Cleanup(func() {
		for name, value := range saved {
			if strings.HasPrefix(name, "test.") && name != "test.v" {
				_ = flag.Set(name, value)
			}
		}
		if verbose {
			_ = flag.Set("test.v", "true")
		}
	})
	ran := map[string]int{}
	tests := []Test{
		{"TestGood", func(*testing.T) { ran["good"]++ }},
		{"TestFailing", func(tt *testing.T) { tt.Fatal("expected") }},
		{"TestPanicking", func(*testing.T) { panic("expected") }},
		{"TestExiting", func(*testing.T) { runtime.Goexit() }},
		{"TestSkipped", func(tt *testing.T) { tt.SkipNow() }},
	}
	marks := []Benchmark{{"BenchmarkA", func(b *testing.B) { ran["bench"]++ }}, {"BenchmarkPanicking", func(*testing.B) { panic("expected") }}}
	stdout := os.Stdout
	os.Stdout, _ = os.Open(os.DevNull)
	defer func() { os.Stdout = stdout }()
	cases := []struct {
		name       string
		flags      []string
		err        string
		good, mark bool
	}{
		{"one", []string{"-test.run=Good"}, "", true, false},
		{"failing", []string{"-test.run", "Failing"}, ErrFailed.Error(), false, false},
		{"panicking", []string{"-test.run=Panicking", "-test.v"}, ErrFailed.Error(), false, false},
		{"exiting", []string{"-test.run=Exiting"}, ErrFailed.Error(), false, false},
		{"skipped", []string{"-test.run=Skipped"}, "", false, false},
		{"a panicking benchmark", []string{"-test.run=Nothing", "-test.bench=Panicking", "-test.benchtime=1x"}, ErrFailed.Error(), false, false},
		{"benchmarks", []string{"-test.run=Nothing", "-test.bench=A", "-test.benchtime=1x"}, "", false, true},
		{"empty flag", []string{"", "-test.run=Good"}, "", true, false},
		{"unknown flag", []string{"-v"}, "no flag -v", false, false},
		{"no value", []string{"-test.run"}, "needs a value", false, false},
		{"wrong value", []string{"-test.count=many"}, "can't be \"many\"", false, false},
	}
	for _, c := range cases {
		clear(ran)
		err := Run(c.flags, tests, marks)
		switch {
		case c.err == "" && err != nil, c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)):
			t.Errorf("%s: error %v, want %q", c.name, err, c.err)
		case c.err == ErrFailed.Error() && !errors.Is(err, ErrFailed):
			t.Errorf("%s: error %v is not ErrFailed", c.name, err)
		}
		if (ran["good"] > 0) != c.good || (ran["bench"] > 0) != c.mark {
			t.Errorf("%s: ran %v", c.name, ran)
		}
	}
}
