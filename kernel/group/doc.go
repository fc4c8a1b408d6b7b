// Package group keeps the processes that the kernel starts in process groups of their own, so that they are ended together with all they have
// started, and a Ctrl-C in the kernel's terminal doesn't reach them.
package group
