// Package reduce takes the values of dense blocks into partial results, and partial results into results: sums, extremes and their places,
// means, variances, and those that pass over NaN.
package reduce
