// Package rewrite changes a graph into one of the same values that takes less work or memory, in the plan of a run only: selections are moved
// towards the sources, concatenations are reduced part by part.
package rewrite
