package kernel

import (
	"context"
	"fmt"
	"reflect"
	"runtime/debug"

	"github.com/lazycell/lazycell/lazy/op"
)

var deaf = map[reflect.Type]bool{}

// Deaf says that the kernel of an operation may be at work for long without asking whether it is to stop: it calls what can't be stopped, such as LAPACK
// or functions of users.
func Deaf[O op.Op]() { deaf[reflect.TypeFor[O]()] = true }

// IsDeaf says that an operation's kernel may not heed its context.
func IsDeaf(o op.Op) bool { return deaf[reflect.TypeOf(o)] }

// Guarded calls f; a panic in it is an error, which has the stack.
func Guarded[T any](f func() (T, error)) (v T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return f()
}

// Apart is Guarded for what may not heed the context: when that ends first, f is left to itself. It goes on until it is done, and what it gives is
// dropped; nobody else may touch what it writes to.
func Apart[T any](ctx context.Context, f func() (T, error)) (v T, err error) {
	type outcome struct {
		v   T
		err error
	}
	done := make(chan outcome, 1)
	go func() {
		v, err := Guarded(f)
		done <- outcome{v, err}
	}()
	select {
	case o := <-done:
		return o.v, o.err
	case <-ctx.Done():
		return v, context.Cause(ctx)
	}
}
