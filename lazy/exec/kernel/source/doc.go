// Package source is the kernels that pass on chunks from where they lie: memory, and files, of which it may read boxes.
package source
