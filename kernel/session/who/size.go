package who

import (
	"reflect"
	"time"
)

// sizeLimit is how long the size of one variable may be looked for.
const sizeLimit = 200 * time.Millisecond

// Size returns how many bytes the variable at a pointer holds, itself and what it leads to; each piece counts once. exact is
// false when looking through all of it would have taken too long. A value that knows its size, with a method NBytes, is asked.
func Size(pointer any) (bytes int64, exact bool) {
	v := reflect.ValueOf(pointer)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return 0, true
	}
	m := &measure{seen: map[uintptr]bool{}, until: time.Now().Add(sizeLimit), exact: true}
	v = v.Elem()
	return int64(v.Type().Size()) + m.beyond(v), m.exact
}

// measure adds up sizes.
type measure struct {
	seen  map[uintptr]bool
	until time.Time
	steps int
	exact bool
}

// late reports whether it is time to stop.
func (m *measure) late() bool {
	if m.steps++; m.steps%1024 == 0 && time.Now().After(m.until) {
		m.exact = false
	}
	return !m.exact
}

// first reports whether a piece of memory has not been counted yet.
func (m *measure) first(p uintptr) bool {
	if p == 0 || m.seen[p] {
		return false
	}
	m.seen[p] = true
	return true
}

// beyond is the size of what v leads to, without v itself.
func (m *measure) beyond(v reflect.Value) int64 {
	if m.late() {
		return 0
	}
	if n, ok := known(v); ok {
		return n
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || !m.first(v.Pointer()) {
			return 0
		}
		return int64(v.Type().Elem().Size()) + m.beyond(v.Elem())
	case reflect.Interface:
		if v.IsNil() {
			return 0
		}
		return int64(v.Elem().Type().Size()) + m.beyond(v.Elem())
	case reflect.String:
		return int64(v.Len())
	case reflect.Slice:
		if v.IsNil() || !m.first(v.Pointer()) {
			return 0
		}
		n := int64(v.Cap()) * int64(v.Type().Elem().Size())
		return n + m.elements(v)
	case reflect.Array:
		return m.elements(v)
	case reflect.Struct:
		var n int64
		for i := range v.NumField() {
			n += m.beyond(v.Field(i))
		}
		return n
	case reflect.Map:
		if v.IsNil() || !m.first(v.Pointer()) {
			return 0
		}
		n := int64(v.Len()) * int64(v.Type().Key().Size()+v.Type().Elem().Size())
		if flat(v.Type().Key()) && flat(v.Type().Elem()) {
			return n
		}
		for it := v.MapRange(); it.Next() && m.exact; {
			n += m.beyond(it.Key()) + m.beyond(it.Value())
		}
		return n
	}
	return 0
}

func (m *measure) elements(v reflect.Value) int64 {
	if flat(v.Type().Elem()) {
		return 0
	}
	var n int64
	for i := 0; i < v.Len() && m.exact; i++ {
		n += m.beyond(v.Index(i))
	}
	return n
}

// flat reports whether values of a type lead nowhere.
func flat(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Array:
		return flat(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if !flat(t.Field(i).Type) {
				return false
			}
		}
		return true
	case reflect.Pointer, reflect.Interface, reflect.String, reflect.Slice, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return false
	}
	return true
}

// known is the size that a value says it has.
func known(v reflect.Value) (n int64, ok bool) {
	if !v.CanInterface() || v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer && v.IsNil() {
		return 0, false
	}
	sized, ok := v.Interface().(interface{ NBytes() int64 })
	if !ok {
		return 0, false
	}
	defer func() {
		if recover() != nil {
			n, ok = 0, false
		}
	}()
	return sized.NBytes(), true
}
