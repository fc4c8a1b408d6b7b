// Package cell turns the source of a notebook cell into a Go plugin whose values later cells can use.
//
// Every cell becomes an importable package of its own. The user's text stays as it is, with few edits, under //line
// directives that name the cell; beside it stand generated declarations that export what later cells need: types by
// alias, constants by constant, variables by pointer, functions by function variable and the unexported fields of
// struct types by accessor. A later cell reaches a variable x of cell 3 as (*lc3.Lc_x).
//
// Two worlds are kept apart. In the checked world go/types sees all cells as one package, so that unexported names,
// fields and methods are visible everywhere; it supplies the diagnostics and says which identifier means what. In the
// emitted world each cell is a package with its own path, and only the uses of earlier names are rewritten.
package cell
