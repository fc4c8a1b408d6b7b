// Package elementwise computes functions of each element of dense blocks: arithmetic, comparisons, logic, rounding, lookups.
package elementwise
