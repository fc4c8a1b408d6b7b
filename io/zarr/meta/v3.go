package meta

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/io/codec"
)

// NodeV3 is a parsed zarr.json: a group when Array is nil.
type NodeV3 struct {
	Array      *Array
	Attributes map[string]any
	// Members are the documents of a group's consolidated metadata, by path below it; nil when there is none.
	Members map[string]json.RawMessage
}

type docV3 struct {
	Format       int             `json:"zarr_format"`
	Node         string          `json:"node_type"`
	Attributes   map[string]any  `json:"attributes"`
	Shape        []int           `json:"shape"`
	Type         named           `json:"data_type"`
	Grid         named           `json:"chunk_grid"`
	Keys         named           `json:"chunk_key_encoding"`
	Fill         json.RawMessage `json:"fill_value"`
	Codecs       []named         `json:"codecs"`
	Transformers []any           `json:"storage_transformers"`
	Consolidated *struct {
		Metadata map[string]json.RawMessage `json:"metadata"`
	} `json:"consolidated_metadata"`
}

// ParseV3 reads a zarr.json. With an error about an array the node may have its attributes.
func ParseV3(doc []byte) (*NodeV3, error) {
	var d docV3
	if err := decode(doc, &d); err != nil {
		return nil, err
	}
	if d.Format != 3 {
		return nil, fmt.Errorf("zarr_format %d in a document of version 3: %w", d.Format, ErrInvalid)
	}
	if d.Attributes == nil {
		d.Attributes = map[string]any{}
	}
	node := &NodeV3{Attributes: d.Attributes}
	switch d.Node {
	case "group":
		if d.Consolidated != nil {
			node.Members = d.Consolidated.Metadata
		}
		return node, nil
	case "array":
		a, err := d.array()
		if err != nil {
			return node, err
		}
		node.Array = a
		return node, nil
	}
	return nil, fmt.Errorf("node_type %q, it must be group or array: %w", d.Node, ErrInvalid)
}

func (d *docV3) array() (*Array, error) {
	a := &Array{Format: 3, Shape: d.Shape, Attributes: d.Attributes}
	if d.Shape == nil {
		return nil, fmt.Errorf("an array without shape: %w", ErrInvalid)
	}
	var err error
	if a.Type, err = typeV3(d.Type); err != nil {
		return nil, err
	}
	if d.Grid.Name != "regular" {
		return nil, fmt.Errorf("chunk grid %q: %w", d.Grid.Name, ErrUnsupported)
	}
	var ok bool
	if a.Chunks, ok = ints(d.Grid.Config["chunk_shape"]); !ok {
		return nil, fmt.Errorf("chunk_shape %v: %w", d.Grid.Config["chunk_shape"], ErrInvalid)
	}
	if len(d.Transformers) > 0 {
		return nil, fmt.Errorf("storage transformers: %w", ErrUnsupported)
	}
	separator := map[string]string{"default": "/", "v2": "."}[d.Keys.Name]
	if s, ok := d.Keys.Config["separator"].(string); ok {
		separator = s
	}
	if d.Keys.Name != "default" && d.Keys.Name != "v2" {
		return nil, fmt.Errorf("chunk key encoding %q: %w", d.Keys.Name, ErrUnsupported)
	}
	if a.Keys, err = newKeyEncoding(d.Keys.Name == "default", separator); err != nil {
		return nil, err
	}
	if a.Fill, a.FillText, err = parseFill(d.Fill, a.Type, 3); err != nil {
		return nil, err
	}
	if a.Pipeline, err = pipelineV3(d.Codecs, len(a.Chunks), a.Chunks, 0); err != nil {
		return nil, err
	}
	return a, a.check()
}

