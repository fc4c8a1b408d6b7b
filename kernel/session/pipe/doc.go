// Package pipe is how the kernel and its session process talk: JSON messages, each behind its length, over two pipes that
// the session inherits.
//
// The kernel reads the session's standard output and error itself, so that nothing is lost when the session dies. So that
// outputs keep their order all the same, every message that shows something is acknowledged: by then all that was
// printed before it has been read.
package pipe
