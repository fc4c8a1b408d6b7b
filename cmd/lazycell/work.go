//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"context"
	"fmt"
	"math"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/files"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/machine"
)

// work is what the commands on files have in common: how much memory they take, and where they tell how far they are.
type work struct {
	memory   string
	budget   int64
	progress *progressLine
}

func (w *work) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&w.memory, "memory", "50%", "memory for the data: a size such as 512MiB or 4GB, or a share of the machine's")
}

// begin reads the flags.
func (w *work) begin() error {
	budget, err := parseMemory(w.memory)
	if err != nil {
		return usage(fmt.Errorf("--memory %s: %w", w.memory, err))
	}
	w.budget = budget
	debug.SetMemoryLimit(budget) // beyond it memory that is no longer used is looked for harder
	w.progress = newProgressLine()
	return nil
}

// run is the options of computations.
func (w *work) run() []lazy.RunOption { return []lazy.RunOption{lazy.WithMemory(w.budget)} }

var units = map[string]float64{
	"": 1, "b": 1, "k": 1 << 10, "kib": 1 << 10, "kb": 1e3, "m": 1 << 20, "mib": 1 << 20, "mb": 1e6, "g": 1 << 30, "gib": 1 << 30, "gb": 1e9,
	"t": 1 << 40, "tib": 1 << 40, "tb": 1e12,
}

// leastMemory is what a chunk or two need.
const leastMemory = 64 << 20

func parseMemory(text string) (int64, error) {
	number := strings.TrimRight(strings.TrimSpace(text), "%abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	unit := strings.ToLower(strings.TrimSpace(strings.TrimSpace(text)[len(number):]))
	v, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	factor, known := units[unit]
	if unit == "%" {
		factor, known = float64(machine.Memory())/100, true
	}
	if err != nil || !known || math.IsNaN(v) || v*factor > 1<<60 {
		return 0, fmt.Errorf("give a size such as 512MiB or 4GB, or a share such as 25%%")
	}
	if v*factor < leastMemory {
		return 0, fmt.Errorf("it is less than %d MiB, which a few chunks need", leastMemory>>20)
	}
	return int64(v * factor), nil
}

// output is how a file is written.
type output struct {
	to          string
	chunks      []int
	compression string
}

func (o *output) flags(cmd *cobra.Command) {
	names := make([]string, len(files.Formats))
	for i, f := range files.Formats {
		names[i] = string(f)
	}
	cmd.Flags().StringVar(&o.to, "to", "", "the format to write, where the name doesn't say it: "+strings.Join(names, ", "))
	cmd.Flags().IntSliceVar(&o.chunks, "chunks", nil, "the shape of stored chunks of dense matrices: 1000,2000")
	cmd.Flags().StringVar(&o.compression, "compression", "", "how chunks are compressed: none, gzip, zstd, …, with a level behind a colon (gzip:4); default: the format's own")
}

// options reads the flags.
func (o *output) options(w *work, path string) (files.Options, error) {
	opts := files.Options{Chunks: o.chunks, KeepStrings: true, Run: w.run(), Progress: w.progress.array}
	var err error
	if o.to == "" {
		opts.Format, err = files.FormatFor(path)
	} else {
		opts.Format, err = files.ParseFormat(o.to)
	}
	if err != nil {
		return opts, usage(err)
	}
	name, level, leveled := strings.Cut(o.compression, ":")
	opts.Compression = name
	if leveled {
		if opts.Level, err = strconv.Atoi(level); err != nil {
			return opts, usage(fmt.Errorf("--compression %s: the level %q is no number", o.compression, level))
		}
	}
	return opts, nil
}

// write writes a file and says what had no place in it.
func (w *work) write(ctx context.Context, cmd *cobra.Command, path string, a *anndata.AnnData, opts files.Options) error {
	leftOut, err := files.Write(ctx, path, a, opts)
	w.progress.clear()
	if err != nil {
		return err
	}
	if len(leftOut) > 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "lazycell: %s: the format %s has no place for %s\n", path, opts.Format, strings.Join(leftOut, ", "))
	}
	return nil
}
