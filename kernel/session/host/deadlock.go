package host

import (
	"fmt"
	"io"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lazycell/lazycell/kernel/session/pipe"
)

// deadlockLook is how long a cell runs until somebody looks whether it can ever end; each further look waits twice as long.
const deadlockLook = 2 * time.Second

// maxStacks bounds the text that a look costs: with more goroutines nobody looks.
const maxStacks = 4 << 20

// maxPlaces is how many of the places where goroutines wait are told.
const maxPlaces = 10

// goroutine is what Go tells of one: "goroutine 7 [chan receive, 2 minutes]:" and its stack.
type goroutine struct {
	id, state string
	long      bool // it has been in that state for a minute or more
	stack     string
}

var goroutineHead = regexp.MustCompile(`^goroutine (\d+) (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[([^,\]]*)(, \d+ minutes)?[^\]]*\]:\n`)

// goroutines returns all that there are, and false when they are too many.
func goroutines() ([]goroutine, bool) {
	if runtime.NumGoroutine() > maxStacks/256 {
		return nil, false
	}
	text := make([]byte, 64<<10)
	for {
		n := runtime.Stack(text, true)
		if n < len(text) {
			return parseGoroutines(string(text[:n])), true
		}
		if len(text) >= maxStacks {
			return nil, false
		}
		text = make([]byte, 4*len(text))
	}
}

func parseGoroutines(text string) []goroutine {
	var list []goroutine
	for _, part := range strings.Split(text, "\n\n") {
		if m := goroutineHead.FindStringSubmatch(part); m != nil {
			list = append(list, goroutine{m[1], m[2], m[3] != "", part[len(m[0]):]})
		}
	}
	return list
}

// waits reports whether a goroutine waits for another one.
func (g goroutine) waits() bool {
	return strings.HasPrefix(g.state, "chan ") || strings.HasPrefix(g.state, "select") || strings.HasPrefix(g.state, "sync.") ||
		g.state == "semacquire"
}

var cellLine = regexp.MustCompile(`(?m)^\t.*?(Cell \[\d+\]):(\d+)`)

// timed reports whether a timer may be what wakes it: it waits for a channel.
func (g goroutine) timed() bool { return g.state == "chan receive" || g.state == "select" }

// forever reports whether nothing can wake it.
func (g goroutine) forever() bool {
	return g.state == "select (no cases)" || g.state == "chan receive (nil chan)" || g.state == "chan send (nil chan)"
}

// currentGoroutine returns the id of the goroutine that calls it.
func currentGoroutine() string {
	head := make([]byte, 64)
	_, text, _ := strings.Cut(string(head[:runtime.Stack(head, false)]), " ")
	id, _, _ := strings.Cut(text, " ")
	return id
}

// stuck returns a goroutine if nothing can wake it: it waits for what never comes, or all others wait too, and not for a timer.
func (d *deadlocks) stuck(id string) (goroutine, bool) {
	all, _ := goroutines()
	i := slices.IndexFunc(all, func(g goroutine) bool { return g.id == id })
	if i < 0 {
		return goroutine{}, false
	}
	_, sure := d.describe(all)
	return all[i], all[i].forever() || sure && all[i].waits()
}

// frames are the places in cells on the goroutine's stack, innermost first.
func (g goroutine) frames() []pipe.Frame {
	var out []pipe.Frame
	for _, m := range cellLine.FindAllStringSubmatch(g.stack, maxFrames) {
		cell, ok := pipe.CellOf(m[1])
		if line, err := strconv.Atoi(m[2]); ok && err == nil {
			out = append(out, pipe.Frame{Cell: cell, Line: line})
		}
	}
	return out
}

// place is where in a cell a goroutine is, "" for nowhere.
func (g goroutine) place() string {
	if m := cellLine.FindStringSubmatch(g.stack); m != nil {
		return m[1] + ", line " + m[2]
	}
	return ""
}

// deadlocks tells the user of cells that wait without end. Go doesn't say what a timer will wake, so that those who may be
// waiting for one must have slept for a minute, and then it is told and no more.
type deadlocks struct {
	own map[string]bool // goroutines that are not of cells
	out io.Writer
}

func newDeadlocks(out io.Writer) *deadlocks {
	d := &deadlocks{own: map[string]bool{}, out: out}
	all, _ := goroutines()
	for _, g := range all {
		d.own[g.id] = true
	}
	return d
}

// watch looks at the cells' goroutines until stop is closed, or it has told what it found.
func (d *deadlocks) watch(stop <-chan struct{}) {
	timer := time.NewTimer(deadlockLook)
	defer timer.Stop()
	for wait := 2 * deadlockLook; ; wait *= 2 {
		select {
		case <-stop:
			return
		case <-timer.C:
		}
		all, ok := goroutines()
		if !ok {
			return
		}
		text, sure := d.describe(all)
		if sure {
			fmt.Fprint(d.out, text)
			return
		}
		if text != "" {
			noteWaiting()
		}
		timer.Reset(wait)
	}
}

// noteWaiting has Go write down who waits from now on, which it does at each collection.
func noteWaiting() {
	var stats runtime.MemStats
	if runtime.ReadMemStats(&stats); stats.HeapAlloc < largeHeap {
		runtime.GC()
	}
}

// describe says where the goroutines of cells wait when all of them do, and whether they will for ever; else it returns "".
func (d *deadlocks) describe(all []goroutine) (text string, sure bool) {
	sure = true
	var places []string
	for _, g := range all {
		if d.own[g.id] || strings.Contains(g.stack, "/session/host.(*deadlocks).watch") || strings.Contains(g.stack, "/session/host.(*stdin).") {
			continue
		}
		if !g.waits() {
			return "", false
		}
		sure = sure && (g.long || !g.timed())
		if place := g.place(); place != "" {
			places = append(places, fmt.Sprintf("  %s: %s\n", place, g.state))
		}
	}
	if len(places) == 0 {
		return "", false
	}
	slices.Sort(places)
	places = slices.Compact(places)
	if len(places) > maxPlaces {
		places = append(places[:maxPlaces], "  …\n")
	}
	return "The cell waits, and so do all other goroutines (a deadlock, unless a timer wakes one). Interrupt it to go on.\n" + strings.Join(places, ""), sure
}
