// Package spill keeps chunks on disk that don't fit into memory while a computation needs them: one file for each array, of its chunks one after the
// other, each cut into tiles that are read by themselves. The files have no names once they are open, so that nothing is left of them when the computation
// ends, however it ends.
package spill
