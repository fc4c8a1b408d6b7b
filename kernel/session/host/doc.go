// Package host is the session process: it loads the cells that the kernel has built, runs them, and owns every value
// they make.
//
// It knows nothing of what cells compute; the program that runs it says how results are shown.
package host
