package files

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/lazycell/lazycell/io/zarr"
)

// Format is a way to keep an AnnData.
type Format string

// The formats.
const (
	H5AD  Format = "h5ad"  // an HDF5 file
	Zarr2 Format = "zarr2" // a Zarr store, version 2 of the format
	Zarr3 Format = "zarr3" // version 3
	Loom  Format = "loom"  // an HDF5 file as loompy writes it
	CSV   Format = "csv"   // a folder of tables: X.csv, obs.csv, var.csv, …; for reading also a single table
	MTX   Format = "mtx"   // a folder as Cell Ranger writes it: matrix.mtx, barcodes.tsv, features.tsv
)

// Formats is all formats.
var Formats = []Format{H5AD, Zarr2, Zarr3, Loom, CSV, MTX}

// ParseFormat finds the format of a name; "zarr" is the version that is written by default.
func ParseFormat(name string) (Format, error) {
	if name == "zarr" {
		return defaultZarr(), nil
	}
	names := make([]string, len(Formats))
	for i, f := range Formats {
		if string(f) == name {
			return f, nil
		}
		names[i] = string(f)
	}
	return "", fmt.Errorf("no format %q: there are %s", name, strings.Join(names, ", "))
}

func defaultZarr() Format {
	if zarr.DefaultFormat == 2 {
		return Zarr2
	}
	return Zarr3
}

// FormatFor is the format in which a file of a name is written.
func FormatFor(path string) (Format, error) {
	name := strings.ToLower(filepath.Base(filepath.Clean(path)))
	for _, n := range []struct {
		suffix string
		format Format
	}{
		{".h5ad", H5AD}, {".h5", H5AD}, {".hdf5", H5AD}, {".zarr", defaultZarr()}, {".zarr.zip", defaultZarr()},
		{".loom", Loom}, {".csv", CSV}, {".mtx", MTX},
	} {
		if strings.HasSuffix(name, n.suffix) {
			return n.format, nil
		}
	}
	return "", fmt.Errorf("the name %q doesn't say which format is meant: end it with .h5ad, .zarr, .loom, .csv or .mtx, or name the format", filepath.Base(path))
}

// FormatOf is the format of what is there.
func FormatOf(path string) (Format, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", cause(err)
	case info.IsDir():
		return formatOfFolder(path)
	case !info.Mode().IsRegular():
		return "", errors.New("it is neither a file nor a folder")
	}
	return formatOfFile(path)
}

// folders are the files by which the formats of folders are known.
var folders = []struct {
	file   string
	format Format
}{
	{"zarr.json", Zarr3}, {".zgroup", Zarr2}, {".zarray", Zarr2},
	{"matrix.mtx", MTX}, {"matrix.mtx.gz", MTX},
	{"obs.csv", CSV}, {"X.csv", CSV},
}

func formatOfFolder(path string) (Format, error) {
	for _, f := range folders {
		if _, err := os.Stat(filepath.Join(path, f.file)); err == nil {
			return f.format, nil
		}
	}
	return "", errors.New("the folder is none that can be read: it holds neither Zarr metadata (zarr.json, .zgroup) nor matrix.mtx, obs.csv or X.csv")
}

var (
	signatureHDF5 = []byte("\x89HDF\r\n\x1a\n")
	signatureZip  = []byte("PK\x03\x04")
)

func formatOfFile(path string) (Format, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", cause(err)
	}
	defer f.Close()
	name := strings.ToLower(filepath.Base(path))
	head := make([]byte, 8)
	n, err := io.ReadFull(f, head)
	if err != nil && n == 0 && !errors.Is(err, io.EOF) {
		return "", cause(err)
	}
	switch {
	case bytes.HasPrefix(head[:n], signatureZip):
		return defaultZarr(), nil
	case bytes.Equal(head[:n], signatureHDF5) && strings.HasSuffix(name, ".loom"):
		return Loom, nil
	case bytes.Equal(head[:n], signatureHDF5):
		return H5AD, nil
	case strings.HasSuffix(name, ".csv"), strings.HasSuffix(name, ".tsv"):
		return CSV, nil
	case strings.HasSuffix(name, ".mtx"), strings.HasSuffix(name, ".mtx.gz"):
		return MTX, nil
	}
	// The signature of HDF5 may also lie behind a block of the user's, at 512, 1024, ….
	for at := int64(512); at <= 1<<20; at *= 2 {
		if _, err := f.ReadAt(head, at); err != nil {
			break
		}
		if bytes.Equal(head, signatureHDF5) {
			return H5AD, nil
		}
	}
	return "", errors.New("it is none of the files that can be read: no HDF5 file, and its name ends neither in .csv, .tsv nor .mtx")
}

// cause is an error of a system call without the path, which the caller adds.
func cause(err error) error {
	var at *os.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
