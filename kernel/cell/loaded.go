package cell

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"github.com/lazycell/lazycell/kernel/cell/thin"
)

// loaded is what the session has in memory, as far as cells can be linked to it: its program and the plugins of the cells
// that have run.
type loaded struct {
	program *thin.Image   // nil when it isn't known
	images  []*thin.Image // in the order of loading; none when cells have to be linked with all that they import
	opened  map[string]*thin.Image
}

// openLoaded opens the session's program. Where that can't be done, cells are linked with all that they import.
func openLoaded(program string) loaded {
	l := loaded{opened: map[string]*thin.Image{}}
	if program == "" || !thin.Possible() {
		return l
	}
	l.program, _ = thin.OpenImage(program)
	l.close()
	return l
}

// add notes that the session has a plugin.
func (l *loaded) add(plugin string) {
	im := l.opened[plugin]
	if len(l.images) == 0 || plugin == "" || im != nil && slices.Contains(l.images, im) {
		return
	}
	if im == nil {
		var err error
		if im, err = thin.OpenImage(plugin); err != nil {
			l.close()
			l.images = nil // later cells may use what is in it
			return
		}
		l.opened[plugin] = im
	}
	l.images = append(slices.Clip(l.images), im) // names holds others
}

// LinkWhole has all cells linked with all that they import, until Reset.
func (c *Compiler) LinkWhole() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loaded.close()
	c.loaded.images = nil
}

// close forgets the plugins: there is a new session.
func (l *loaded) close() {
	for _, im := range l.opened {
		im.Close()
	}
	l.images, l.opened = nil, map[string]*thin.Image{}
	if l.program != nil {
		l.images = []*thin.Image{l.program}
	}
}

// thinly links a cell to what the session has. An error says that it has to be linked with all that it imports.
func (t *toolchain) thinly(ctx context.Context, b build, archive, plugin string) error {
	job := thin.Job{Path: b.path, Archive: archive, Cell: b.cellVar, Dir: filepath.Dir(b.file), Images: b.images, Packages: t.packages,
		Link: func(ctx context.Context, args ...string) error {
			_, err := t.run(ctx, filepath.Join(t.toolDir, "link"), args...)
			return err
		}}
	err := job.Plugin(ctx, plugin)
	if err != nil {
		_ = os.Remove(plugin)
	}
	return err
}
