package lazy

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy/op"
)

// MaxTasks is how many tasks a Graph shows one by one.
const MaxTasks = 2000

// Graph is what an array is made of, to be drawn. Layers and tasks come in an order in which inputs stand before what reads them.
type Graph struct {
	Name   string // of the array
	Layers []GraphLayer
	Tasks  []GraphTask // nil when there are more than MaxTasks
	NTasks int
}

// GraphLayer is one operation.
type GraphLayer struct {
	Name       string // the name of its array
	Op         string
	Shape      Shape
	ChunkShape Shape
	DType      DType
	NChunks    int
	Kind       string // of its chunks
	Inputs     []int  // the layers it reads
}

// GraphTask is the making of one chunk.
type GraphTask struct {
	Layer  int
	Index  []int // of the chunk it makes
	Shape  Shape // of that chunk
	Inputs []int // the tasks whose chunks it reads
}

// String tells how large the graph is.
func (g *Graph) String() string {
	return fmt.Sprintf("lazy.Graph<%s: %s in %s>", g.Name, count(g.NTasks, "task"), count(len(g.Layers), "layer"))
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Visualize is the graph of the array, for a notebook to draw: the layers and, unless there are too many, the tasks that the array's chunks
// need. An array that carries an error has an empty graph.
func (a *Array) Visualize() *Graph {
	if a.err != nil {
		return &Graph{Name: a.Summary()}
	}
	g := &Graph{Name: a.Name()}
	layers := a.Layers()
	at := make(map[*Array]int, len(layers))
	for i, x := range layers {
		at[x] = i
		inputs := make([]int, len(x.inputs))
		for j, in := range x.inputs {
			inputs[j] = at[in]
		}
		g.Layers = append(g.Layers, GraphLayer{
			Name: x.Name(), Op: x.op.Name(), Shape: x.Shape(), ChunkShape: x.ChunkShape(), DType: x.dtype,
			NChunks: x.NChunks(), Kind: x.Kind(), Inputs: inputs,
		})
	}
	needed := neededChunks(layers)
	for i := range layers {
		g.NTasks += len(needed[i])
	}
	if g.NTasks > MaxTasks {
		return g
	}
	number := make([]map[int]int, len(layers)) // layer -> chunk -> task
	for i, x := range layers {
		number[i] = map[int]int{}
		grids := x.inputGrids()
		for _, n := range needed[i] {
			index := x.grid.Index(n)
			task := GraphTask{Layer: i, Index: index, Shape: x.grid.ChunkShape(index)}
			for _, r := range x.op.Reads(x.grid, grids, index) {
				in := x.inputs[r.Input]
				task.Inputs = append(task.Inputs, number[at[in]][in.grid.Linear(r.Index)])
			}
			number[i][n] = len(g.Tasks)
			g.Tasks = append(g.Tasks, task)
		}
	}
	return g
}

func (a *Array) inputGrids() []*op.Grid {
	grids := make([]*op.Grid, len(a.inputs))
	for i, in := range a.inputs {
		grids[i] = in.grid
	}
	return grids
}

// neededChunks is, for each of these layers, the numbers of the chunks without which the last can't be made, in order. It stops looking into
// layers of which more than MaxTasks are needed: of those all count.
func neededChunks(layers []*Array) [][]int {
	at := make(map[*Array]int, len(layers))
	marked := make([]map[int]bool, len(layers))
	for i, x := range layers {
		at[x], marked[i] = i, map[int]bool{}
	}
	out := make([][]int, len(layers))
	last := len(layers) - 1
	every := make([]bool, len(layers))
	every[last] = true
	for i := last; i >= 0; i-- {
		x := layers[i]
		if every[i] && x.NChunks() > MaxTasks {
			out[i] = make([]int, x.NChunks())
			for _, in := range x.inputs {
				every[at[in]] = true
			}
			continue
		}
		if every[i] {
			for n := range x.NChunks() {
				marked[i][n] = true
			}
		}
		grids := x.inputGrids()
		for n := range marked[i] {
			out[i] = append(out[i], n)
			for _, r := range x.op.Reads(x.grid, grids, x.grid.Index(n)) {
				in := x.inputs[r.Input]
				marked[at[in]][in.grid.Linear(r.Index)] = true
			}
		}
		slices.Sort(out[i])
	}
	return out
}
