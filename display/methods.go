package display

import (
	"context"
	"encoding/base64"
	"fmt"
	"reflect"
	"strings"
)

// methods is what a value says about its own look.
func methods(_ context.Context, v any) (b Bundle, ok bool, err error) {
	if nilPointer(reflect.ValueOf(v)) {
		return Bundle{}, false, nil
	}
	name := ""
	defer func() {
		if r := recover(); r != nil {
			text := clipped(Text(v)+"\n"+panicText(reflect.TypeOf(v), name, r), maxText)
			b, ok = plain(text), true
		}
	}()
	switch x := v.(type) {
	case interface {
		MIMEBundle() (data, metadata map[string]any)
	}:
		name = "MIMEBundle"
		data, metadata := x.MIMEBundle()
		b = Bundle{Data: data, Metadata: metadata}
	case interface{ MIMEBundle() map[string]any }:
		name = "MIMEBundle"
		b = Bundle{Data: x.MIMEBundle()}
	case interface{ HTML() string }:
		name = "HTML"
		b = Bundle{Data: map[string]any{MIMEHTML: x.HTML()}}
	case interface{ SVG() string }:
		name = "SVG"
		b = Bundle{Data: map[string]any{MIMESVG: x.SVG()}}
	default:
		return Bundle{}, false, nil
	}
	return completed(b, v), true, nil
}

// completed is a bundle with its data in the form that Jupyter's messages want, and with a text.
func completed(b Bundle, v any) Bundle {
	data := make(map[string]any, len(b.Data)+1)
	for mime, x := range b.Data {
		switch x := x.(type) {
		case []byte:
			if textual(mime) {
				data[mime] = string(x)
			} else {
				data[mime] = base64.StdEncoding.EncodeToString(x)
			}
		case fmt.Stringer:
			if isJSON(mime) {
				data[mime] = x
			} else {
				data[mime] = x.String()
			}
		default:
			data[mime] = x
			if s, ok := texts(x); ok {
				data[mime] = s
			}
		}
	}
	if _, ok := data[MIMEText].(string); !ok {
		data[MIMEText] = Text(v)
	}
	return Bundle{Data: data, Metadata: b.Metadata}
}

// texts is a value of a string type, such as template.HTML, as a plain string.
func texts(x any) (string, bool) {
	if v := reflect.ValueOf(x); v.Kind() == reflect.String {
		return v.String(), true
	}
	return "", false
}

func isJSON(mime string) bool { return mime == MIMEJSON || strings.HasSuffix(mime, "+json") }

func textual(mime string) bool {
	return strings.HasPrefix(mime, "text/") || mime == MIMESVG || mime == "application/javascript" || isJSON(mime)
}
