package host

// #include <stdio.h>
//
// static void line_buffered(void) { setvbuf(stdout, NULL, _IOLBF, BUFSIZ); }
// static void flush_all(void) { fflush(NULL); }
import "C"

// lineBuffered makes C code's printf appear line by line, as on a terminal.
func lineBuffered() { C.line_buffered() }

// flushC writes out what C code has printed.
func flushC() { C.flush_all() }
