package display

import (
	"context"
	"fmt"
	"html"

	"github.com/lazycell/lazycell/lazy"
)

// array is the look of an array: the values, if it is in memory or a view; a table of its chunks otherwise.
func array(ctx context.Context, a *lazy.Array) (Bundle, error) {
	if err := a.Err(); err != nil {
		return Bundle{}, err
	}
	if !a.ShowsValues() {
		return Bundle{Data: map[string]any{MIMEText: a.String(), MIMEHTML: chunkTable(a)}}, nil
	}
	text, err := a.Text(lazy.WithContext(ctx))
	if err != nil {
		return Bundle{}, fmt.Errorf("showing the values of %s: %w", a.Summary(), err)
	}
	return plain(text), nil
}

// chunkTable describes an array and its largest chunk, beside a drawing of all chunks.
func chunkTable(a *lazy.Array) string {
	chunk := a.ChunkShape()
	chunkBytes := a.StoredBytes(chunk, 1)
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
