// Package kernel is what makes a chunk of an operation: what a kernel is told (Call), the tiles it goes through a chunk in, the memory it
// writes to (Pool), and the table in which the executor finds the kernel of an operation. The kernels are in the packages below it, by kind; each
// registers its own.
package kernel
