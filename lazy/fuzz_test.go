package lazy_test

import (
	"bytes"
	little "encoding/binary"
	"encoding/json"
	"maps"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/lazy"
)

// smallGraph says that computing a graph takes little: no layer has many elements or chunks.
func smallGraph(arrays []*array) bool {
	elements := 0
	for _, x := range lazy.Layers(arrays...) {
		elements += max(x.Size(), x.NChunks())
		for _, n := range x.Shape() {
			if n > 1<<16 {
				return false
			}
		}
	}
	return elements < 1<<16
}

// seeds is written graphs of every operation, each alone.
func seeds(t testing.TB) [][]byte {
	var out [][]byte
	add := func(a *array) {
		var b bytes.Buffer
		if err := lazy.Encode(&b, a); err != nil {
			t.Fatal(err)
		}
		if b.Len() < 1<<14 {
			out = append(out, b.Bytes())
		}
	}
	made := others(t)
	for _, name := range slices.Sorted(maps.Keys(made)) {
		add(made[name])
	}
	for i, a := range rows(t) {
		if i%37 == 0 {
			add(a)
		}
	}
	return out
}

// decodes asks that bytes are a graph or an error, found out in memory that is in proportion to them. A graph computes or fails without a panic in a kernel, and
// can be written again.
func decodes(t *testing.T, data []byte) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	arrays, err := lazy.Decode(bytes.NewReader(data))
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 8<<20+256*uint64(len(data)) {
		t.Fatalf("%d bytes took %d MiB to read", len(data), took>>20)
	}
	if err != nil {
		if !strings.HasPrefix(err.Error(), "lazy: decode: ") {
			t.Fatalf("the error is %q", err)
		}
		return
	}
	var b bytes.Buffer
	if err := lazy.Encode(&b, arrays...); err != nil {
		t.Fatalf("what was read can't be written: %v", err)
	}
	again, err := lazy.Decode(&b)
	if err != nil {
		t.Fatalf("what was written can't be read: %v", err)
	}
	for i, a := range arrays {
		_ = a.Summary()
		if a.Name() != again[i].Name() || a.Kind() != again[i].Kind() {
			t.Fatalf("%s of %s became %s of %s", a.Name(), a.Kind(), again[i].Name(), again[i].Kind())
		}
	}
	if smallGraph(arrays) {
		if _, err := lazy.ComputeAll(arrays, lazy.WithWorkers(1), lazy.WithMemory(1<<28)); err != nil && strings.Contains(err.Error(), "panic") {
			t.Fatal(err)
		}
	}
}

// FuzzDecode changes bytes.
func FuzzDecode(f *testing.F) {
	for _, data := range seeds(f) {
		f.Add(data)
	}
	f.Fuzz(decodes)
}

// FuzzParameters changes what the header of a graph says, so that it stays one that can be read: two of its values become others.
func FuzzParameters(f *testing.F) {
	graphs := seeds(f)
	for i := range graphs {
		f.Add(uint(i), uint(i), int64(-1), uint(2*i+1), int64(1<<40), "")
		f.Add(uint(i), uint(3*i), int64(0), uint(5*i+1), int64(2), "min")
	}
	f.Fuzz(func(t *testing.T, graph, first uint, a int64, second uint, b int64, text string) {
		data := graphs[graph%uint(len(graphs))]
		head, rest := cutHeader(data)
		var header map[string]any
		d := json.NewDecoder(bytes.NewReader(head))
		d.UseNumber()
		if err := d.Decode(&header); err != nil {
			t.Fatal(err)
		}
		places := leaves(nil, header)
		places[first%uint(len(places))](a, text)
		places[second%uint(len(places))](b, text)
		changed, err := json.Marshal(header)
		if err != nil {
			t.Fatal(err)
		}
		decodes(t, slices.Concat(data[:len(data)-len(head)-len(rest)-8], little.LittleEndian.AppendUint64(nil, uint64(len(changed))), changed, rest))
	})
}

