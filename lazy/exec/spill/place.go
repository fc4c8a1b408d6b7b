package spill

import (
	"errors"
	"fmt"
	"os"
)

// Off is the directory that stands for none: nothing may go to disk.
const Off = "off"

// ErrOff is the error where nothing may go to disk.
var ErrOff = errors.New("nothing may be kept on disk")

// Place is the directory that files are made in: dir if it is given; else the variable LAZYCELL_SPILL; else the system's directory for temporary files,
// but not where that lies in memory, which then is /var/tmp or the user's cache.
func Place(dir string) (string, error) {
	if dir == "" {
		dir = os.Getenv("LAZYCELL_SPILL")
	}
	switch dir {
	case Off:
		return "", ErrOff
	case "":
	default:
		return dir, nil
	}
	choices := []string{os.TempDir(), "/var/tmp"}
	if cache, err := os.UserCacheDir(); err == nil {
		choices = append(choices, cache)
	}
	for _, dir := range choices {
		if info, err := os.Stat(dir); err == nil && info.IsDir() && !inMemory(dir) {
			return dir, nil
		}
	}
	return "", fmt.Errorf("there is no directory on a disk for temporary files: set LAZYCELL_SPILL to one")
}

// Room is how many bytes there is room for in a directory; a guess of plenty where the system doesn't say.
func Room(dir string) int64 { return room(dir) }
