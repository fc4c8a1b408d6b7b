// Package inspect says what is in a store that holds an AnnData, element by element: [Outline] is the summary without reading a table, [Tree] every
// element and how it lies there, and [Check] reads all of it and lists what is wrong.
package inspect
