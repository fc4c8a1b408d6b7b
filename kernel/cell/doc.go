// Package cell turns the source of a notebook cell into a Go plugin whose values later cells can use.
//
// Two worlds are kept apart. In the checked world Go's type checker sees all cells as one package, so that unexported
// names, fields and methods are visible everywhere; it supplies the diagnostics and says which identifier means what. In the
// emitted world each cell is a package with its own path, compiled and linked as a plugin, and only the uses of what lies
// in another package are rewritten.
//
// The way of a cell:
//
//   - parse takes the text apart: imports, functions, statements, a closing list of values (source.go, lex.go).
//   - hoist arranges it as a Go file in which `x := …` at top level is a variable of the package (hoist.go).
//   - bind adds the names of earlier cells that the text mentions, and check has the file checked (bind.go, check.go).
//     A method for a type of an earlier cell brings that type's declaration along (carry.go).
//   - emit writes the package: the user's text under //line directives that name the cell, with edits where it uses
//     variables, unexported fields and methods (rewrite.go), its statements in the function that runs the cell (body.go),
//     and declarations that give later cells what they need (emit.go, structs.go).
//   - the toolchain compiles and links it (toolchain.go, build.go, fastlink.go).
//
// A cell that is still being written goes no further than the checked world, as far as it gets there (look.go).
//
// A cell with C code is built in two parts (native.go). The whole session can be written as a program (program.go).
//
// In compiled code a variable x is Lc_x. Types keep their names, so that %T, JSON, reflection and traces show them; later
// cells have them by alias. A function f is called from other cells through the variable Lc_f, which a later f of the same
// signature takes over. Unexported methods go by an exported name everywhere, or those of two cells would never be the
// same to Go. The unexported fields of structs are reached through accessors, and set in literals through a mirror type with
// exported fields.
//
// Every package is named main, as its user would expect of %T, while its import path is the cell's: cell3.
package cell
