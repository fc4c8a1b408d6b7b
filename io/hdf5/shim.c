#include "shim.h"

#include <stdlib.h>
#include <string.h>

// Error stacks belong to threads, so this is called at the start of every visit.
void lc_silence(void) {
	H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
	H5Eclear2(H5E_DEFAULT);
}

struct reason {
	char *text;
	size_t cap;
};

// The first entry of the walk is the innermost one: what went wrong, not who noticed.
static herr_t keep_first(unsigned n, const H5E_error2_t *err, void *data) {
	struct reason *r = data;
	if (n == 0 && err->desc != NULL) {
		strncpy(r->text, err->desc, r->cap - 1);
		r->text[r->cap - 1] = 0;
	}
	return 0;
}

void lc_reason(char *text, size_t cap) {
	struct reason r = {text, cap};
	text[0] = 0;
	H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first, &r);
	H5Eclear2(H5E_DEFAULT);
}

// What a name stands for. Links to other files are followed only when follow says so.
int lc_kind(hid_t loc, const char *name, int follow) {
	htri_t there = H5Lexists(loc, name, H5P_DEFAULT);
	if (there <= 0) return there < 0 ? -1 : LC_MISSING;
	H5L_info_t link;
	if (H5Lget_info(loc, name, &link, H5P_DEFAULT) < 0) return -1;
	if (link.type != H5L_TYPE_HARD && link.type != H5L_TYPE_SOFT && !(link.type == H5L_TYPE_EXTERNAL && follow)) return LC_EXTERNAL;
	if (link.type != H5L_TYPE_HARD) {
		htri_t ends = H5Oexists_by_name(loc, name, H5P_DEFAULT);
		if (ends <= 0) return LC_MISSING;
	}
	H5O_info_t here, object;
	if (H5Oget_info_by_name(loc, name, &object, H5P_DEFAULT) < 0) return -1;
	if (link.type == H5L_TYPE_SOFT && !follow) {
		if (H5Oget_info(loc, &here) < 0) return -1;
		if (here.fileno != object.fileno) return LC_EXTERNAL;
	}
	switch (object.type) {
	case H5O_TYPE_GROUP:
		return LC_GROUP;
	case H5O_TYPE_DATASET:
		return LC_DATASET;
	default:
		return LC_OTHER;
	}
}

static int add_name(struct lc_names *names, const char *name) {
	size_t need = strlen(name) + 1;
	if (names->len + need > names->cap) {
		size_t cap = 2 * (names->len + need) + 256;
		char *text = realloc(names->text, cap);
		if (text == NULL) {
			names->failed = 1;
			return -1;
		}
		names->text = text;
		names->cap = cap;
	}
	memcpy(names->text + names->len, name, need);
	names->len += need;
	return 0;
}

static herr_t add_member(hid_t loc, const char *name, const H5L_info_t *info, void *data) {
	(void)loc;
	(void)info;
	return add_name(data, name);
}

static herr_t add_attribute(hid_t loc, const char *name, const H5A_info_t *info, void *data) {
	(void)loc;
	(void)info;
	return add_name(data, name);
}

int lc_members(hid_t loc, struct lc_names *names) {
	return H5Literate(loc, H5_INDEX_NAME, H5_ITER_INC, NULL, add_member, names) < 0 ? -1 : 0;
}

int lc_attributes(hid_t loc, struct lc_names *names) {
	hsize_t at = 0;
	return H5Aiterate2(loc, H5_INDEX_NAME, H5_ITER_INC, &at, add_attribute, names) < 0 ? -1 : 0;
}

int lc_drop_attribute(hid_t loc, const char *name) {
	htri_t there = H5Aexists(loc, name);
	if (there < 0) return -1;
	if (there == 0) return 0;
	return H5Adelete(loc, name) < 0 ? -1 : 0;
}

