package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Mode is what a store is opened for.
type Mode uint8

// The modes.
const (
	Read   Mode = iota // an existing store, which stays as it is
	Create             // a new store, which takes its name when it is closed
)

// Driver opens stores of one format. Drivers are safe for concurrent use.
type Driver interface {
	Open(ctx context.Context, path string, mode Mode) (Root, error)
}

var drivers = struct {
	sync.RWMutex
	byName map[string]Driver
}{byName: map[string]Driver{}}

// Register makes a driver known under a name; the last one of a name counts.
func Register(name string, d Driver) {
	drivers.Lock()
	defer drivers.Unlock()
	drivers.byName[name] = d
}

// Lookup finds a registered driver. When there is none the error says what to import.
func Lookup(name string) (Driver, error) {
	drivers.RLock()
	defer drivers.RUnlock()
	if d, ok := drivers.byName[name]; ok && d != nil {
		return d, nil
	}
	known := "none is"
	if len(drivers.byName) > 0 {
		known = "there are " + strings.Join(slices.Sorted(maps.Keys(drivers.byName)), ", ")
	}
	return nil, fmt.Errorf("no %s driver is linked into this program (%s): add import _ \"github.com/lazycell/lazycell\": %w",
		name, known, ErrUnsupported)
}
