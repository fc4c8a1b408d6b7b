// Package session is the kernel's side of the session process: it starts it, has it run cells, reads what they print and
// show, interrupts it, and says how it died.
//
// The process itself is package host; package pipe is what the two say to each other.
package session
