// Package lsp completes what is being typed in a cell and tells what a name in it means.
//
// Two backends know a cell in the light of all earlier ones. gopls sees a generated file (view.go, session.go): the session's
// names as declarations, then the cell, its statements inside a function. A small client (rpc.go, server.go, gopls.go) speaks
// to it. The other is in this process (local.go, members.go, inspect.go, docs.go): Go's type checker over what the cell
// compiler knows (cell.Look). It answers where gopls is missing, still starting or too slow, where gopls has found nothing, and
// about the names of earlier cells, whose source and comments the compiler has.
//
// A cell that is being written hardly ever parses: cursor.go looks at its tokens and mends it behind the cursor.
//
// Positions are byte offsets in the cell's text. Only what goes to gopls counts lines and UTF-16 units.
//
// LAZYCELL_GOPLS names the gopls to use; "off" means none. Otherwise it is looked for on the PATH, where `go install` puts
// programs, and where `make setup-test` does.
package lsp