// h5py's booleans are an enumeration over one byte: FALSE = 0, TRUE = 1.
static int is_bool(hid_t type) {
	if (H5Tget_size(type) != 1 || H5Tget_nmembers(type) != 2) return 0;
	static const char *const names[2] = {"FALSE", "TRUE"};
	for (int i = 0; i < 2; i++) {
		char value = 7;
		if (H5Tenum_valueof(type, names[i], &value) < 0 || value != i) return 0;
	}
	return 1;
}

// Complex numbers are a compound of two floats, r and i.
static int is_complex(hid_t type) {
	if (H5Tget_nmembers(type) != 2) return 0;
	static const char *const names[2] = {"r", "i"};
	for (unsigned i = 0; i < 2; i++) {
		char *name = H5Tget_member_name(type, i);
		int same = name != NULL && strcmp(name, names[i]) == 0;
		H5free_memory(name);
		if (!same || H5Tget_member_class(type, i) != H5T_FLOAT) return 0;
	}
	return 1;
}

// An enumeration that is no boolean is read as the numbers it is made of.
static void describe_enum(hid_t type, struct lc_type *out) {
	hid_t base = H5Tget_super(type);
	if (base < 0) return;
	if (H5Tget_class(base) == H5T_INTEGER) out->class = H5Tget_sign(base) == H5T_SGN_NONE ? LC_UINT : LC_INT;
	H5Tclose(base);
}

int lc_describe(hid_t type, struct lc_type *out) {
	memset(out, 0, sizeof *out);
	out->size = H5Tget_size(type);
	switch (H5Tget_class(type)) {
	case H5T_INTEGER:
		out->class = H5Tget_sign(type) == H5T_SGN_NONE ? LC_UINT : LC_INT;
		break;
	case H5T_FLOAT:
		out->class = LC_FLOAT;
		break;
	case H5T_ENUM:
		if (is_bool(type)) out->class = LC_BOOL;
		else describe_enum(type, out);
		break;
	case H5T_COMPOUND:
		out->class = is_complex(type) ? LC_COMPLEX : LC_RECORD;
		out->members = H5Tget_nmembers(type);
		break;
	case H5T_STRING:
		out->class = H5Tis_variable_str(type) > 0 ? LC_TEXT : LC_FIXED_TEXT;
		out->padded = H5Tget_strpad(type) == H5T_STR_SPACEPAD;
		out->utf8 = H5Tget_cset(type) == H5T_CSET_UTF8;
		break;
	case H5T_REFERENCE:
		if (H5Tequal(type, H5T_STD_REF_OBJ) > 0) out->class = LC_REFERENCE;
		break;
	case H5T_NO_CLASS:
		return -1;
	default:
		break;
	}
	H5Eclear2(H5E_DEFAULT);
	return out->size == 0 ? -1 : 0;
}

// The i-th member of a record. An array of values is described as one of them, with its axes.
int lc_describe_member(hid_t type, int i, struct lc_member *out) {
	memset(out, 0, sizeof *out);
	hid_t member = H5Tget_member_type(type, i);
	if (member < 0) return -1;
	int status = 0;
	if (H5Tget_class(member) == H5T_ARRAY) {
		hid_t array = member;
		out->axes = H5Tget_array_ndims(array);
		member = H5Tget_super(array);
		if (out->axes < 1 || out->axes > LC_MEMBER_AXES || H5Tget_array_dims2(array, out->dims) < 0) status = -1;
		H5Tclose(array);
	}
	if (status == 0) status = lc_describe(member, &out->type);
	if (member >= 0) H5Tclose(member);
	if (status == 0) out->name = H5Tget_member_name(type, i);
	return out->name == NULL ? -1 : 0;
}

void lc_free(void *data) { H5free_memory(data); }
void *lc_allocate(size_t size) { return H5allocate_memory(size, 0); }

