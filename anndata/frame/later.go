package frame

import (
	"fmt"
	"math"
	"sync"
	"sync/atomic"
)

// later is values that are read when they are first asked for.
type later struct {
	rows int
	like vector // without rows: says what they will be
	read func() (*Series, error)
	once sync.Once
	data vector
	err  atomic.Pointer[error]
}

// Later makes a column of so many rows whose values are read by a function, once, when something asks for them. Its name, kind and type are those of
// like, a column without rows. When reading fails, [Series.Load] gives the error, as does every call that returns one; Values is nil then, and
// all rows are missing. The column is safe for concurrent use.
func Later(like *Series, rows int, read func() (*Series, error)) *Series {
	if like.err != nil {
		return like
	}
	return &Series{name: like.name, later: &later{rows: rows, like: like.vector(), read: read}}
}

func (l *later) get() vector {
	l.once.Do(func() {
		s, err := l.read()
		if err == nil {
			err = s.Load()
		}
		if err == nil && s.Len() != l.rows {
			err = fmt.Errorf("%d rows were read where there were %d", s.Len(), l.rows)
		}
		if err == nil && s.vector().kind() != l.like.kind() {
			err = fmt.Errorf("a column of kind %v was read where one of kind %v was", s.vector().kind(), l.like.kind())
		}
		if err != nil {
			l.err.Store(&err)
			l.data = unread{l.rows, l.like}
			return
		}
		l.data = s.vector()
	})
	return l.data
}

func (l *later) failed() error {
	if err := l.err.Load(); err != nil {
		return *err
	}
	return nil
}

// Load reads the values of a column that are read later, and gives the error the series then carries.
func (s *Series) Load() error {
	_ = s.vector()
	return s.Err()
}

// vector is the values.
func (s *Series) vector() vector {
	if s.later != nil {
		return s.later.get()
	}
	return s.data
}

// kind is a vector of the kind and type of the values, which need not be read for it.
func (s *Series) kind() vector {
	if s.later != nil {
		return s.later.like
	}
	return s.data
}

// take is rows of the column, which are within it. Those of values that are read later are taken then.
func (s *Series) take(rows Rows) *Series {
	if s.later == nil || s.err != nil {
		return &Series{name: s.name, data: s.data.take(rows), err: s.err}
	}
	return Later(&Series{name: s.name, data: s.later.like}, rows.Len(), func() (*Series, error) {
		if err := s.Load(); err != nil {
			return nil, err
		}
		return &Series{name: s.name, data: s.vector().take(rows)}, nil
	})
}

// unread stands for values that could not be read: all are missing.
type unread struct {
	rows int
	like vector
}

func (u unread) length() int                { return u.rows }
func (u unread) kind() Kind                 { return u.like.kind() }
func (u unread) dtype() string              { return u.like.dtype() }
func (u unread) raw() any                   { return nil }
func (u unread) take(rows Rows) vector      { return unread{rows.Len(), u.like} }
func (u unread) missing(int) bool           { return true }
func (u unread) text(int) string            { return "" }
func (u unread) number(int) (float64, bool) { return math.NaN(), u.like.kind() != StringKind }
