package inspect

import (
	"context"
	"errors"
	"slices"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/elem"
	"github.com/lazycell/lazycell/io/store"
)

// errOld says that a store has no outline that can be taken without reading it.
var errOld = errors.New("older than encodings, or no AnnData")

// Outline is the shape of the AnnData in a store and the keys of its parts. Only attributes and names are read, unless the store is older than the
// encodings of elements: then its tables are.
func Outline(ctx context.Context, root store.Group) (anndata.Outline, error) {
	o, err := outline(root)
	if err == nil {
		return o, nil
	}
	a, err := elem.Reader{Lazy: true}.Read(ctx, root)
	if err != nil {
		return o, err // it says what is wrong
	}
	return a.Outline(), nil
}

func outline(root store.Group) (anndata.Outline, error) {
	var o anndata.Outline
	attributes, err := root.Attrs()
	if err != nil {
		return o, err
	}
	if kind, _ := attributes["encoding-type"].(string); kind != "anndata" {
		return o, errOld
	}
	part := func(name string, keys []string) {
		if len(keys) > 0 {
			o.Parts = append(o.Parts, anndata.Part{Name: name, Keys: keys})
		}
	}
	for _, axis := range []struct {
		name string
		rows *int
	}{{"obs", &o.NObs}, {"var", &o.NVars}} {
		columns, rows, err := frameOutline(root, axis.name)
		if err != nil {
			return o, err
		}
		*axis.rows = rows
		part(axis.name, columns)
	}
	there, err := root.Children()
	if err != nil {
		return o, err
	}
	for _, name := range []string{"uns", "obsm", "varm", "layers", "obsp", "varp"} {
		if !slices.Contains(there, name) {
			continue
		}
		g, err := root.Group(name)
		if err != nil {
			return o, err
		}
		keys, err := g.Children()
		if err != nil {
			return o, err
		}
		part(name, keys)
	}
	return o, nil
}

// frameOutline is the columns of a dataframe and its number of rows, which the index has.
func frameOutline(root store.Group, name string) (columns []string, rows int, err error) {
	g, err := root.Group(name)
	if err != nil {
		return nil, 0, err
	}
	attributes, err := g.Attrs()
	if err != nil {
		return nil, 0, err
	}
	index, _ := attributes["_index"].(string)
	if kind, _ := attributes["encoding-type"].(string); kind != "dataframe" || index == "" {
		return nil, 0, errOld
	}
	switch v := attributes["column-order"].(type) {
	case []string:
		columns = v
	case []float64:
		if len(v) > 0 {
			return nil, 0, errOld
		}
	default:
		return nil, 0, errOld
	}
	a, err := g.Array(index)
	if err != nil {
		return nil, 0, err // the index has an encoding of more than one array
	}
	if shape := a.Shape(); len(shape) == 1 {
		return columns, shape[0], nil
	}
	return nil, 0, errOld
}