// The type of records in memory that have one member only, so that it is read by itself. It takes the member's type over.
hid_t lc_member_type(hid_t member, const char *name, int axes, const hsize_t *dims) {
	if (member >= 0 && axes > 0) {
		hid_t array = H5Tarray_create2(member, axes, dims);
		H5Tclose(member);
		member = array;
	}
	if (member < 0 || name == NULL) return member;
	hid_t record = H5Tcreate(H5T_COMPOUND, H5Tget_size(member));
	if (record >= 0 && H5Tinsert(record, name, 0, member) < 0) {
		H5Tclose(record);
		record = -1;
	}
	H5Tclose(member);
	return record;
}

hid_t lc_record_type(size_t size) { return H5Tcreate(H5T_COMPOUND, size); }

int lc_record_add(hid_t record, const char *name, size_t offset, hid_t type) {
	return H5Tinsert(record, name, offset, type) < 0 ? -1 : 0;
}

static hid_t bool_type(void) {
	hid_t type = H5Tenum_create(H5T_NATIVE_INT8);
	signed char no = 0, yes = 1;
	if (type >= 0 && (H5Tenum_insert(type, "FALSE", &no) < 0 || H5Tenum_insert(type, "TRUE", &yes) < 0)) {
		H5Tclose(type);
		return -1;
	}
	return type;
}

static hid_t complex_type(void) {
	hid_t type = H5Tcreate(H5T_COMPOUND, 2 * sizeof(double));
	if (type >= 0 && (H5Tinsert(type, "r", 0, H5T_NATIVE_DOUBLE) < 0 || H5Tinsert(type, "i", sizeof(double), H5T_NATIVE_DOUBLE) < 0)) {
		H5Tclose(type);
		return -1;
	}
	return type;
}

static hid_t text_type(size_t size, int utf8) {
	hid_t type = H5Tcopy(H5T_C_S1);
	if (type >= 0 && (H5Tset_size(type, size) < 0 || H5Tset_strpad(type, size == H5T_VARIABLE ? H5T_STR_NULLTERM : H5T_STR_NULLPAD) < 0
		|| H5Tset_cset(type, utf8 ? H5T_CSET_UTF8 : H5T_CSET_ASCII) < 0)) {
		H5Tclose(type);
		return -1;
	}
	return type;
}

// The type of elements in memory, to be closed.
hid_t lc_memory_type(int class, size_t size, int utf8) {
	switch (class) {
	case LC_BOOL:
		return bool_type();
	case LC_COMPLEX:
		return complex_type();
	case LC_TEXT:
		return text_type(H5T_VARIABLE, utf8);
	case LC_FIXED_TEXT:
		return text_type(size, utf8);
	case LC_INT:
		switch (size) {
		case 1: return H5Tcopy(H5T_NATIVE_INT8);
		case 2: return H5Tcopy(H5T_NATIVE_INT16);
		case 4: return H5Tcopy(H5T_NATIVE_INT32);
		case 8: return H5Tcopy(H5T_NATIVE_INT64);
		}
		break;
	case LC_UINT:
		switch (size) {
		case 1: return H5Tcopy(H5T_NATIVE_UINT8);
		case 2: return H5Tcopy(H5T_NATIVE_UINT16);
		case 4: return H5Tcopy(H5T_NATIVE_UINT32);
		case 8: return H5Tcopy(H5T_NATIVE_UINT64);
		}
		break;
	case LC_FLOAT:
		switch (size) {
		case 4: return H5Tcopy(H5T_NATIVE_FLOAT);
		case 8: return H5Tcopy(H5T_NATIVE_DOUBLE);
		}
		break;
	}
	return -1;
}

hid_t lc_create_dataset(hid_t loc, const char *name, hid_t type, hid_t space, hid_t plist) {
	return H5Dcreate2(loc, name, type, space, H5P_DEFAULT, plist < 0 ? H5P_DEFAULT : plist, H5P_DEFAULT);
}

