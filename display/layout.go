package display

import (
	"cmp"
	"math"
	"slices"

	"github.com/lazycell/lazycell/lazy"
)

// Sizes in the drawing of a graph, in pixels. A task is a circle, the chunk it makes a square right above it.
const (
	taskRadius = 23.0
	chunkSide  = 40.0
	unitWidth  = 54.0 // from one task to the next
	makeGap    = 24.0 // between a task and its chunk
	readGap    = 46.0 // between a chunk and the tasks that read it
	foldGap    = 14.0 // between the rows of a folded level

	maxWide = 48 // tasks side by side; a wider level is folded into several rows
)

// pageRatio is about how much wider than high a folded graph is.
const pageRatio = 2.0

// layout is where each task of a graph stands: which level, sources being 0, how far to the right and how far up.
type layout struct {
	level         []int
	x, up         []float64
	levels        int
	width, height float64
	folded        bool
}

// unit is what is laid out: a task with its chunk, or a layer of a graph too large to show its tasks.
type unit struct{ inputs []int }

// layOut puts units, which stand behind their inputs, into levels bottom to top, so that arrows are short and cross little.
// tall is the height of one.
func layOut(units []unit, tall float64) layout {
	l := layout{level: make([]int, len(units)), x: make([]float64, len(units)), up: make([]float64, len(units))}
	readers := make([][]int, len(units))
	for i, u := range units {
		for _, in := range u.inputs {
			l.level[i] = max(l.level[i], l.level[in]+1)
			readers[in] = append(readers[in], i)
		}
		l.levels = max(l.levels, l.level[i]+1)
	}
	// What reads nothing stands right below its first reader.
	for i, u := range units {
		if len(u.inputs) == 0 && len(readers[i]) > 0 {
			lowest := l.levels
			for _, r := range readers[i] {
				lowest = min(lowest, l.level[r])
			}
			l.level[i] = lowest - 1
		}
	}
	rows := l.ordered(units, readers)
	l.place(rows, units, readers)
	l.fold(rows, tall)
	return l
}

// fold gives each unit its height, and makes a graph that is much too wide to be read narrower: units that would stand
// too close are put into further rows of their level.
func (l *layout) fold(rows [][]int, tall float64) {
	if l.width > maxWide*unitWidth {
		l.folded = true
		narrow := math.Sqrt(pageRatio * float64(len(l.x)) * unitWidth * (tall + foldGap))
		narrow = math.Min(math.Max(narrow, maxWide*unitWidth), l.width)
		for i := range l.x {
			l.x[i] = unitWidth/2 + (l.x[i]-unitWidth/2)*(narrow-unitWidth)/(l.width-unitWidth)
		}
		l.width = narrow
	}
	for _, row := range rows {
		var ends []float64 // how far each row of this level reaches
		for _, i := range row {
			k := 0
			for k < len(ends) && ends[k] > l.x[i]-unitWidth/2+0.01 {
				k++
			}
			if k == len(ends) {
				ends = append(ends, 0)
			}
			ends[k] = l.x[i] + unitWidth/2
			l.up[i] = l.height + float64(k)*(tall+foldGap)
		}
		l.height += float64(len(ends))*(tall+foldGap) - foldGap + readGap
	}
	l.height -= readGap
}

// ordered is the units of each level from left to right: first as a walk from the last units down meets them, then moved
// towards the middle of those they are joined to.
func (l *layout) ordered(units []unit, readers [][]int) [][]int {
	rows := make([][]int, l.levels)
	seen := make([]bool, len(units))
	var walk func(int)
	walk = func(i int) {
		if seen[i] {
			return
		}
		seen[i] = true
		for _, in := range units[i].inputs {
			walk(in)
		}
		rows[l.level[i]] = append(rows[l.level[i]], i)
	}
	for i := range units {
		if len(readers[i]) == 0 {
			walk(i)
		}
	}
	at := make([]float64, len(units))
	number := func(row []int) {
		for k, i := range row {
			at[i] = float64(k)
		}
	}
	for _, row := range rows {
		number(row)
	}
	sweep := func(row []int, joined func(i int) []int) {
		middle := make(map[int]float64, len(row))
		for _, i := range row {
			middle[i] = mean(joined(i), at, at[i])
		}
		slices.SortStableFunc(row, func(a, b int) int { return cmp.Compare(middle[a], middle[b]) })
		number(row)
	}
	for range 4 {
		for k := 1; k < len(rows); k++ {
			sweep(rows[k], func(i int) []int { return units[i].inputs })
		}
		for k := len(rows) - 2; k >= 0; k-- {
			sweep(rows[k], func(i int) []int { return readers[i] })
		}
	}
	return rows
}

// place gives each unit its x: as near as possible to the middle of those it is joined to, without touching its neighbours.
func (l *layout) place(rows [][]int, units []unit, readers [][]int) {
	widest := 0
	for _, row := range rows {
		widest = max(widest, len(row))
	}
	for _, row := range rows {
		for k, i := range row {
			l.x[i] = (float64(k) + float64(widest-len(row))/2) * unitWidth
		}
	}
	settle := func(row []int, joined func(i int) []int) {
		want := make([]float64, len(row))
		for k, i := range row {
			want[k] = mean(joined(i), l.x, l.x[i])
		}
		for k, x := range spread(want, unitWidth) {
			l.x[row[k]] = x
		}
	}
	for range 6 {
		for k := len(rows) - 2; k >= 0; k-- {
			settle(rows[k], func(i int) []int { return readers[i] })
		}
		for k := 1; k < len(rows); k++ {
			settle(rows[k], func(i int) []int { return units[i].inputs })
		}
	}
	left, right := slices.Min(l.x), slices.Max(l.x)
	for i := range l.x {
		l.x[i] += unitWidth/2 - left
	}
	l.width = right - left + unitWidth
}

func mean(of []int, x []float64, otherwise float64) float64 {
	if len(of) == 0 {
		return otherwise
	}
	sum := 0.0
	for _, i := range of {
		sum += x[i]
	}
	return sum / float64(len(of))
}

// spread is the positions nearest to the wanted ones (least squares) that keep their order and a distance: with the
// distance taken out of them this is isotonic regression, solved by pooling neighbours in the wrong order.
func spread(want []float64, distance float64) []float64 {
	type pool struct {
		sum float64
		n   int
	}
	var pools []pool
	for k, x := range want {
		p := pool{x - float64(k)*distance, 1}
		for len(pools) > 0 {
			last := pools[len(pools)-1]
			if last.sum/float64(last.n) <= p.sum/float64(p.n) {
				break
			}
			p = pool{p.sum + last.sum, p.n + last.n}
			pools = pools[:len(pools)-1]
		}
		pools = append(pools, p)
	}
	out := make([]float64, 0, len(want))
	for _, p := range pools {
		for range p.n {
			out = append(out, p.sum/float64(p.n)+float64(len(out))*distance)
		}
	}
	return out
}

// taskY is the height at which a task's circle stands, from the top.
func (l *layout) taskY(i int) float64 { return l.height - l.up[i] - taskRadius }

// taskUnits is the tasks of a graph as units to be laid out, or its layers when it has no tasks.
func taskUnits(g *lazy.Graph) []unit {
	if g.Tasks == nil {
		units := make([]unit, len(g.Layers))
		for i, layer := range g.Layers {
			units[i].inputs = layer.Inputs
		}
		return units
	}
	units := make([]unit, len(g.Tasks))
	for i, task := range g.Tasks {
		units[i].inputs = task.Inputs
	}
	return units
}
