package main

import "fmt"

// missing says what keeps a platform from having the kernel, and what to do.
func missing(goos, goarch string) string {
	switch goos {
	case "linux", "darwin", "freebsd":
		return fmt.Sprintf("this program was built without cgo, which Go's plugins need, and cells are plugins: install a C compiler (gcc or clang) "+
			"and build it again with CGO_ENABLED=1 for %s/%s", goos, goarch)
	case "windows":
		return fmt.Sprintf("there is no kernel for %s/%s: cells are Go plugins, which Go has on Linux, macOS and FreeBSD only. "+
			"Windows runs Linux programs in WSL: type `wsl --install`, and build and install lazycell there", goos, goarch)
	}
	return fmt.Sprintf("there is no kernel for %s/%s: cells are Go plugins, which Go has on Linux, macOS and FreeBSD only. "+
		"Run it on such a machine, and Jupyter in the browser of this one", goos, goarch)
}
