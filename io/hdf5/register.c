#include "shim.h"

#include "_cgo_export.h"

// The filters that libhdf5 lacks, for reading: each is undone in Go. HDF5 doesn't tell a filter which one it is, so each has a function of its own.

enum { LZF = 32000, BLOSC = 32001, LZ4 = 32004, BITSHUFFLE = 32008, ZSTD = 32015, BZIP2 = 307 };

static size_t undo(int id, unsigned flags, size_t count, const unsigned *values, size_t n, size_t *size, void **data) {
	if ((flags & H5Z_FLAG_REVERSE) == 0) return 0;
	void *out = NULL;
	size_t got = lcUndo(id, count, (unsigned *)values, n, *data, &out);
	if (got == 0) return 0;
	H5free_memory(*data);
	*data = out;
	*size = got;
	return got;
}

#define FILTER(name, id)                                                                                                          \
	static size_t name(unsigned flags, size_t count, const unsigned values[], size_t n, size_t *size, void **data) {             \
		return undo(id, flags, count, values, n, size, data);                                                                    \
	}                                                                                                                            \
	static const H5Z_class2_t name##_class = {H5Z_CLASS_T_VERS, id, 0, 1, #name, NULL, NULL, name};

FILTER(lzf, LZF)
FILTER(blosc, BLOSC)
FILTER(lz4, LZ4)
FILTER(bitshuffle, BITSHUFFLE)
FILTER(zstd, ZSTD)
FILTER(bzip2, BZIP2)

// Registers what libhdf5 lacks.
int lc_register(void) {
	static const H5Z_class2_t *const all[] = {&lzf_class, &blosc_class, &lz4_class, &bitshuffle_class, &zstd_class, &bzip2_class};
	int status = 0;
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (H5Zregister(all[i]) < 0) status = -1;
	return status;
}
