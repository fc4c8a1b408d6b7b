package meta

import (
	"encoding/json"
	"fmt"

	"github.com/lazycell/lazycell/io/codec"
)

// Spec is what a new array is to be.
type Spec struct {
	Shape, Chunks []int
	Type          DataType
	// Compression is "", "zstd", "gzip", "zlib" or "lz4", at a level of its own scale.
	Compression string
	Level       int
	// Shard, when not nil, is the shape of the shards that chunks are put together in: whole chunks.
	Shard []int
	// Growable leaves a first size of the chunks that is larger than that of the shape.
	Growable bool
}

type object = map[string]any

// compression gives the codec's parameters in metadata; nil when there is none.
func (s Spec) compression(format int) (object, error) {
	switch s.Compression {
	case "":
		return nil, nil
	case "zstd":
		return object{"level": s.Level, "checksum": true}, nil
	case "gzip":
		return object{"level": s.Level}, nil
	case "zlib":
		if format == 2 {
			return object{"level": s.Level}, nil
		}
	case "lz4":
		if format == 2 {
			return object{"acceleration": 1}, nil
		}
	}
	return nil, fmt.Errorf("compression %q in Zarr v%d (v3 has zstd and gzip; v2 also zlib and lz4): %w", s.Compression, format, codec.ErrUnsupported)
}

// DocumentV3 is the new array's zarr.json.
func (s Spec) DocumentV3(attributes map[string]any) ([]byte, error) {
	codecs := []any{}
	switch {
	case s.Type.Kind == Text:
		codecs = append(codecs, object{"name": "vlen-utf8", "configuration": object{}})
	case s.Type.Size == 1:
		codecs = append(codecs, object{"name": "bytes"})
	default:
		codecs = append(codecs, object{"name": "bytes", "configuration": object{"endian": "little"}})
	}
	config, err := s.compression(3)
	if err != nil {
		return nil, err
	}
	typ, err := s.Type.jsonV3()
	if err != nil {
		return nil, err
	}
	if config != nil {
		codecs = append(codecs, object{"name": s.Compression, "configuration": config})
	}
	grid := list(s.Chunks)
	if s.Shard != nil {
		for i, n := range s.Shard {
			if len(s.Chunks) != len(s.Shard) || n < 1 || n%s.Chunks[i] != 0 {
				return nil, fmt.Errorf("shards of shape %v aren't whole chunks of shape %v: %w", s.Shard, s.Chunks, ErrInvalid)
			}
		}
		grid = s.Shard
		little := object{"name": "bytes", "configuration": object{"endian": "little"}}
		codecs = []any{object{"name": "sharding_indexed", "configuration": object{
			"chunk_shape": s.Chunks, "codecs": codecs, "index_codecs": []any{little, object{"name": "crc32c"}}, "index_location": "end",
		}}}
	}
	return encode(object{
		"zarr_format": 3, "node_type": "array",
		"shape": list(s.Shape), "data_type": typ,
		"chunk_grid":           object{"name": "regular", "configuration": object{"chunk_shape": grid}},
		"chunk_key_encoding":   object{"name": "default", "configuration": object{"separator": "/"}},
		"fill_value":           fillJSON(s.Type),
		"codecs":               codecs,
		"attributes":           attributes,
		"storage_transformers": []any{},
	})
}

// DocumentV2 is the new array's .zarray.
func (s Spec) DocumentV2() ([]byte, error) {
	if s.Shard != nil {
		return nil, fmt.Errorf("Zarr v2 has no shards, v3 has: %w", ErrUnsupported)
	}
	config, err := s.compression(2)
	if err != nil {
		return nil, err
	}
	var compressor, filters any
	if config != nil {
		config["id"] = s.Compression
		compressor = config
	}
	if s.Type.Kind == Text {
		filters = []any{object{"id": "vlen-utf8"}}
	}
	return encode(object{
		"zarr_format": 2, "shape": list(s.Shape), "chunks": list(s.Chunks), "dtype": s.Type.jsonV2(),
		"fill_value": fillJSON(s.Type), "order": "C", "filters": filters, "compressor": compressor,
		"dimension_separator": ".",
	})
}

// GroupV3 is the zarr.json of a group; members, when not nil, are its consolidated metadata.
func GroupV3(attributes map[string]any, members map[string]json.RawMessage) ([]byte, error) {
	doc := object{"zarr_format": 3, "node_type": "group", "attributes": attributes}
	if members != nil {
		doc["consolidated_metadata"] = object{"kind": "inline", "must_understand": false, "metadata": members}
	}
	return encode(doc)
}

// GroupV2 is a .zgroup.
func GroupV2() ([]byte, error) { return encode(object{"zarr_format": 2}) }

// AttributesV2 is a .zattrs.
func AttributesV2(attributes map[string]any) ([]byte, error) { return encode(attributes) }

// ConsolidatedV2 is a .zmetadata of documents by key.
func ConsolidatedV2(documents map[string]json.RawMessage) ([]byte, error) {
	return encode(object{"zarr_consolidated_format": 1, "metadata": documents})
}

// WithAttributesV3 is a zarr.json with other attributes.
func WithAttributesV3(doc []byte, attributes map[string]any) ([]byte, error) {
	all := map[string]json.RawMessage{}
	if err := json.Unmarshal(doc, &all); err != nil {
		return nil, err
	}
	raw, err := encode(attributes)
	if err != nil {
		return nil, err
	}
	all["attributes"] = raw
	return encode(all)
}

func encode(doc any) ([]byte, error) { return json.MarshalIndent(doc, "", "  ") }

func list(ints []int) []int {
	if ints == nil {
		return []int{}
	}
	return ints
}
