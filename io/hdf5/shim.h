#ifndef LAZYCELL_HDF5_SHIM_H
#define LAZYCELL_HDF5_SHIM_H

#include <stddef.h>
#include <stdint.h>
#include <hdf5.h>

// What an element of a dataset or attribute is.
enum lc_class {
	LC_UNKNOWN = 0,
	LC_INT,
	LC_UINT,
	LC_FLOAT,
	LC_BOOL,
	LC_COMPLEX,
	LC_TEXT,       // of any length
	LC_FIXED_TEXT, // of size bytes
};

struct lc_type {
	int class;
	size_t size;
	int padded; // of fixed text: filled up with spaces
};

// What a name in a group stands for.
enum lc_kind {
	LC_MISSING = 0,
	LC_GROUP,
	LC_DATASET,
	LC_OTHER,
	LC_EXTERNAL,
};

// Names one after another, each with its NUL.
struct lc_names {
	char *text;
	size_t len, cap;
	int failed;
};

void lc_silence(void);
void lc_reason(char *text, size_t cap);

int lc_kind(hid_t loc, const char *name);
int lc_members(hid_t loc, struct lc_names *names);
int lc_attributes(hid_t loc, struct lc_names *names);
int lc_drop_attribute(hid_t loc, const char *name);

int lc_describe(hid_t type, struct lc_type *out);
hid_t lc_memory_type(int class, size_t size);

hid_t lc_create_dataset(hid_t loc, const char *name, hid_t type, hid_t space, hid_t plist);
int lc_read(hid_t set, hid_t type, hid_t mem, hid_t file, void *data);
int lc_write(hid_t set, hid_t type, hid_t mem, hid_t file, const void *data);
int lc_read_attribute(hid_t attr, hid_t type, void *data);
int lc_write_attribute(hid_t attr, hid_t type, const void *data);

size_t lc_text_length(char **texts, size_t n);
void lc_text_copy(char **texts, size_t n, char *dst, size_t *lengths);
int lc_text_free(hid_t type, hid_t space, char **texts);
char **lc_text_pointers(char *data, const size_t *offsets, size_t n);

int lc_descriptor(hid_t file);
int lc_register(void);
int lc_missing_filter(hid_t set, char *name, size_t cap);
int lc_deflated(hid_t set, hid_t type, int *shuffled, int *level);
int lc_chunk_size(hid_t set, const hsize_t *offset, unsigned *skipped, hsize_t *size);
int lc_read_chunk(hid_t set, const hsize_t *offset, void *data);
int lc_write_chunk(hid_t set, const hsize_t *offset, size_t size, const void *data);
int lc_run(hid_t set, hid_t type, unsigned long long *offset);

#endif
