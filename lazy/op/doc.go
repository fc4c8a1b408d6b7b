// Package op describes the operations of lazy arrays as data: a name, parameters, and which chunks of the inputs each chunk
// of the result is made of. Nothing is computed here; executors have a kernel for every name.
package op