int lc_read(hid_t set, hid_t type, hid_t mem, hid_t file, void *data) {
	return H5Dread(set, type, mem < 0 ? H5S_ALL : mem, file < 0 ? H5S_ALL : file, H5P_DEFAULT, data) < 0 ? -1 : 0;
}

int lc_write(hid_t set, hid_t type, hid_t mem, hid_t file, const void *data) {
	return H5Dwrite(set, type, mem < 0 ? H5S_ALL : mem, file < 0 ? H5S_ALL : file, H5P_DEFAULT, data) < 0 ? -1 : 0;
}

int lc_read_attribute(hid_t attr, hid_t type, void *data) {
	return H5Aread(attr, type, data) < 0 ? -1 : 0;
}

int lc_write_attribute(hid_t attr, hid_t type, const void *data) {
	return H5Awrite(attr, type, data) < 0 ? -1 : 0;
}

// The path of the object that a reference in an attribute leads to.
int lc_read_reference(hid_t attr, char *name, size_t cap) {
	hobj_ref_t reference = 0;
	if (H5Aread(attr, H5T_STD_REF_OBJ, &reference) < 0) return -1;
	ssize_t n = H5Rget_name(attr, H5R_OBJECT, &reference, name, cap);
	return n <= 0 || (size_t)n >= cap ? -1 : 0;
}

// Copies an object with all below it, also between files, as it lies there.
int lc_copy(hid_t from, const char *name, hid_t to, const char *as) {
	return H5Ocopy(from, name, to, as, H5P_DEFAULT, H5P_DEFAULT) < 0 ? -1 : 0;
}

size_t lc_text_length(char **texts, size_t n) {
	size_t total = 0;
	for (size_t i = 0; i < n; i++)
		if (texts[i] != NULL) total += strlen(texts[i]);
	return total;
}

void lc_text_copy(char **texts, size_t n, char *dst, size_t *lengths) {
	for (size_t i = 0; i < n; i++) {
		lengths[i] = texts[i] == NULL ? 0 : strlen(texts[i]);
		if (lengths[i] > 0) memcpy(dst, texts[i], lengths[i]);
		dst += lengths[i];
	}
}

int lc_text_free(hid_t type, hid_t space, char **texts) {
	return H5Dvlen_reclaim(type, space, H5P_DEFAULT, texts) < 0 ? -1 : 0;
}

char **lc_text_pointers(char *data, const size_t *offsets, size_t n) {
	char **out = malloc((n == 0 ? 1 : n) * sizeof *out);
	if (out != NULL)
		for (size_t i = 0; i < n; i++) out[i] = data + offsets[i];
	return out;
}

// Whether elements of a dataset lie in other files, as external storage or as sources of a virtual dataset.
int lc_elsewhere(hid_t set) {
	int yes = 0;
	hid_t plist = H5Dget_create_plist(set);
	if (plist < 0) return -1;
	H5D_layout_t layout = H5Pget_layout(plist);
	if (layout == H5D_CONTIGUOUS) yes = H5Pget_external_count(plist) > 0;
	if (layout == H5D_VIRTUAL) {
		size_t n = 0;
		if (H5Pget_virtual_count(plist, &n) < 0) yes = -1;
		for (size_t i = 0; i < n && yes == 0; i++) {
			char name[2] = {0, 0};
			yes = H5Pget_virtual_filename(plist, i, name, sizeof name) != 1 || name[0] != '.'; // itself
		}
	}
	H5Pclose(plist);
	return yes;
}

// The file descriptor under an open file, -1 when it has none.
int lc_descriptor(hid_t file) {
	void *handle = NULL;
	if (H5Fget_vfd_handle(file, H5P_DEFAULT, &handle) < 0 || handle == NULL) return -1;
	return *(int *)handle;
}

