package host

import (
	"encoding/gob"
	"errors"
	"io"
	"sync/atomic"
	"testing"
)

func TestRendezvousWaitsForTheReader(t *testing.T) {
	r := newRendezvous()
	var handled atomic.Int64
	go func() {
		decoder := gob.NewDecoder(r)
		for {
			var n int64
			if decoder.Decode(&n) != nil || n < 0 {
				_ = r.Close()
				return
			}
			handled.Store(n)
		}
	}()
	encoder := gob.NewEncoder(r)
	for n := range int64(1000) {
		if err := encoder.Encode(n); err != nil {
			t.Fatal(err)
		}
		if got := handled.Load(); got != n {
			t.Fatalf("after %d was written the reader had dealt with %d", n, got)
		}
	}
	// A reader that gives up lets its writer go.
	for range 2 {
		if err := encoder.Encode(int64(-1)); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("write to a closed rendezvous: %v, want io.ErrClosedPipe", err)
		}
	}
}
