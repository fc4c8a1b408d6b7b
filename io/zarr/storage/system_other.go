//go:build !linux

package storage

import (
	"errors"
	"os"
	"syscall"
)

func notDir(err error) bool { return errors.Is(err, syscall.ENOTDIR) }

func startFlush(*os.File) {}
