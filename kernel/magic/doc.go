// Package magic handles the lines of a cell that are not Go: % commands, ! shell lines, and %% cells.
//
// A cell's command lines run before its Go code, in their order, and leave blank lines behind, so that positions in the
// Go code stay what the user sees. The commands have the names and the meaning they have in GoNB.
package magic
