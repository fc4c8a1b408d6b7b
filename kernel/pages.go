package kernel

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/lazycell/lazycell/kernel/cell"
	"github.com/lazycell/lazycell/kernel/magic"
	"github.com/lazycell/lazycell/kernel/session/pipe"
)

// pages are the programs that %wasm cells are built as. Their files lie where Jupyter serves files, in a directory of this kernel
// that goes with it.
type pages struct {
	mu  sync.Mutex
	dir *buildDir // nil until a cell needs it
	url string
}

// pagesParent is the directory below Jupyter's root that holds those of all kernels, as GoNB calls it.
const pagesParent = "jupyter_files"

// wasmExec is what a page needs to run Go's programs, and where Go's distribution has it: since Go 1.24, and before.
const wasmExec = "wasm_exec.js"

var wasmExecPlaces = []string{"lib/wasm", "misc/wasm"}

// prepare makes the directory, with what every page needs. It returns where the directory is and under which address.
func (p *pages) prepare(ctx context.Context, o Options) (dir, url string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.dir != nil {
		return p.dir.path, p.url, nil
	}
	root, err := findJupyterRoot(o.Connection.Dir, os.Getenv(parentVariable))
	if err != nil {
		return "", "", err
	}
	script, err := readWasmExec(ctx, o.GoCmd)
	if err != nil {
		return "", "", err
	}
	parent := filepath.Join(root.dir, pagesParent)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return "", "", fmt.Errorf("make a directory that Jupyter serves: %w", err)
	}
	made, err := newLockedDir(parent)
	if err == nil {
		err = os.WriteFile(filepath.Join(made.path, wasmExec), script, 0o644)
	}
	if err != nil {
		return "", "", fmt.Errorf("make a directory that Jupyter serves: %w", err)
	}
	p.dir, p.url = made, path.Join(root.url, pagesParent, filepath.Base(made.path))
	return p.dir.path, p.url, nil
}

func readWasmExec(ctx context.Context, goCmd string) ([]byte, error) {
	out, err := exec.CommandContext(ctx, goCmd, "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("find Go's %s: %w", wasmExec, err)
	}
	for _, place := range wasmExecPlaces {
		var script []byte
		if script, err = os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), place, wasmExec)); err == nil {
			return script, nil
		}
	}
	return nil, fmt.Errorf("find Go's %s: %w", wasmExec, err)
}

// remove removes the directory, and that of all kernels if it was the last.
func (p *pages) remove() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.dir == nil {
		return nil
	}
	parent := filepath.Dir(p.dir.path)
	err := p.dir.remove()
	p.dir = nil
	_ = os.Remove(parent) // which fails while others are in it
	return err
}

// PreparePage implements magic.Host.
func (h commandHost) PreparePage(ctx context.Context) error {
	dir, url, err := h.k.engine.pages.prepare(ctx, h.k.options)
	if err != nil {
		return err
	}
	if err := h.Setenv(protocol.GONB_WASM_DIR_ENV, dir); err != nil {
		return err
	}
	return h.Setenv(protocol.GONB_WASM_URL_ENV, url)
}

//go:embed page.js
var pageScript string

// page builds a %wasm cell and shows it.
func (k *Kernel) page(ctx context.Context, number int, c *magic.Cell, key string) *failure {
	e := k.engine
	dir, url, err := e.pages.prepare(ctx, k.options)
	if err != nil {
		return notReady(ctx, err)
	}
	sum := sha256.Sum256([]byte(key))
	id := "gonb_id_" + hex.EncodeToString(sum[:6]) // the same when the cell runs again, which replaces its file
	program := id + ".wasm"
	err = e.compiler.BuildPage(ctx, cell.Page{
		Number: number, Text: c.Go, MainLine: c.MainLine,
		Constants: map[string]string{"GonbWasmDir": dir, "GonbWasmUrl": url, "GonbWasmDivId": id},
	}, filepath.Join(dir, program))
	if err != nil {
		return buildFailure(ctx, err)
	}
	args := e.keptArgs()
	if args == nil {
		args = []string{}
	}
	page, err := json.Marshal(map[string]any{"id": id, "url": url, "program": program, "args": args})
	if err != nil {
		return notReady(ctx, err)
	}
	k.showText("text/html", `<div id="`+id+`"></div>`)
	k.showText("text/javascript", strings.Replace(pageScript, "PAGE", string(page), 1))
	return nil
}

// showText displays a text of a type.
func (k *Kernel) showText(mime, text string) {
	raw, err := json.Marshal(text)
	if err != nil {
		return
	}
	k.tee.Display(&pipe.Bundle{Data: map[string]json.RawMessage{mime: raw}})
}
