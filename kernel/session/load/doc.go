// Package load opens the plugins of cells.
package load
