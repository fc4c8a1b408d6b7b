package frame

// Kind says what a column holds.
type Kind uint8

// The kinds of columns.
const (
	Invalid            Kind = iota // a series that carries an error
	BoolKind                       // true and false
	IntKind                        // signed integers of any width
	UintKind                       // unsigned integers of any width
	FloatKind                      // float32 and float64, NaN is missing
	StringKind                     // strings, none missing
	CategoricalKind                // codes into a list of categories, -1 is missing
	NullableIntKind                // integers of any width with a mask
	NullableBoolKind               // booleans with a mask
	NullableStringKind             // strings with a mask
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
func (k Kind) Nullable() bool {
	return k == NullableIntKind || k == NullableBoolKind || k == NullableStringKind
}

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
