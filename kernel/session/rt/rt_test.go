package rt_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/lazycell/lazycell/kernel/session/rt"
)

var errBoom = errors.New("boom")

type fakeHost struct {
	ctx     context.Context
	results [][]any
	err     error
}

func (h *fakeHost) Context() context.Context { return h.ctx }

func (h *fakeHost) Result(values []any) error {
	h.results = append(h.results, values)
	return h.err
}

type carrier struct{ err error }

func (c carrier) Err() error { return c.err }

// failure runs f and returns the error of the rt.Failure it panicked with.
func failure(t *testing.T, f func()) (err error) {
	t.Helper()
	defer func() {
		switch p := recover().(type) {
		case nil:
		case rt.Failure:
			err = p
		default:
			t.Fatalf("panicked with %T %v, want rt.Failure", p, p)
		}
	}()
	f()
	return nil
}

func TestFailures(t *testing.T) {
	host := &fakeHost{ctx: context.Background()}
	rt.SetHost(host)
	defer rt.SetHost(nil)
	var nilErr error
	cases := []struct {
		name string
		run  func()
		want error
	}{
		{"check nothing", func() { rt.Check() }, nil},
		{"check nil error", func() { rt.Check(1, nilErr) }, nil},
		{"check error", func() { rt.Check(1, errBoom) }, errBoom},
		{"check value that is no error", func() { rt.Check(1, 2) }, nil},
		{"result with error", func() { rt.ResultErr(1, errBoom) }, errBoom},
		{"carried", func() { rt.CheckCarried(carrier{errBoom}) }, errBoom},
		{"carried nil", func() { rt.CheckCarried(carrier{}) }, nil},
		{"nothing carried", func() { rt.CheckCarried(nil) }, nil},
		{"must", func() { rt.Must(1, errBoom) }, errBoom},
		{"must nil", func() { rt.Must(1, nil) }, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if err := failure(t, c.run); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
				t.Errorf("failure %v, want %v", err, c.want)
			}
		})
	}
	if len(host.results) != 0 {
		t.Errorf("results %v, want none", host.results)
	}
}

func TestResults(t *testing.T) {
	host := &fakeHost{ctx: context.Background()}
	rt.SetHost(host)
	defer rt.SetHost(nil)
	rt.Result()
	rt.Result(1, "a")
	rt.ResultErr("b", nil)
	rt.ResultErr(nil)
	want := [][]any{{1, "a"}, {"b"}}
	if !reflect.DeepEqual(host.results, want) {
		t.Errorf("results %v, want %v", host.results, want)
	}
	host.err = errBoom
	if err := failure(t, func() { rt.Result(1) }); !errors.Is(err, errBoom) {
		t.Errorf("failure %v, want the host's error", err)
	}
}

func TestContextAndNoHost(t *testing.T) {
	if rt.Context() == nil {
		t.Fatal("no context without a host")
	}
	if err := failure(t, func() { rt.Result(1) }); !errors.Is(err, rt.ErrNoHost) {
		t.Errorf("failure %v, want ErrNoHost", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	rt.SetHost(&fakeHost{ctx: ctx})
	defer rt.SetHost(nil)
	cancel()
	if rt.Context().Err() == nil {
		t.Error("the host's cancelled context did not reach the cell")
	}
}
