package lazy_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/random"
)

// matrix is whole numbers of one type.
func matrix(t *rapid.T, dtype lazy.DType, shape ...int) *block.Dense {
	d := numbers(t, shape)
	return d.AsType(dtype)
}

// Any chunks of the factors give the product of the whole, and so do transpositions that are seen through.
func TestProductLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dtype := rapid.SampledFrom([]lazy.DType{lazy.Float64, lazy.Float32, lazy.Int64, lazy.Int8, lazy.Complex128, lazy.Bool}).Draw(t, "dtype")
		size := rapid.OneOf(rapid.IntRange(0, 9), rapid.IntRange(1, 40))
		m, k, n := size.Draw(t, "m"), size.Draw(t, "k"), size.Draw(t, "n")
		x, y := matrix(t, dtype, m, k), matrix(t, dtype, k, n)
		whole := dense(t, lazy.FromBlock(x).MatMul(lazy.FromBlock(y)))
		a, b := from(t, x, chunking(t, x.Shape())), from(t, y, chunking(t, y.Shape()))
		for name, got := range map[string]*array{
			"matmul":             a.MatMul(b),
			"transposed":         b.Transpose().MatMul(a.Transpose()).Transpose(),
			"first turned twice": a.Transpose().Rechunk().Transpose().MatMul(b),
			"tensordot":          b.TensorDot(a, []int{0}, []int{1}).Transpose(),
			"einsum":             lazy.Einsum("xy,yz->xz", a, b),
			"einsum transposed":  lazy.Einsum("yz,xy->zx", b, a).Transpose(),
		} {
			if diff := differs(dense(t, got), whole, 0); diff != "" && dtype != lazy.Float32 {
				t.Fatalf("%s: %s", name, diff)
			} else if diff := differs(dense(t, got), whole, 1e-5); diff != "" {
				t.Fatalf("%s: %s", name, diff)
			}
		}
		gram, copied := a.MatMul(a.Transpose()), a.MatMul(lazy.FromBlock(x).Transpose())
		if diff := differs(dense(t, gram), dense(t, copied), 1e-5); diff != "" {
			t.Fatalf("a product with its own transpose: %s", diff)
		}
	})
}

// Half of a product with its own transpose is computed, without transposing anything.
func TestSymmetricProductIsHalved(t *testing.T) {
	x := random.New(1).Chunks(10, 10).Uniform(100, 100)
	plan, err := x.MatMul(x.Transpose()).Explain()
	if err != nil {
		t.Fatal(err)
	}
	tasks := map[string]int{}
	for _, l := range plan.Layers {
		tasks[strings.Join(l.Steps, ", ")] += l.Tasks
	}
	if tasks["transpose"] != 0 || tasks["matmul"] == 0 || tasks["matmul"] > 55*10 || tasks["symmetric"] != 100 {
		t.Errorf("tasks %v", tasks)
	}
}

// A sum over many inner chunks holds few of them at a time.
func TestProductMemory(t *testing.T) {
	g := random.New(1).Chunks(1000, 100)
	x := g.Uniform(400000, 100) // 305 MiB
	plan, err := x.Transpose().MatMul(x).Explain(lazy.WithWorkers(2))
	if err != nil {
		t.Fatal(err)
	}
	if plan.Memory > 32<<20 {
		t.Errorf("the plan takes %d MiB", plan.Memory>>20)
	}
}

func TestProductIsCancelled(t *testing.T) {
	x := lazy.Ones(lazy.Int64, 1500, 1500).Rechunk(-1)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	begin := time.Now()
	_, err := x.MatMul(x).MatMul(x).MatMul(x).Dense(lazy.WithContext(ctx))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	if d := time.Since(begin); d > 5*time.Second {
		t.Errorf("it took %v to stop", d)
	}
}

func ExampleArray_MatMul() {
	x := lazy.FromSlice([]float64{1, 2, 3, 4, 5, 6}, 2, 3)
	fmt.Println(x.MatMul(x.Transpose()).Float64s())
	fmt.Println(x.MatMul(lazy.FromSlice([]float64{1, 0, -1})).Float64s())
	fmt.Println(x.MatMul(x).Err())
	// Output:
	// [14 32 32 77] <nil>
	// [-2 -2] <nil>
	// lazy: matmul: shapes (2, 3) and (2, 3) do not fit: the last axis of the first must be as long as the last but one of the second, and those before are the same or 1
}

func ExampleEinsum() {
	x := lazy.FromSlice([]float64{1, 2, 3, 4}, 2, 2)
	y := lazy.FromSlice([]float64{5, 6, 7, 8}, 2, 2)
	fmt.Println(lazy.Einsum("ij,jk->ik", x, y).Float64s()) // the product of matrices
	fmt.Println(lazy.Einsum("ij,ij->i", x, y).Float64s())  // products of rows, added up
	fmt.Println(lazy.Einsum("ii", x).Item())               // the trace
	// Output:
	// [19 22 43 50] <nil>
	// [17 53] <nil>
	// 5 <nil>
}

// Products with sparse factors are those of dense ones, whichever is sparse, in any chunks, and don't make the first dense.
func TestSparseProductLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dtype := rapid.SampledFrom([]lazy.DType{lazy.Float64, lazy.Float32, lazy.Int32}).Draw(t, "dtype")
		size := rapid.IntRange(0, 12)
		m, k, n := size.Draw(t, "m"), size.Draw(t, "k"), size.Draw(t, "n")
		x, y := matrix(t, dtype, m, k), matrix(t, dtype, k, n)
		for i := range x.Len() {
			if rapid.Bool().Draw(t, "zero") {
				clear(x.Span(i, i+1).Bytes())
			}
		}
		a, b := from(t, x, chunking(t, x.Shape())), from(t, y, chunking(t, y.Shape()))
		sparse := a.ToCSR()
		if rapid.Bool().Draw(t, "csc") {
			sparse = a.ToCSC()
		}
		vector := matrix(t, dtype, k)
		row := matrix(t, dtype, m)
		for name, pair := range map[string][2]*array{
			"sparse · dense":    {sparse.MatMul(b), a.MatMul(b)},
			"dense · sparse":    {b.Transpose().MatMul(sparse.Transpose()), b.Transpose().MatMul(a.Transpose())},
			"sparse · sparse":   {sparse.MatMul(b.ToCSR()), a.MatMul(b)},
			"sparse · vector":   {sparse.MatMul(lazy.FromBlock(vector)), a.MatMul(lazy.FromBlock(vector))},
			"vector · sparse":   {lazy.FromBlock(row).MatMul(sparse), lazy.FromBlock(row).MatMul(a)},
			"sparseᵀ · sparse":  {sparse.Transpose().MatMul(sparse), a.Transpose().MatMul(a)},
			"sparse · sparseᵀ":  {sparse.MatMul(sparse.Transpose()), a.MatMul(a.Transpose())},
			"sum over all axes": {sparse.TensorDot(sparse, []int{0, 1}, []int{0, 1}), a.TensorDot(a, []int{0, 1}, []int{0, 1})},
			"outer":             {sparse.TensorDot(b, nil, nil), a.TensorDot(b, nil, nil)},
		} {
			if pair[0].Kind() != lazy.Dense {
				t.Fatalf("%s is %s", name, pair[0].Kind())
			}
			if diff := differs(dense(t, pair[0]), dense(t, pair[1]), 1e-300); diff != "" { // whole numbers are exact
				t.Fatalf("%s: %s", name, diff)
			}
		}
	})
}
