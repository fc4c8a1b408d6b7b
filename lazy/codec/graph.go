package codec

import (
	"encoding/json"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Graph is layers as they are written: each once, inputs before what reads them.
type Graph struct {
	Layers []Layer
	Roots  []int // which layers are the arrays that were asked for
}

// Layer is one operation, and what it makes.
type Layer struct {
	Op     op.Op
	DType  block.DType
	Grid   *op.Grid
	Inputs []int // numbers of layers
	Pass   int   // layers of another number are not computed together
}

// firstLine tells a graph from other files.
const firstLine = "lazycell graph 1\n"

// header is what comes before the sections.
type header struct {
	Axes   []json.RawMessage `json:"axes"`
	Grids  [][]int           `json:"grids"`
	Layers []layer           `json:"layers"`
	Roots  []int             `json:"roots"`
}

// layer is a Layer in the header.
type layer struct {
	Op     string                     `json:"op"`
	With   map[string]json.RawMessage `json:"with,omitempty"`
	DType  string                     `json:"dtype"`
	Grid   int                        `json:"grid"`
	Inputs []int                      `json:"inputs,omitempty"`
	Pass   int                        `json:"pass,omitempty"`
}

// longList is how many numbers a list may have in the header.
const longList = 32

// long is a list that lies in a section.
type long struct {
	Ints   *int `json:"ints,omitempty"`
	Floats *int `json:"floats,omitempty"`
}

// reader is an op.Reader in the header.
type reader struct {
	Scheme  string `json:"scheme"`
	At      string `json:"at"`
	Name    string `json:"name"`
	Kind    string `json:"kind,omitempty"`
	Entries int    `json:"entries,omitempty"`
}
