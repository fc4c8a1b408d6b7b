package display

import (
	"context"
	"fmt"
)

// MIME types of the texts that this package makes.
const (
	MIMEText = "text/plain"
	MIMEHTML = "text/html"
	MIMESVG  = "image/svg+xml"
	MIMEPNG  = "image/png"
	MIMEJSON = "application/json"
)

// Bundle is one output of a notebook: the same thing in one or several MIME types.
type Bundle struct {
	// Data maps a MIME type to its text; binary types are in base64, JSON types may hold any JSON value.
	Data map[string]any
	// Metadata maps a MIME type to what the front end should know about it, such as the size of a picture. It may be nil.
	Metadata map[string]any
}

// Text is the bundle's text/plain, or "".
func (b Bundle) Text() string { return b.text(MIMEText) }

func (b Bundle) text(mime string) string {
	s, _ := b.Data[mime].(string)
	return s
}

// Of is the bundle of a cell's result: one value, or several, which are shown as a tuple "(a, b)". Without values the
// bundle is empty. The error is that of an array, frame or AnnData that carries one, or whose values could not be computed
// in ctx; a panic in a method of a value becomes text.
func Of(ctx context.Context, values ...any) (Bundle, error) {
	if ctx == nil {
		ctx = context.Background()
	}
	held := library.mark()
	b, err := of(ctx, values)
	if err != nil {
		library.back(held)
	}
	return b, err
}

func of(ctx context.Context, values []any) (Bundle, error) {
	switch len(values) {
	case 0:
		return Bundle{}, nil
	case 1:
		return one(ctx, values[0])
	}
	parts := make([]Bundle, len(values))
	for i, v := range values {
		part, err := one(ctx, v)
		if err != nil {
			return Bundle{}, fmt.Errorf("value %d of %d: %w", i+1, len(values), err)
		}
		parts[i] = part
	}
	return tuple(parts), nil
}

func plain(text string) Bundle { return Bundle{Data: map[string]any{MIMEText: text}} }

// one is the bundle of a single value: what this module's own types look like, then what the value itself says, then what
// can be told from its type.
func one(ctx context.Context, v any) (Bundle, error) {
	if err := ctx.Err(); err != nil {
		return Bundle{}, err
	}
	for _, look := range []func(context.Context, any) (Bundle, bool, error){ownTypes, methods, wellKnown} {
		if b, ok, err := look(ctx, v); ok || err != nil {
			return b, err
		}
	}
	return plain(Text(v)), nil
}
