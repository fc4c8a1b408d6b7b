// Package display turns Go values into what a notebook shows of them: a bundle of one text per MIME type, of which the
// front end picks the best it can draw.
//
// Of picks by what the value is: arrays get their chunk table, graphs an interactive drawing, frames a table, images a
// picture, matrices their grid of numbers, and everything else text in the manner of %+v that is bounded however large,
// deep or cyclic the value is. A type chooses its own look with one of these methods:
//
//	MIMEBundle() (data, metadata map[string]any)
//	MIMEBundle() map[string]any
//	HTML() string
//	SVG() string
//	String() string
//
// Everything a bundle holds is complete in itself: no picture or script is fetched from anywhere. The script library that
// draws graphs is put into a notebook once; see BeginCell.
//
// To show more than a cell's result, cells use package display/gonb.
package display
