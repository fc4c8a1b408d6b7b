package store

import (
	"errors"
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
	// ErrInvalid says that what is stored makes no sense: it is damaged, or no one's format.
	ErrInvalid = errors.New("invalid data")
)
