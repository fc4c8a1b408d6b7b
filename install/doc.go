// Package install puts the kernel where Jupyter finds it, and says what a machine lacks.
package install
