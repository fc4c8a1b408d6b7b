// Package gonb shows values from within a cell, besides its result: gonb.Show(x) looks like a cell that ends with x.
//
// It speaks the display protocol of GoNB (gonbui), so it works in lazycell and in a stock GoNB kernel. It is apart from
// package display because gonbui links the network and logging libraries.
package gonb