// Whether the elements of a dataset lie in one run in the file, just as those of the type do in memory; offset is where in the file.
int lc_run(hid_t set, hid_t type, unsigned long long *offset) {
	int run = 0;
	haddr_t at = HADDR_UNDEF;
	hid_t plist = H5Dget_create_plist(set), stored = H5Dget_type(set);
	if (plist >= 0 && stored >= 0 && H5Pget_layout(plist) == H5D_CONTIGUOUS && H5Pget_external_count(plist) == 0 && H5Tequal(stored, type) > 0)
		at = H5Dget_offset(set);
	if (at != HADDR_UNDEF) {
		*offset = at;
		run = 1;
	}
	if (stored >= 0) H5Tclose(stored);
	if (plist >= 0) H5Pclose(plist);
	return run;
}

// The filters of a dataset in chunks whose elements are as those of the type are in memory, zero where there are none; 0 for other datasets.
int lc_filters(hid_t set, hid_t type, struct lc_filter *filters) {
	int n = 0;
	hid_t plist = H5Dget_create_plist(set), stored = H5Dget_type(set);
	H5D_fill_value_t fill;
	if (plist >= 0 && stored >= 0 && H5Pget_layout(plist) == H5D_CHUNKED && H5Tequal(stored, type) > 0
		&& H5Pfill_value_defined(plist, &fill) >= 0 && fill != H5D_FILL_VALUE_USER_DEFINED) {
		n = H5Pget_nfilters(plist);
		if (n > LC_FILTERS) n = 0;
		for (int i = 0; i < n; i++) {
			unsigned flags, config;
			filters[i].count = sizeof filters[i].values / sizeof filters[i].values[0];
			filters[i].id = H5Pget_filter2(plist, i, &flags, &filters[i].count, filters[i].values, 0, NULL, &config);
			if (filters[i].id < 0 || filters[i].count > sizeof filters[i].values / sizeof filters[i].values[0]) n = 0;
		}
	}
	if (stored >= 0) H5Tclose(stored);
	if (plist >= 0) H5Pclose(plist);
	return n;
}

// Where a stored chunk lies, counted from the file's base address, and its size, 0 when there is none. Filters that it went without are the bits of
// skipped.
int lc_find_chunk(hid_t set, const hsize_t *offset, unsigned *skipped, haddr_t *at, hsize_t *size) {
	*at = HADDR_UNDEF;
	if (H5Dget_chunk_info_by_coord(set, offset, skipped, at, size) < 0) return -1;
	if (*at == HADDR_UNDEF) *at = *size = 0;
	return 0;
}

// The size of the user block, behind which addresses begin.
hsize_t lc_base(hid_t file) {
	hsize_t size = 0;
	hid_t plist = H5Fget_create_plist(file);
	if (plist < 0) return 0;
	if (H5Pget_userblock(plist, &size) < 0) size = 0;
	H5Pclose(plist);
	return size;
}

int lc_read_chunk(hid_t set, const hsize_t *offset, void *data) {
	uint32_t mask = 0;
	return H5Dread_chunk(set, H5P_DEFAULT, offset, &mask, data) < 0 ? -1 : 0;
}

int lc_write_chunk(hid_t set, const hsize_t *offset, size_t size, const void *data) {
	return H5Dwrite_chunk(set, H5P_DEFAULT, 0, offset, size, data) < 0 ? -1 : 0;
}

// The number and name of a filter that the dataset is stored with and that isn't here, 0 when all are.
int lc_missing_filter(hid_t set, char *name, size_t cap) {
	int missing = 0;
	hid_t plist = H5Dget_create_plist(set);
	if (plist < 0) return 0;
	for (int i = 0, n = H5Pget_nfilters(plist); i < n && missing == 0; i++) {
		unsigned flags, config;
		size_t count = 0;
		name[0] = 0;
		H5Z_filter_t f = H5Pget_filter2(plist, i, &flags, &count, NULL, cap, name, &config);
		name[cap - 1] = 0;
		if (f > 0 && H5Zfilter_avail(f) <= 0) missing = f;
	}
	H5Pclose(plist);
	return missing;
}