// cutHeader is the header of a written graph, and what comes behind it.
func cutHeader(data []byte) (head, rest []byte) {
	at := bytes.IndexByte(data, '\n') + 1
	n := int(little.LittleEndian.Uint64(data[at:]))
	return data[at+8 : at+8+n], data[at+8+n:]
}

// leaves is functions that change each value of a header.
func leaves(out []func(int64, string), in any) []func(int64, string) {
	visit := func(v any, set func(any)) {
		switch v.(type) {
		case json.Number:
			out = append(out, func(n int64, _ string) {
				if n == math.MinInt64+1 {
					set("NaN")
					return
				}
				set(n)
			})
		case string:
			out = append(out, func(n int64, text string) {
				if text == "" {
					text = []string{"float32", "int64", "complex128", "bool", "min", "sum", "csr", "dense", "argmin", "div", "aggregate", "combine"}[uint64(n)%12]
				}
				set(text)
			})
		case bool:
			out = append(out, func(n int64, _ string) { set(n%2 == 0) })
		default:
			out = leaves(out, v)
		}
	}
	switch in := in.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(in)) {
			visit(in[key], func(v any) { in[key] = v })
		}
	case []any:
		for i := range in {
			visit(in[i], func(v any) { in[i] = v })
		}
	}
	return out
}

// FuzzIndex: any index into any axis gives places on it, those that the whole array has there, or an error.
func FuzzIndex(f *testing.F) {
	f.Add(10, 3, "range", 2, 8, 1, []byte{})
	f.Add(10, 3, "step", -1, -11, -2, []byte{})
	f.Add(10, 4, "step", 9, -1<<63, -3, []byte{})
	f.Add(10, 4, "step", -1<<63, 1<<63-1, 1<<62, []byte{})
	f.Add(10, 1, "at", 0, 0, 0, []byte{9, 0, 0, 255, 128})
	f.Add(3, 2, "where", 0, 0, 0, []byte{1, 0, 1})
	f.Add(5, 2, "int", -5, 0, 0, []byte{})
	f.Add(0, 1, "range", 0, 0, 0, []byte{})
	f.Fuzz(func(t *testing.T, n, size int, kind string, a, b, step int, list []byte) {
		n, size = abs(n)%1000, abs(size)%1000+1
		var index lazy.Index
		switch kind {
		case "range":
			index = lazy.Range(a, b)
		case "step":
			index = lazy.RangeStep(a, b, step)
		case "at":
			at := make([]int, len(list))
			for i, v := range list {
				at[i] = int(int8(v))
			}
			index = lazy.At(at...)
		case "where":
			mask := make([]bool, len(list))
			for i, v := range list {
				mask[i] = v&1 == 1
			}
			index = lazy.Where(mask)
		case "int":
			index = lazy.I(a)
		default:
			return
		}
		x := lazy.Arange(0, n, 1).Rechunk(size)
		y := x.Slice(index)
		if y.Err() != nil {
			return
		}
		v, err := y.Float64s()
		if err != nil {
			t.Fatal(err)
		}
		sel, err := index.Resolve(n)
		if err != nil {
			t.Fatal(err)
		}
		if sel.Len() != len(v) || sel.Len() != y.Size() {
			t.Fatalf("%d places, %d values", sel.Len(), len(v))
		}
		for i, at := range v {
			if int(at) != sel.At(i) || sel.At(i) < 0 || sel.At(i) >= n {
				t.Fatalf("place %d is %d, the value there %v, of %d", i, sel.At(i), at, n)
			}
		}
		// A view of a view is a selection of a selection.
		last, err := y.Slice(lazy.Range(0, y.Size()/2)).Float64s()
		if y.NDim() == 1 && (err != nil || len(last) != y.Size()/2) {
			t.Fatalf("%v, %v", last, err)
		}
		for i := range last {
			if last[i] != v[i] {
				t.Fatalf("half of it is %v, all of it %v", last, v)
			}
		}
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}