// pipelineV3 reads a list of codecs for chunks of a shape: transposes, one array-to-bytes codec, then codecs over bytes.
func pipelineV3(list []named, dims int, chunk []int, depth int) (Pipeline, error) {
	p := Pipeline{}
	i := 0
	for ; i < len(list) && list[i].Name == "transpose"; i++ {
		order, ok := ints(list[i].Config["order"])
		if !ok || !isPermutation(order, dims) {
			return p, fmt.Errorf("transpose order %v for %d axes: %w", list[i].Config["order"], dims, ErrInvalid)
		}
		if p.Order != nil {
			for j, axis := range order {
				order[j] = p.Order[axis]
			}
		}
		p.Order = order
	}
	if i == len(list) {
		return p, fmt.Errorf("no codec from elements to bytes: %w", ErrInvalid)
	}
	switch c := list[i]; c.Name {
	case "bytes", "endian":
		p.BigEndian = c.Config["endian"] == "big"
	case "vlen-utf8", "numcodecs.vlen-utf8":
		p.Text = true
	case "sharding_indexed":
		if depth > 0 {
			return p, fmt.Errorf("shards inside shards: %w", ErrUnsupported)
		}
		if p.Order != nil || len(list) > i+1 {
			return p, fmt.Errorf("codecs around sharding_indexed: %w", ErrUnsupported)
		}
		shard, err := parseShard(c, chunk)
		if err != nil {
			return p, fmt.Errorf("sharding_indexed: %w", err)
		}
		p.Shard = shard
		p.Text = shard.Pipeline.Text
	default:
		return p, fmt.Errorf("codec %q from elements to bytes: %w", c.Name, ErrUnsupported)
	}
	for _, c := range list[i+1:] {
		b, err := codec.New(c.Name, c.Config)
		if err != nil {
			return p, err
		}
		p.Bytes = append(p.Bytes, b)
	}
	return p, nil
}

func parseShard(c named, chunk []int) (*Shard, error) {
	s := &Shard{IndexFirst: c.Config["index_location"] == "start"}
	var ok bool
	if s.Chunks, ok = ints(c.Config["chunk_shape"]); !ok || len(s.Chunks) != len(chunk) {
		return nil, fmt.Errorf("chunk_shape %v in chunks %v: %w", c.Config["chunk_shape"], chunk, ErrInvalid)
	}
	inner := 1
	for i, n := range s.Chunks {
		if n < 1 || chunk[i] < n || chunk[i]%n != 0 {
			return nil, fmt.Errorf("chunk_shape %v doesn't divide chunks %v: %w", s.Chunks, chunk, ErrInvalid)
		}
		if inner *= chunk[i] / n; inner > 1<<24 {
			return nil, fmt.Errorf("more than %d inner chunks: %w", 1<<24, ErrUnsupported)
		}
	}
	codecs, err := namedList(c.Config["codecs"])
	if err != nil {
		return nil, err
	}
	if s.Pipeline, err = pipelineV3(codecs, len(chunk), s.Chunks, 1); err != nil {
		return nil, err
	}
	index := []named{{Name: "bytes"}, {Name: "crc32c"}}
	if c.Config["index_codecs"] != nil {
		if index, err = namedList(c.Config["index_codecs"]); err != nil {
			return nil, err
		}
	}
	p, err := pipelineV3(index, len(chunk)+1, nil, 1)
	if err != nil || p.Text || p.Order != nil {
		return nil, fmt.Errorf("index codecs %v: %w", index, ErrUnsupported)
	}
	if _, fixed := codec.FixedSize(p.Bytes, 0); !fixed {
		return nil, fmt.Errorf("index codecs %v give no fixed size: %w", index, ErrInvalid)
	}
	s.IndexBigEndian, s.IndexBytes = p.BigEndian, p.Bytes
	return s, nil
}

// namedList reads a configuration's list of codecs.
func namedList(v any) ([]named, error) {
	doc, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var list []named
	if err := json.Unmarshal(doc, &list); err != nil {
		return nil, fmt.Errorf("codecs: %v: %w", err, ErrInvalid)
	}
	return list, nil
}

func isPermutation(order []int, n int) bool {
	sorted := slices.Sorted(slices.Values(order))
	for i, v := range sorted {
		if i != v {
			return false
		}
	}
	return len(sorted) == n
}
