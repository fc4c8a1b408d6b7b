package lazy_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

func TestProfile(t *testing.T) {
	var p lazy.Profile
	x := random.New(1).Chunks(50).Uniform(100, 100)
	for range 2 {
		if _, err := x.MulScalar(2).Sum(1).Compute(lazy.WithProfile(&p)); err != nil {
			t.Fatal(err)
		}
	}
	layers := p.Layers()
	if len(layers) != 2 || layers[0].Tasks+layers[1].Tasks != 2*(4+2) {
		t.Errorf("%+v", layers)
	}
	if text := p.String(); !strings.Contains(text, "uniform, mul, sum") || !strings.Contains(text, "sum-aggregate") {
		t.Error(text)
	}
}

// What each worker did when is kept in a bounded number of spans, in which no time is lost but short gaps.
func TestTimeline(t *testing.T) {
	var p lazy.Profile
	began := time.Now()
	for k := range 20000 {
		steps := []string{"mul", "sum"}[k%2]
		p.Add(lazy.ProfileTask{Steps: steps, Worker: k % 3, Start: began.Add(time.Duration(k) * time.Millisecond), Took: 2 * time.Millisecond, Bytes: 8})
	}
	layers, spans, workers := p.Timeline()
	if len(layers) != 2 || workers != 3 || len(spans) > 2000 || len(spans) < 100 {
		t.Fatalf("%d layers, %d workers, %d spans", len(layers), workers, len(spans))
	}
	var busy time.Duration
	for i, s := range spans {
		busy += s.End - s.Start
		if s.Start < 0 || s.End < s.Start || s.End > 20002*time.Millisecond || s.Layer > 1 || s.Worker > 2 {
			t.Errorf("span %d is %+v", i, s)
		}
	}
	if busy < 40*time.Second || busy > 61*time.Second {
		t.Errorf("the workers were busy for %v", busy)
	}
}

// Samples of a CPU profile say which layer they belong to.
func TestProfileLabels(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	var w bytes.Buffer
	if err := pprof.StartCPUProfile(&w); err != nil {
		t.Skip(err) // somebody else takes one
	}
	for began := time.Now(); time.Since(began) < 500*time.Millisecond; {
		if _, err := random.New(1).Uniform(2000, 2000).Log1p().Std(0).Compute(); err != nil {
			t.Fatal(err)
		}
	}
	pprof.StopCPUProfile()
	z, err := gzip.NewReader(&w)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"lazy.layer", "uniform, log1p, std"} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("no %q in the profile", want)
		}
	}
}
