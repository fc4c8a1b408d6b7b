package display

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"reflect"
	"strings"
)

// wellKnown is the look of types of the standard library and of gonum. They are known by name or by their methods, so that
// a cell that doesn't use them doesn't link them.
func wellKnown(_ context.Context, v any) (b Bundle, ok bool, err error) {
	rv := reflect.ValueOf(v)
	if !rv.IsValid() || nilPointer(rv) {
		return Bundle{}, false, nil
	}
	switch typeName(rv.Type()) {
	case "html/template.HTML":
		return Bundle{Data: map[string]any{MIMEHTML: rv.String(), MIMEText: quoted(rv.String(), maxString)}}, true, nil
	case "encoding/json.RawMessage":
		return rawJSON(rv.Bytes())
	}
	switch x := v.(type) {
	case image.Rectangle, *image.Rectangle, *image.Uniform:
		return Bundle{}, false, nil // images in name only
	case image.Image:
		return picture(x)
	case matrix:
		return plain(guarded(rv, "At", func() string { return matrixText(x.Dims, func(i, j int) any { return x.At(i, j) }) })), true, nil
	case complexMatrix:
		return plain(guarded(rv, "At", func() string { return matrixText(x.Dims, func(i, j int) any { return x.At(i, j) }) })), true, nil
	}
	return Bundle{}, false, nil
}

func typeName(t reflect.Type) string {
	if t.Name() == "" {
		return ""
	}
	return t.PkgPath() + "." + t.Name()
}

// rawJSON shows a JSON text as the tree that front ends draw of it, unless it is too long to be sent.
func rawJSON(raw []byte) (Bundle, bool, error) {
	const most = 1 << 20
	text := clipped(strings.TrimSpace(string(raw[:min(len(raw), most)])), maxText)
	var tree any
	if len(raw) > most || json.Unmarshal(raw, &tree) != nil {
		return plain(fmt.Sprintf("json.RawMessage(%s)", quotedOf(text, len(raw), maxString))), true, nil
	}
	return Bundle{Data: map[string]any{MIMEJSON: tree, MIMEText: text}}, true, nil
}
