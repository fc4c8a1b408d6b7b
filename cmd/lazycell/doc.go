// Command lazycell is a Jupyter kernel for Go whose cells share live values. One binary is the kernel, the session
// process that the kernel starts, and the installer of both.
package main
