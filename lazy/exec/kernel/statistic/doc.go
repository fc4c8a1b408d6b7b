// Package statistic is the kernels of scans, counts, group results, and of what depends on the order of values.
package statistic
