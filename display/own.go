package display

import (
	"context"
	"reflect"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

// ownTypes is the look of this module's own types. Those that carry an error have no look: the error is returned.
func ownTypes(ctx context.Context, v any) (Bundle, bool, error) {
	if nilPointer(reflect.ValueOf(v)) {
		return Bundle{}, false, nil
	}
	var b Bundle
	var err error
	switch x := v.(type) {
	case *lazy.Array:
		b, err = array(ctx, x)
	case *lazy.Graph:
		b, err = graph(x)
	case *lazy.Profile:
		b = profile(x)
	case *frame.Frame:
		b, err = table(x)
	case *frame.Series:
		b, err = plain(x.String()), x.Err()
	case *anndata.AnnData:
		b, err = plain(x.String()), x.Err()
	default:
		return Bundle{}, false, nil
	}
	return b, err == nil, err
}
