package frame

// Kind says what a column holds.
type Kind uint8

// The kinds of columns.
const (
	Invalid     Kind = iota // a series that carries an error
	Bool                    // true and false
	Int                     // signed integers of any width
	Uint                    // unsigned integers of any width
	Float                   // float32 and float64, NaN is missing
	String                  // strings, none missing
	Categorical             // codes into a list of categories, -1 is missing
	NullableInt             // integers of any width with a mask
	NullableBool            // booleans with a mask
	NullableString          // strings with a mask
)

var kindNames = [...]string{"invalid", "bool", "int", "uint", "float", "string", "categorical", "nullable-integer",
	"nullable-boolean", "nullable-string"}

// String is the name of the kind, such as "categorical".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "invalid"
}

// Nullable reports whether columns of this kind have a mask of missing values.
func (k Kind) Nullable() bool { return k == NullableInt || k == NullableBool || k == NullableString }

// Number is any numeric type a column can hold.
type Number interface {
	int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64 | float32 | float64
}

// Value is any type a plain column can hold.
type Value interface{ Number | bool | string }

// Code is a type that the codes of a categorical can be given in.
type Code interface {
	int | int8 | int16 | int32 | int64
}
