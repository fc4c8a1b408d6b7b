package hdf5

// #cgo LDFLAGS: -ldl
// #include <dlfcn.h>
// #include <stddef.h>
//
// // libdeflate's functions (https://github.com/ebiggers/libdeflate), found when the program runs.
// typedef void *(*lc_alloc)(void);
// typedef int (*lc_decompress)(void *, const void *, size_t, void *, size_t, size_t *);
// static lc_alloc alloc;
// static lc_decompress decompress;
// typedef void (*lc_release)(void *);
// static lc_release release;
//
// static int lc_inflate_open(void) {
// 	void *library = dlopen("libdeflate.so.0", RTLD_NOW | RTLD_LOCAL);
// 	if (library == NULL) return 0;
// 	alloc = (lc_alloc)dlsym(library, "libdeflate_alloc_decompressor");
// 	decompress = (lc_decompress)dlsym(library, "libdeflate_zlib_decompress");
// 	release = (lc_release)dlsym(library, "libdeflate_free_decompressor");
// 	return alloc != NULL && decompress != NULL && release != NULL;
// }
//
// static void *lc_inflate_new(void) { return alloc(); }
//
// static void lc_inflate_free(void *state) { release(state); }
//
// static int lc_inflate(void *state, const void *in, size_t n, void *out, size_t room, size_t *made) {
// 	return decompress(state, in, n, out, room, made);
// }
import "C"

import (
	"unsafe"

	"github.com/lazycell/lazycell/io/hdf5/filter"
)

// libdeflate, where the system has it, is some three times as quick as Go at undoing gzip.
func init() {
	if C.lc_inflate_open() != 0 {
		filter.Inflate = inflate
	}
}

// inflaters are libdeflate's states that were used before.
var inflaters = make(chan unsafe.Pointer, 64)

// inflate fills dst from a zlib stream and gives how much of it that was; ok is false when the stream is damaged or longer.
func inflate(dst, src []byte) (n int, ok bool) {
	if len(dst) == 0 || len(src) == 0 {
		return 0, false
	}
	var state unsafe.Pointer
	select {
	case state = <-inflaters:
	default:
		if state = C.lc_inflate_new(); state == nil {
			return 0, false
		}
	}
	var made C.size_t
	status := C.lc_inflate(state, unsafe.Pointer(&src[0]), C.size_t(len(src)), unsafe.Pointer(&dst[0]), C.size_t(len(dst)), &made)
	select {
	case inflaters <- state:
	default:
		C.lc_inflate_free(state)
	}
	return int(made), status == 0
}
