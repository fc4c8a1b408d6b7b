package cell

import (
	"context"
	"os"
	"path/filepath"

	"github.com/lazycell/lazycell/kernel/cell/thin"
)

// loaded is what the session has in memory, as far as cells can be linked to it: its program and the plugins of the cells
// that have run.
type loaded struct {
	images []*thin.Image // in the order of loading
	opened map[string]*thin.Image
}

// openLoaded opens the session's program. Where that can't be done, cells are linked with all that they import.
func openLoaded(program string) loaded {
	l := loaded{opened: map[string]*thin.Image{}}
	if program == "" || !thin.Possible() {
		return l
	}
	if im, err := thin.OpenImage(program); err == nil {
		l.images = []*thin.Image{im}
	}
	return l
}

// add notes that the session has a plugin.
func (l *loaded) add(plugin string) {
	if len(l.images) == 0 || plugin == "" || l.opened[plugin] != nil {
		return
	}
	im, err := thin.OpenImage(plugin)
	if err != nil {
		l.close() // later cells may need what is in it
		l.images = nil
		return
	}
	l.images, l.opened[plugin] = append(l.images[:len(l.images):len(l.images)], im), im
}

// close forgets the plugins: there is a new session.
func (l *loaded) close() {
	for _, im := range l.opened {
		im.Close()
	}
	l.images, l.opened = l.images[:min(1, len(l.images))], map[string]*thin.Image{}
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
