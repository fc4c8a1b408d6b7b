package display

import (
	"context"
	"fmt"
	"html"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/repr"
)

// array is the look of an array: the values, if it is in memory or a view; a table of its chunks otherwise.
func array(ctx context.Context, a *lazy.Array) (Bundle, error) {
	if err := a.Err(); err != nil {
		return Bundle{}, err
	}
	if !a.InMemory() && !a.IsView() {
		return Bundle{Data: map[string]any{MIMEText: a.String(), MIMEHTML: chunkTable(a)}}, nil
	}
	text, err := valuesText(ctx, a)
	if err != nil {
		return Bundle{}, fmt.Errorf("showing the values of %s: %w", a.Summary(), err)
	}
	return plain(text), nil
}

// valuesText is the text of a.String(), computed in ctx.
func valuesText(ctx context.Context, a *lazy.Array) (string, error) {
	shape := a.Shape()
	kept := repr.Corners(shape)
	index := make([]lazy.Index, len(kept))
	for axis, positions := range kept {
		index[axis] = lazy.All
		if len(positions) < shape[axis] {
			index[axis] = lazy.At(positions...)
		}
	}
	values, err := a.Slice(index...).Dense(lazy.WithContext(ctx))
	if err != nil {
		return "", err
	}
	return repr.Array("array", shape, a.DType().String(), values.Data()), nil
}

// chunkTable describes an array and its largest chunk, beside a drawing of all chunks.
func chunkTable(a *lazy.Array) string {
	chunk := a.ChunkShape()
	chunkBytes := int64(a.DType().Size())
	for _, n := range chunk {
		chunkBytes *= int64(n)
	}
	const (
		table = "border-collapse: collapse; border: none; margin: 0; font-size: var(--jp-ui-font-size1, 13px)"
		head  = "text-align: right; font-weight: 600; padding: .35em .7em; border: none; border-bottom: 1px solid var(--jp-border-color1, #bdbdbd)"
		name  = "text-align: right; font-weight: 600; padding: .35em .7em; border: none"
		cell  = "text-align: right; padding: .35em .7em; border: none"
	)
	row := func(what, whole, part string) string {
		return fmt.Sprintf(`<tr><th style="%s">%s</th><td style="%s">%s</td><td style="%[3]s">%[5]s</td></tr>`+"\n",
			name, what, cell, html.EscapeString(whole), html.EscapeString(part))
	}
	return `<div style="display: flex; flex-wrap: wrap; align-items: center; gap: 1.5em; padding: .3em 0">` + "\n" +
		fmt.Sprintf(`<table style="%s">`+"\n"+`<thead><tr><th style="%s"></th><th style="%[2]s">Array</th><th style="%[2]s">Chunk</th></tr></thead>`+"\n<tbody>\n", table, head) +
		row("Bytes", bytesText(a.NBytes()), bytesText(chunkBytes)) +
		row("Shape", a.Shape().String(), chunk.String()) +
		row("Count", counted(a.NLayers(), "Graph Layer"), counted(a.NChunks(), "Chunk")) +
		row("Type", a.DType().String(), a.Kind()) +
		"</tbody>\n</table>\n" + `<div style="font-size: 0">` + gridSVG(a.Chunks()) + "</div>\n</div>"
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
