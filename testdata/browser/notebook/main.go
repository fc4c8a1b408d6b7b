// Command notebook writes a notebook with the outputs that package display makes, as if its cells had run on the kernel:
// the graphs of the tutorial, larger and deeper ones, and tables. The browser tests open it, in JupyterLab and as a page.
//
//	go run ./testdata/browser/notebook FILE.ipynb
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"html/template"
	"image"
	"image/color"
	"os"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/display"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

type shown struct {
	id, source string
	values     []any
}

func cells() ([]shown, error) {
	r := random.New(1)
	x, x2 := r.Uniform(10000, 10000), r.Uniform(10000, 10000)
	a, a2 := r.Uniform(10000, 100), r.Uniform(10000, 100)
	both, bothA := lazy.Concat(0, x, x2), lazy.Concat(0, a, a2)
	cube := r.Chunks(50, 100, 100).Uniform(200, 300, 500)
	small := r.Chunks(100, 100)
	obs, err := frame.New([]string{"cell000", "cell001", "cell002"},
		frame.Categories("batch", []string{"a", "b", "a"}), frame.Float64s("score", []float64{0.5, 1.25, 1. / 3}))
	if err != nil {
		return nil, err
	}
	im := image.NewRGBA(image.Rect(0, 0, 160, 60))
	for y := range 60 {
		for x := range 160 {
			im.Set(x, y, color.RGBA{uint8(x), uint8(4 * y), 160, 255})
		}
	}
	return []shown{
		{"x", "adata.X()", []any{x}},
		{"x-graph", "adata.X().Visualize()", []any{x.Visualize()}},
		{"xsum", "xsum", []any{x.Sum(1)}},
		{"xsum-graph", "xsum.Visualize()", []any{x.Sum(1).Visualize()}},
		{"x-graph-again", "adata.X().Visualize()", []any{x.Visualize()}},
		{"both-x-table", "both.X()", []any{both}},
		{"both-x-graph", "both.X().Visualize()", []any{both.Visualize()}},
		{"both-obsm-table", `both.Obsm("a")`, []any{bothA}},
		{"both-obsm-graph", `both.Obsm("a").Visualize()`, []any{bothA.Visualize()}},
		{"deep-graph", "x.AddScalar(1).Log().Mul(x.Sum(0)).Mean(1).Visualize()",
			[]any{x.AddScalar(1).Log().Mul(x.Sum(0)).Mean(1).Visualize()}},
		{"folded-graph", "small.Uniform(2000, 2000).Sum(1).Visualize()", []any{small.Uniform(2000, 2000).Sum(1).Visualize()}},
		{"layers-graph", "small.Uniform(10000, 10000).Sum(1).Visualize()", []any{small.Uniform(10000, 10000).Sum(1).Visualize()}},
		{"cube", "cube", []any{cube}},
		{"many-chunks", "small.Uniform(20000, 10000)", []any{small.Uniform(20000, 10000)}},
		{"obs", "obs", []any{obs}},
		{"image", "im", []any{im}},
		{"html", `template.HTML("<b>bold</b>")`, []any{template.HTML("<b>bold</b>")}},
		{"tuple", "xsum, obs, x.Shape()", []any{x.Sum(1), obs, x.Shape()}},
	}, nil
}

func notebook() (map[string]any, error) {
	list, err := cells()
	if err != nil {
		return nil, err
	}
	var out []any
	for i, c := range list {
		display.BeginCell(c.id)
		b, err := display.Of(context.Background(), c.values...)
		if err != nil {
			return nil, fmt.Errorf("cell %s: %w", c.id, err)
		}
		if b.Metadata == nil {
			b.Metadata = map[string]any{}
		}
		out = append(out, map[string]any{
			"cell_type": "code", "id": c.id, "source": c.source, "execution_count": i + 1, "metadata": map[string]any{},
			"outputs": []any{map[string]any{"output_type": "execute_result", "execution_count": i + 1, "data": b.Data, "metadata": b.Metadata}},
		})
	}
	return map[string]any{
		"nbformat": 4, "nbformat_minor": 5, "cells": out,
		"metadata": map[string]any{
			"kernelspec":    map[string]any{"name": "lazycell", "display_name": "Go (lazycell)", "language": "go"},
			"language_info": map[string]any{"name": "go", "file_extension": ".go"},
		},
	}, nil
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: notebook FILE.ipynb")
		os.Exit(2)
	}
	book, err := notebook()
	if err == nil {
		var text []byte
		if text, err = json.MarshalIndent(book, "", " "); err == nil {
			err = os.WriteFile(os.Args[1], append(text, '\n'), 0o644)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "notebook:", err)
		os.Exit(1)
	}
}
