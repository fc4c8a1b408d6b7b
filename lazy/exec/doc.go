// Package exec computes lazy arrays on this machine: a plan of the tasks behind the wanted chunks, projected memory, and workers that run the
// tasks depth first. The graph is first changed by package rewrite and cut into tasks by package fuse; chunks are made by the kernels below
// package kernel.
//
// Importing it registers the executor with package lazy; programs do so with
//
//	import _ "github.com/lazycell/lazycell"
package exec
