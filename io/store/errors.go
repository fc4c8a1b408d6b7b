package store

import (
	"errors"
	"fmt"
	"io/fs"
)

// The errors that callers tell apart with errors.Is.
var (
	// ErrNotExist says that there is no such file or member.
	ErrNotExist = fs.ErrNotExist
	// ErrExist says that there is one already.
	ErrExist = fs.ErrExist
	// ErrUnsupported says that the format or this driver has no such thing.
	ErrUnsupported = errors.New("not supported")
	// ErrReference says that an array holds references to objects of the store, which have no meaning outside of it.
	ErrReference = fmt.Errorf("references to objects: %w", ErrUnsupported)
	// ErrInvalid says that what is stored makes no sense: it is damaged, or no one's format.
	ErrInvalid = errors.New("invalid data")
)
