#include "shim.h"

#include <stdlib.h>
#include <string.h>

// The filter "lzf", which h5py has and libhdf5 lacks: for reading only.

enum { LZF = 32000 };

// Unpacks into out. Returns the number of bytes, 0 when the input is damaged, and -1 when it needs more room.
static long long unpack(const unsigned char *in, size_t n, unsigned char *out, size_t room) {
	size_t i = 0, o = 0;
	while (i < n) {
		size_t c = in[i++];
		if (c < 32) { // c+1 bytes as they are
			size_t len = c + 1;
			if (len > n - i) return 0;
			if (len > room - o) return -1;
			memcpy(out + o, in + i, len);
			i += len;
			o += len;
			continue;
		}
		size_t len = c >> 5, back = (c & 31) << 8; // bytes that came before
		if (len == 7) {
			if (i >= n) return 0;
			len += in[i++];
		}
		if (i >= n) return 0;
		back += in[i++];
		len += 2;
		back += 1;
		if (back > o) return 0;
		if (len > room - o) return -1;
		for (; len > 0; len--, o++) out[o] = out[o - back];
	}
	return (long long)o;
}

static size_t lzf(unsigned flags, size_t nvalues, const unsigned values[], size_t nbytes, size_t *size, void **data) {
	if ((flags & H5Z_FLAG_REVERSE) == 0) return 0;
	size_t room = nvalues >= 3 && values[2] > 0 ? values[2] : 4 * nbytes + 64;
	for (; room <= (size_t)1 << 32; room *= 2) {
		unsigned char *out = malloc(room);
		if (out == NULL) return 0;
		long long got = unpack(*data, nbytes, out, room);
		if (got > 0) {
			free(*data);
			*data = out;
			*size = room;
			return (size_t)got;
		}
		free(out);
		if (got == 0) break;
	}
	return 0;
}

static const H5Z_class2_t lzf_class = {H5Z_CLASS_T_VERS, LZF, 0, 1, "lzf", NULL, NULL, lzf};

// Registers what libhdf5 lacks.
int lc_register(void) {
	return H5Zfilter_avail(LZF) > 0 || H5Zregister(&lzf_class) >= 0 ? 0 : -1;
}
