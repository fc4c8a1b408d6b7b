package display

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What the text of a value may hold before it is summarised.
const (
	maxText   = 64 << 10 // bytes of one value's text
	maxString = 4 << 10  // bytes of a string that is the whole value
	maxInner  = 200      // bytes of a string within another value
	maxItems  = 200      // elements of one slice, array or map
	edgeItems = 10       // elements shown at both ends of a longer one
	maxNodes  = 2000     // values altogether
	maxDepth  = 8        // values within values
)

const cut = "…"

// Text is a value as text in the manner of %+v: strings quoted, structs with field names, pointers followed, lines broken
// at 80 characters. Long, deep and cyclic values are summarised. Methods String and Error are heeded at any level.
func Text(v any) string {
	if s, ok := v.(string); ok {
		return quoted(s, maxString)
	}
	rv := reflect.ValueOf(v)
	if nilPointer(rv) {
		return "(" + rv.Type().String() + ")(nil)"
	}
	p := printer{left: maxNodes, path: map[visit]bool{}}
	var b strings.Builder
	p.value(rv, 0).write(&b, 0, 0)
	return clipped(b.String(), maxText)
}

// visit is a pointer on the way to the value being printed: meeting it again is a cycle.
type visit struct {
	at uintptr
	of reflect.Type
}

type printer struct {
	left int
	path map[visit]bool
}

// value is a value as a piece of text that may still be broken into lines.
func (p *printer) value(v reflect.Value, depth int) piece {
	if !v.IsValid() {
		return word("nil")
	}
	p.left--
	if p.left < 0 || depth > maxDepth {
		return word(cut)
	}
	if s, ok := said(v); ok {
		if depth > 0 {
			s = clipped(s, maxInner)
		}
		return word(s)
	}
	switch v.Kind() {
	case reflect.Bool:
		return word(strconv.FormatBool(v.Bool()))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return word(strconv.FormatInt(v.Int(), 10))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return word(strconv.FormatUint(v.Uint(), 10))
	case reflect.Uintptr:
		return word("0x" + strconv.FormatUint(v.Uint(), 16))
	case reflect.Float32:
		return word(fmt.Sprint(float32(v.Float())))
	case reflect.Float64:
		return word(fmt.Sprint(v.Float()))
	case reflect.Complex64:
		return word(fmt.Sprint(complex64(v.Complex())))
	case reflect.Complex128:
		return word(fmt.Sprint(v.Complex()))
	case reflect.String:
		return word(quoted(v.String(), maxInner))
	case reflect.Interface:
		return p.value(v.Elem(), depth)
	case reflect.Pointer:
		return p.pointer(v, depth)
	case reflect.Struct:
		return p.fields(v, depth)
	case reflect.Slice, reflect.Array:
		return p.list(v, depth)
	case reflect.Map:
		return p.table(v, depth)
	case reflect.Chan:
		if v.IsNil() {
			return word("nil")
		}
		return word(fmt.Sprintf("%s (%d of %d waiting)", v.Type(), v.Len(), v.Cap()))
	case reflect.Func:
		if v.IsNil() {
			return word("nil")
		}
		return word(v.Type().String())
	default:
		return word(v.Type().String())
	}
}

func (p *printer) pointer(v reflect.Value, depth int) piece {
	if v.IsNil() {
		return word("nil")
	}
	back, seen := p.enter(v.Pointer(), v.Type())
	if seen {
		return word("&" + cut)
	}
	defer back()
	inner := p.value(v.Elem(), depth+1)
	inner.lead("&")
	return inner
}

// enter notes that the value at a pointer is being printed, or tells that it is already.
func (p *printer) enter(at uintptr, of reflect.Type) (back func(), seen bool) {
	here := visit{at, of}
	if p.path[here] {
		return nil, true
	}
	p.path[here] = true
	return func() { delete(p.path, here) }, false
}

func (p *printer) fields(v reflect.Value, depth int) piece {
	out := piece{open: "{", close: "}"}
	for i := range v.NumField() {
		if i >= maxItems || p.left <= 0 {
			out.items = append(out.items, word(cut))
			break
		}
		item := p.value(v.Field(i), depth+1)
		item.lead(v.Type().Field(i).Name + ":")
		out.items = append(out.items, item)
	}
	return out
}

func (p *printer) list(v reflect.Value, depth int) piece {
	if v.Kind() == reflect.Slice {
		if v.Type().Elem().Kind() == reflect.Uint8 {
			if s := string(v.Bytes()[:min(v.Len(), maxInner+utf8.UTFMax)]); s != "" && printable(clipped(s, maxInner)) {
				return word("[]byte(" + quotedOf(s, v.Len(), maxInner) + ")")
			}
		}
		if v.Len() > 0 {
			back, seen := p.enter(v.Pointer(), v.Type())
			if seen {
				return word("[" + cut + "]")
			}
			defer back()
		}
	}
	out := piece{open: "[", close: "]", fill: scalar(v.Type().Elem().Kind())}
	n := v.Len()
	for i := 0; i < n; i++ {
		if n > maxItems && i == edgeItems {
			out.items = append(out.items, word(fmt.Sprintf("%s %d more %s", cut, n-2*edgeItems, cut)))
			i = n - edgeItems
		}
		if p.left <= 0 {
			out.items = append(out.items, word(fmt.Sprintf("%s %d more", cut, n-i)))
			break
		}
		out.items = append(out.items, p.value(v.Index(i), depth+1))
	}
	return out
}

