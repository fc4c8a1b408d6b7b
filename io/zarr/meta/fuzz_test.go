package meta

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzParse feeds metadata documents of real stores, changed. A document that parses describes an array that can be handled.
func FuzzParse(f *testing.F) {
	err := filepath.WalkDir("../../../testdata/zarr", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".json") && !strings.HasPrefix(e.Name(), ".z") {
			return err
		}
		doc, err := os.ReadFile(path)
		if err == nil && len(doc) < 4096 {
			f.Add(doc)
		}
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		if n, err := ParseV3(doc); err == nil && n.Array != nil {
			checkSane(t, n.Array)
		}
		if a, err := ParseArrayV2(doc); err == nil {
			checkSane(t, a)
		}
		_ = CheckGroupV2(doc)
		_, _ = ParseAttributes(doc)
		_, _ = ParseConsolidatedV2(doc)
	})
}

func checkSane(t *testing.T, a *Array) {
	if len(a.Shape) != len(a.Chunks) {
		t.Fatalf("shape %v, chunks %v", a.Shape, a.Chunks)
	}
	for i, c := range a.Chunks {
		if c < 1 || a.Shape[i] < 0 {
			t.Fatalf("shape %v, chunks %v", a.Shape, a.Chunks)
		}
	}
	if _, err := Bytes(a.Chunks, max(a.Type.Size, 1), MaxChunkBytes); err != nil {
		t.Fatal(err)
	}
	if !a.Type.IsText() && len(a.Fill) != a.Type.Size {
		t.Fatalf("fill of %d bytes for elements of %d", len(a.Fill), a.Type.Size)
	}
}

func TestParseErrors(t *testing.T) {
	v3 := func(field, value string) string {
		fields := map[string]string{
			"shape": "[4]", "data_type": `"float64"`, "fill_value": "0",
			"chunk_grid":         `{"name":"regular","configuration":{"chunk_shape":[2]}}`,
			"chunk_key_encoding": `{"name":"default"}`, "codecs": `[{"name":"bytes"}]`,
		}
		fields[field] = value
		doc := `{"zarr_format":3,"node_type":"array"`
		for k, v := range fields {
			doc += `,"` + k + `":` + v
		}
		return doc + "}"
	}
	if _, err := ParseV3([]byte(v3("shape", "[4]"))); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		doc  string
		want error
	}{
		"not JSON":         {`{"zarr_format":3`, ErrInvalid},
		"version":          {`{"zarr_format":4,"node_type":"group"}`, ErrInvalid},
		"node type":        {`{"zarr_format":3,"node_type":"tree"}`, ErrInvalid},
		"negative shape":   {v3("shape", "[-4]"), ErrInvalid},
		"absurd shape":     {v3("shape", "[9223372036854775807]"), ErrInvalid},
		"text for a shape": {v3("shape", `"x"`), ErrInvalid},
		"zero chunk":       {v3("chunk_grid", `{"name":"regular","configuration":{"chunk_shape":[0]}}`), ErrInvalid},
		"absurd chunk":     {v3("chunk_grid", `{"name":"regular","configuration":{"chunk_shape":[900000000000000]}}`), ErrInvalid},
		"missing axis":     {v3("chunk_grid", `{"name":"regular","configuration":{"chunk_shape":[]}}`), ErrInvalid},
		"grid":             {v3("chunk_grid", `{"name":"rectangular"}`), ErrUnsupported},
		"type":             {v3("data_type", `"decimal"`), ErrUnsupported},
		"text codec":       {v3("codecs", `[{"name":"vlen-utf8"}]`), ErrInvalid},
		"no codec":         {v3("codecs", `[]`), ErrInvalid},
		"fill":             {v3("fill_value", `"x"`), ErrInvalid},
		"shard size":       {v3("codecs", `[{"name":"sharding_indexed","configuration":{"chunk_shape":[3],"codecs":[{"name":"bytes"}]}}]`), ErrInvalid},
		"shard in shard":   {v3("codecs", `[{"name":"sharding_indexed","configuration":{"chunk_shape":[2],"codecs":[{"name":"sharding_indexed"}]}}]`), ErrUnsupported},
		"separator":        {v3("chunk_key_encoding", `{"name":"default","configuration":{"separator":"/../"}}`), ErrInvalid},
	} {
		if _, err := ParseV3([]byte(c.doc)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestFillValues(t *testing.T) {
	for _, c := range []struct{ dtype, doc, want string }{
		{"float64", `"NaN"`, "\x00\x00\x00\x00\x00\x00\xf8\x7f"},
		{"float32", `"-Infinity"`, "\x00\x00\x80\xff"},
		{"float32", `"0x3f800000"`, "\x00\x00\x80\x3f"},
		{"float16", `1`, "\x00\x3c"},
		{"int16", `-2`, "\xfe\xff"},
		{"int64", `9007199254740993`, "\x01\x00\x00\x00\x00\x00\x20\x00"},
		{"uint8", `null`, "\x00"},
		{"bool", `true`, "\x01"},
		{"complex64", `[1, 0]`, "\x00\x00\x80\x3f\x00\x00\x00\x00"},
	} {
		dt, err := ParseType(c.dtype)
		if err != nil {
			t.Fatal(err)
		}
		raw, _, err := parseFill([]byte(c.doc), dt, 3)
		if c.doc == `"NaN"` && err == nil {
			raw[0] &= 0xfe // either quiet NaN
		}
		if err != nil || string(raw) != c.want {
			t.Errorf("%s %s: %x, %v, want %x", c.dtype, c.doc, raw, err, c.want)
		}
	}
}
