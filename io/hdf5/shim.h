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
	LC_RECORD,     // named members, each of another of these
	LC_REFERENCE,  // to an object of the file
};

struct lc_type {
	int class;
	size_t size;
	int padded;   // of fixed text: filled up with spaces
	int utf8;     // of text: the character set that it claims, else ASCII
	int members;  // of a record
};

// The most axes that a member of a record has.
enum { LC_MEMBER_AXES = 4 };

// What a member of a record is: a value, or an array of them.
struct lc_member {
	char *name; // to be given to lc_free
	struct lc_type type;
	int axes;
	hsize_t dims[LC_MEMBER_AXES];
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

int lc_kind(hid_t loc, const char *name, int follow);
int lc_members(hid_t loc, struct lc_names *names);
int lc_attributes(hid_t loc, struct lc_names *names);
int lc_drop_attribute(hid_t loc, const char *name);

int lc_describe(hid_t type, struct lc_type *out);
int lc_describe_member(hid_t type, int i, struct lc_member *out);
void lc_free(void *data);
void *lc_allocate(size_t size);
hid_t lc_memory_type(int class, size_t size, int utf8);
hid_t lc_member_type(hid_t type, const char *name, int axes, const hsize_t *dims);
hid_t lc_record_type(size_t size);
int lc_record_add(hid_t record, const char *name, size_t offset, hid_t type);

hid_t lc_create_dataset(hid_t loc, const char *name, hid_t type, hid_t space, hid_t plist);
int lc_read(hid_t set, hid_t type, hid_t mem, hid_t file, void *data);
int lc_write(hid_t set, hid_t type, hid_t mem, hid_t file, const void *data);
int lc_read_reference(hid_t attr, char *name, size_t cap);
int lc_read_attribute(hid_t attr, hid_t type, void *data);
int lc_write_attribute(hid_t attr, hid_t type, const void *data);

size_t lc_text_length(char **texts, size_t n);
void lc_text_copy(char **texts, size_t n, char *dst, size_t *lengths);
int lc_text_free(hid_t type, hid_t space, char **texts);
char **lc_text_pointers(char *data, const size_t *offsets, size_t n);

// A filter that chunks went through.
struct lc_filter {
	int id;
	size_t count; // of values
	unsigned values[32];
};

enum { LC_FILTERS = 8 };

int lc_elsewhere(hid_t set);
int lc_descriptor(hid_t file);
int lc_register(void);
int lc_missing_filter(hid_t set, char *name, size_t cap);
int lc_filters(hid_t set, hid_t type, struct lc_filter *filters);
int lc_copy(hid_t from, const char *name, hid_t to, const char *as);
int lc_find_chunk(hid_t set, const hsize_t *offset, unsigned *skipped, haddr_t *at, hsize_t *size);
hsize_t lc_base(hid_t file);
int lc_read_chunk(hid_t set, const hsize_t *offset, void *data);
int lc_write_chunk(hid_t set, const hsize_t *offset, size_t size, const void *data);
int lc_run(hid_t set, hid_t type, unsigned long long *offset);

#endif
