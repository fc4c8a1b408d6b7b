package vector

import "unsafe"

// Stream copies bytes to memory that isn't read again soon, past the cache where the processor can: so it isn't read before it is written.
func Stream(to, from []byte) {
	n := len(from)
	if !vectors || n < 256 {
		copy(to, from)
		return
	}
	first := int(-uintptr(unsafe.Pointer(&to[0])) & 31)
	copy(to[:first], from[:first])
	m := (n - first) / 8 &^ 3
	streamGroups((*uint64)(unsafe.Pointer(&to[first])), (*uint64)(unsafe.Pointer(&from[first])), m)
	copy(to[first+8*m:], from[first+8*m:])
}
