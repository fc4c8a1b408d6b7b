//go:build unix

package kernel

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// historyFile keeps the cells of all sessions: a record a line, in the order in which they ran. Kernels that run at the same
// time share it, and hold its lock while they write.
type historyFile struct {
	path  string
	limit int64 // bytes from which on its older half is dropped
}

const (
	// historyLimit is the size of the file that is kept.
	historyLimit = 8 << 20
	// maxRecord is what of a source or an output is kept; what is longer is not.
	maxRecord = 256 << 10
)

// record is a line of the file: the beginning of a session, a cell that began, or the result of one.
type record struct {
	Session int     `json:"s"`
	Number  int     `json:"n,omitempty"`
	Source  *string `json:"in,omitempty"`
	Output  string  `json:"out,omitempty"`
}

func newHistoryFile(path string) *historyFile {
	if path == "" {
		return nil
	}
	return &historyFile{path: path, limit: historyLimit}
}

// begin begins a session and returns its number: one more than that of the last.
func (f *historyFile) begin() (session int, err error) {
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return 0, fmt.Errorf("keep the history: %w", err)
	}
	err = f.locked(func(file *os.File) error {
		err := each(file, func(r record) { session = max(session, r.Session) })
		if err != nil {
			return err
		}
		session++
		return f.append(file, record{Session: session})
	})
	return session, err
}

func (f *historyFile) add(r record) error {
	if r.Source != nil && len(*r.Source) > maxRecord || len(r.Output) > maxRecord {
		return nil
	}
	return f.locked(func(file *os.File) error { return f.append(file, r) })
}

// locked calls do with the file, which nobody else changes meanwhile.
func (f *historyFile) locked(do func(*os.File) error) error {
	for {
		file, err := os.OpenFile(f.path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
		if err != nil {
			return fmt.Errorf("keep the history: %w", err)
		}
		again, err := f.lockedFile(file, do)
		if closeErr := file.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			return fmt.Errorf("keep the history in %s: %w", f.path, err)
		}
		if !again {
			return nil
		}
	}
}

// lockedFile is locked for an open file. It asks to do it again when another file has taken the place of this one.
func (f *historyFile) lockedFile(file *os.File, do func(*os.File) error) (again bool, err error) {
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		return false, err
	}
	mine, err := file.Stat()
	if err != nil {
		return false, err
	}
	if there, err := os.Stat(f.path); err != nil || !os.SameFile(mine, there) {
		return true, nil
	}
	return false, do(file)
}

// append writes a record to the locked file.
func (f *historyFile) append(file *os.File, r record) error {
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if info.Size()+int64(len(line))+2 > f.limit { // with the ends of lines
		return f.shorten(file, append(line, '\n'))
	}
	// What was cut off when a disk was full must not spoil what follows.
	if size := info.Size(); size > 0 {
		var last [1]byte
		if _, err := file.ReadAt(last[:], size-1); err == nil && last[0] != '\n' {
			line = append([]byte{'\n'}, line...)
		}
	}
	_, err = file.Write(append(line, '\n'))
	return err
}

// shorten puts a file in the place of the locked one that has its newer half, and one line more.
func (f *historyFile) shorten(file *os.File, line []byte) error {
	text, err := io.ReadAll(io.NewSectionReader(file, 0, 1<<62))
	if err != nil {
		return err
	}
	_, text, _ = bytes.Cut(text[len(text)/2:], []byte("\n"))
	short, err := os.CreateTemp(filepath.Dir(f.path), filepath.Base(f.path)+".new-*")
	if err != nil {
		return err
	}
	_, err = short.Write(append(text, line...))
	if closeErr := short.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(short.Name(), f.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(short.Name()))
	}
	return nil
}

// read returns the cells of the file.
func (f *historyFile) read() ([]historyEntry, error) {
	file, err := os.Open(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	defer file.Close()
	var entries []historyEntry
	at := map[[2]int]int{} // where the entry of a cell is
	err = each(file, func(r record) {
		cell := [2]int{r.Session, r.Number}
		if r.Source != nil {
			at[cell] = len(entries)
			entries = append(entries, historyEntry{session: r.Session, number: r.Number, source: *r.Source})
		} else if i, ok := at[cell]; ok {
			entries[i].output = r.Output
		}
	})
	if err != nil {
		return nil, fmt.Errorf("read the history in %s: %w", f.path, err)
	}
	return entries, nil
}

// each calls do for the records of a file. Lines that are none are skipped.
func each(file *os.File, do func(record)) error {
	in := bufio.NewReader(io.NewSectionReader(file, 0, 1<<62))
	for {
		line, err := in.ReadBytes('\n')
		var r record
		if len(line) > 0 && json.Unmarshal(line, &r) == nil && r.Session > 0 {
			do(r)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