func (p *printer) table(v reflect.Value, depth int) piece {
	if v.Len() > 0 {
		back, seen := p.enter(v.Pointer(), v.Type())
		if seen {
			return word("map[" + cut + "]")
		}
		defer back()
	}
	out := piece{open: "map[", close: "]"}
	type entry struct{ key, value reflect.Value }
	var entries []entry
	shown := min(v.Len(), maxItems)
	for it := v.MapRange(); len(entries) < shown && it.Next(); {
		entries = append(entries, entry{it.Key(), it.Value()})
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return compareKeys(a.key, b.key) })
	for i, e := range entries {
		if p.left <= 0 {
			shown = i
			break
		}
		var key strings.Builder
		p.value(e.key, depth+1).write(&key, 0, -1)
		item := p.value(e.value, depth+1)
		item.lead(key.String() + ":")
		out.items = append(out.items, item)
	}
	if more := v.Len() - shown; more > 0 {
		out.items = append(out.items, word(fmt.Sprintf("%s %d more", cut, more)))
	}
	return out
}

func compareKeys(a, b reflect.Value) int {
	for a.Kind() == reflect.Interface && !a.IsNil() && b.Kind() == reflect.Interface && !b.IsNil() {
		a, b = a.Elem(), b.Elem()
	}
	if a.Kind() != b.Kind() {
		return int(a.Kind()) - int(b.Kind())
	}
	less := 0
	switch {
	case a.CanInt():
		less = cmp3(a.Int() < b.Int(), a.Int() > b.Int())
	case a.CanUint():
		less = cmp3(a.Uint() < b.Uint(), a.Uint() > b.Uint())
	case a.CanFloat():
		less = cmp3(a.Float() < b.Float(), a.Float() > b.Float())
	case a.Kind() == reflect.String:
		less = strings.Compare(a.String(), b.String())
	case a.Kind() == reflect.Bool:
		less = cmp3(!a.Bool() && b.Bool(), a.Bool() && !b.Bool())
	}
	return less
}

func cmp3(less, more bool) int {
	switch {
	case less:
		return -1
	case more:
		return 1
	}
	return 0
}

func scalar(k reflect.Kind) bool {
	return k >= reflect.Bool && k <= reflect.Complex128 || k == reflect.String
}

func nilPointer(v reflect.Value) bool { return v.IsValid() && v.Kind() == reflect.Pointer && v.IsNil() }

// said is what a value's own Format, Error or String method makes of it.
func said(v reflect.Value) (string, bool) {
	if !v.CanInterface() {
		return "", false
	}
	for v.Kind() == reflect.Interface && !v.IsNil() {
		v = v.Elem()
	}
	if nilPointer(v) {
		return "", false
	}
	switch x := v.Interface().(type) {
	case fmt.Formatter:
		return guarded(v, "Format", func() string { return fmt.Sprintf("%v", x) }), true
	case error:
		return guarded(v, "Error", x.Error), true
	case fmt.Stringer:
		return guarded(v, "String", x.String), true
	}
	return "", false
}

// guarded calls a method of the user's, turning a panic into text.
func guarded(v reflect.Value, name string, method func() string) (text string) {
	defer func() {
		if r := recover(); r != nil {
			text = panicText(v.Type(), name, r)
		}
	}()
	return method()
}

func panicText(t reflect.Type, method string, cause any) string {
	return clipped(fmt.Sprintf("%%!(%s.%s panicked: %v)", t, method, cause), maxText)
}

func quoted(s string, limit int) string { return quotedOf(s, len(s), limit) }

// quotedOf quotes a string of which only the first bytes are given, cut at the limit.
func quotedOf(s string, size, limit int) string {
	head := clipTo(s, limit)
	if len(head) == size {
		return strconv.Quote(head)
	}
	return fmt.Sprintf("%s%s (%d bytes)", strconv.Quote(head), cut, size)
}

// clipped is a text cut at a number of bytes, saying so.
func clipped(s string, limit int) string {
	if head := clipTo(s, limit); len(head) < len(s) {
		return fmt.Sprintf("%s%s (%d more bytes)", head, cut, len(s)-len(head))
	}
	return s
}

// clipTo is at most the first limit bytes of a string, ending with a whole character.
func clipTo(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}

func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsPrint(r) && r != '\n' && r != '\t' && r != '\r'
	})
}
