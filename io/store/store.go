package store

import "context"

// Group is a folder of a store: named groups and arrays, and attributes of its own.
type Group interface {
	// Path is the group's place in the store, "/" at the top.
	Path() string
	// Attrs gives the attributes. Their values are string, bool, int64, float64, []string, []bool, []int64, []float64 and nil (an
	// attribute without a value), and Reference; what has no such form stays as the format has it.
	Attrs() (map[string]any, error)
	// SetAttrs adds attributes, or replaces those that are there.
	SetAttrs(map[string]any) error
	// Children lists the names of the members, sorted.
	Children() ([]string, error)
	// Kind says what a member is; a name that nobody has is Missing, without an error.
	Kind(name string) (Kind, error)
	// Group opens a member that is a group; the error is ErrNotExist when there is none.
	Group(name string) (Group, error)
	// Array opens a member that is an array; the error is ErrNotExist when there is none.
	Array(name string) (Array, error)
	// CreateGroup adds a group.
	CreateGroup(name string) (Group, error)
	// CreateArray adds an array, of zeros or empty strings until it is written to.
	CreateArray(name string, spec ArraySpec) (Array, error)
}

// Array is an n-dimensional array of a store. Reading is safe for concurrent use; so is writing of different chunks.
type Array interface {
	// Attrs and SetAttrs are as those of a Group.
	Attrs() (map[string]any, error)
	SetAttrs(map[string]any) error
	// Type is the type of the elements as they are read.
	Type() Type
	// Shape is the size along each axis, empty for a single value.
	Shape() []int
	// Chunks is the shape of the chunks, nil when the array is stored in one piece.
	Chunks() []int
	// ReadRegion reads a box, as []float64, []string, … in C order. The offset and shape of a single value are empty.
	ReadRegion(ctx context.Context, offset, shape []int) (any, error)
	// WriteRegion writes a box; data is of the kind that ReadRegion gives and is no longer used after the call.
	WriteRegion(ctx context.Context, offset, shape []int, data any) error
}

// ArraySpec says what array to create.
type ArraySpec struct {
	DType       Type
	Fields      []Field // of records
	Shape       []int   // empty for a single value
	Chunks      []int   // nil: as the store sees fit
	Shard       []int   // the chunks under a box of this shape lie together, where the format can do that: a multiple of Chunks
	Compression string  // "gzip", "zstd", …; "" for the store's own default
	Level       int     // of the compression's own scale
	Null        bool    // holds nothing at all, where the format can say so, else one zero
	Growable    bool    // may grow along the first axis, where the format can do that: see Growable
}

// RecordArray is an Array whose elements are records: ReadRegion gives and WriteRegion takes [Columns].
type RecordArray interface {
	Array
	// Fields is what the records are made of, nil for an array of other elements.
	Fields() []Field
}

// FixedText is an Array that knows whether its strings are ASCII ones that each have the same room, padded: what they mean
// depends on that in old files.
type FixedText interface {
	Array
	// FixedASCII reports whether they are.
	FixedASCII() bool
}

// Copier is a Group into which members of other groups can be copied as they are, also what no one here can read.
type Copier interface {
	Group
	// Copy adds a member by copying that of another group, with all below it. The error is ErrUnsupported when that
	// group is of another format.
	Copy(name string, from Group, member string) error
}

// Growable is an Array that can get longer, when it was created so.
type Growable interface {
	Array
	// Grow makes the first axis n long.
	Grow(n int) error
}

// Named is a Group that knows the name of its store.
type Named interface {
	Group
	// Store is the store's path, as it was opened.
	Store() string
}

// Root is an open store: its top group, which can be closed.
type Root interface {
	Group
	// Close ends the use of the store. One that was written gets its name now; when that fails, nothing of it stays.
	Close() error
	// Abort gives up a store that is being written: nothing of it stays, and what had its name is as it was. After Close it
	// does nothing; a store that is read is just closed.
	Abort() error
}

// Kind is what a name in a group stands for.
type Kind uint8

// The kinds of members.
const (
	Missing   Kind = iota // there is none
	KindGroup             // a group
	KindArray             // an array
)

// String is "missing", "group" or "array".
func (k Kind) String() string {
	switch k {
	case KindGroup:
		return "group"
	case KindArray:
		return "array"
	}
	return "missing"
}
