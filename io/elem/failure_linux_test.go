package elem_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/io/h5ad"
	"github.com/lazycell/lazycell/io/zarr"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/random"
)

// brokenSource fails, or does something else, at its last chunk.
type brokenSource struct{ last func() error }

func (s brokenSource) Name() string { return "broken" }

func (s brokenSource) ReadBlock(_ context.Context, offset, shape []int) (block.Block, error) {
	if offset[0] > 0 {
		if err := s.last(); err != nil {
			return nil, err
		}
	}
	return block.NewDense(lazy.Float64, shape), nil
}

func brokenX(last func() error) *lazy.Array {
	return lazy.FromSource(brokenSource{last}, lazy.Float64, []int{600, 500}, [][]int{{300, 300}, {500}})
}

// with is an AnnData of one thing.
func with(t *testing.T, d anndata.Data) *anndata.AnnData {
	t.Helper()
	a, err := anndata.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// unharmed checks that a file is what it was and that its folder holds nothing else.
func unharmed(t *testing.T, f format, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(path) {
			t.Errorf("there is %s", e.Name())
		}
	}
	a, err := f.read(path)
	if err != nil {
		t.Fatal(err)
	}
	if same, why, err := anndata.Equal(a, sample()); !same && why != "obs" || err != nil { // obs has categories now
		t.Errorf("the earlier file: %s differs, %v", why, err)
	}
}

// TestFailedWrites: a write that fails, for any reason, says why and leaves the earlier file.
func TestFailedWrites(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cases := map[string]struct {
		data anndata.Data
		want string
	}{
		"computation":    {anndata.Data{X: brokenX(func() error { return errors.New("the disk of X is gone") })}, "X: compute it: "},
		"cancelled":      {anndata.Data{X: brokenX(func() error { cancel(); return nil })}, "context canceled"},
		"value":          {anndata.Data{Uns: map[string]any{"f": func() {}}}, "uns/f: a func() can't be written: give a number"},
		"deep value":     {anndata.Data{Uns: map[string]any{"a": anndata.Dict{"b": []any{1}}}}, "uns/a/b: a []interface {} can't be written"},
		"broken in uns":  {anndata.Data{Uns: map[string]any{"x": lazy.Failed(errors.New("no such thing"))}}, "uns/x: no such thing"},
		"slash":          {anndata.Data{Uns: map[string]any{"a/b": 1}}, `the name "a/b" can't be used in a`},
		"empty name":     {anndata.Data{Uns: map[string]any{"": 1}}, "a name is empty"},
		"dots":           {anndata.Data{Uns: map[string]any{"..": 1}}, `the name ".." can't be used in a`},
		"reserved":       {anndata.Data{Obs: must(frame.New([]string{"a"}, frame.Ints("_index", []int64{1})))}, `obs: a column is named "_index"`},
		"index's column": {anndata.Data{Obs: must(frame.New([]string{"a"}, frame.Ints("id", []int64{1}))).WithIndexName("id")}, `obs: the index is named "id" as is a column of other values`},
	}
	for _, f := range formats {
		path := filepath.Join(quickDir(t), "a."+f.suffix)
		if err := f.write(path, sample()); err != nil {
			t.Fatal(err)
		}
		for name, c := range cases {
			t.Run(f.suffix+"/"+name, func(t *testing.T) {
				write := f.write
				if name == "cancelled" {
					ctx, cancel = context.WithCancel(t.Context())
					write = cancellable(f, ctx)
				}
				err := write(path, with(t, c.data))
				if err == nil || !strings.HasPrefix(err.Error(), "write "+path+": ") || !strings.Contains(err.Error(), c.want) || strings.Count(err.Error(), path) != 1 {
					t.Errorf("%v, want %q", err, c.want)
				}
				unharmed(t, f, path)
			})
		}
		t.Run(f.suffix+"/nil", func(t *testing.T) {
			if err := f.write(path, nil); err == nil || !strings.Contains(err.Error(), "there is no AnnData") {
				t.Error(err)
			}
			unharmed(t, f, path)
		})
	}
}

func cancellable(f format, ctx context.Context) func(string, *anndata.AnnData) error {
	if f.suffix == "h5ad" {
		return h5adFormat(h5ad.WithContext(ctx)).write
	}
	return zarrFormat(f.suffix, zarr.WithContext(ctx)).write
}

// TestCancelledRead: a read whose context ends stops.
func TestCancelledRead(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, f := range formats {
		path := filepath.Join(quickDir(t), "a."+f.suffix)
		if err := f.write(path, sample()); err != nil {
			t.Fatal(err)
		}
		var err error
		if f.suffix == "h5ad" {
			_, err = h5ad.Read(path, h5ad.WithContext(ctx))
		} else {
			_, err = zarr.Read(path, zarr.WithContext(ctx))
		}
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", f.suffix, err)
		}
	}
}

// TestPlacesThatCantBeWritten: a folder that isn't there, a folder where nothing may be written, a name that is something else.
func TestPlacesThatCantBeWritten(t *testing.T) {
	dir := t.TempDir()
	locked := filepath.Join(dir, "locked")
	if err := os.Mkdir(locked, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, f := range formats {
		inLocked := filepath.Join(locked, "a."+f.suffix)
		if err := f.write(inLocked, sample()); err != nil {
			t.Fatal(err)
		}
		other := filepath.Join(dir, f.suffix+"-other")
		if f.suffix == "h5ad" {
			if err := os.Mkdir(other, 0o777); err != nil {
				t.Fatal(err)
			}
		} else if err := os.WriteFile(other, []byte("text"), 0o666); err != nil {
			t.Fatal(err)
		}
		for path, want := range map[string]string{
			filepath.Join(dir, "none", "a."+f.suffix): "no such file or directory",
			other: "remove it or choose another name",
		} {
			if err := f.write(path, sample()); err == nil || !strings.HasPrefix(err.Error(), "write "+path+": ") || !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want %q", err, want)
			}
		}
		if err := os.Chmod(locked, 0o555); err != nil {
			t.Fatal(err)
		}
		if err := asNobody(t, func() error { return f.write(inLocked, sample()) }); !errors.Is(err, fs.ErrPermission) || !strings.HasPrefix(err.Error(), "write "+inLocked+": ") {
			t.Errorf("a locked folder: %v", err)
		}
		if err := os.Chmod(locked, 0o755); err != nil {
			t.Fatal(err)
		}
		entries, err := os.ReadDir(locked)
		if err != nil || len(entries) != 1 {
			t.Errorf("in the locked folder: %v, %v", entries, err)
		}
		if err := os.RemoveAll(inLocked); err != nil {
			t.Fatal(err)
		}
	}
}

// asNobody calls f without the rights of root, to whom every place is writable.
func asNobody(t *testing.T, f func() error) error {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if os.Geteuid() == 0 {
		if _, err := unix.SetfsuidRetUid(65534); err != nil {
			t.Fatal(err)
		}
		defer unix.SetfsuidRetUid(0)
	}
	return f()
}

// diskFormats are the ways in which bytes come to a disk.
var diskFormats = append([]format{h5adFormat(h5ad.Compression("gzip", 1))}, formats...)

const limitVariable = "LAZYCELL_TEST_FILE_LIMIT"

// TestFullDisk writes in a process that may only write small files: a write fails in the middle as it does on a full disk.
func TestFullDisk(t *testing.T) {
	if path := os.Getenv(limitVariable); path != "" {
		writeLimited(path)
	}
	for i, f := range diskFormats {
		t.Run(f.suffix, func(t *testing.T) {
			path := filepath.Join(quickDir(t), "a."+f.suffix)
			if err := f.write(path, sample()); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(os.Args[0], "-test.run", "^TestFullDisk$")
			cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d%s", limitVariable, i, path))
			out, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(out), "write "+path+": X: ") || !strings.Contains(string(out), "file too large") {
				t.Errorf("%v: %s", err, out)
			}
			unharmed(t, f, path)
		})
	}
}

func writeLimited(path string) {
	signal.Ignore(syscall.SIGXFSZ)
	f := diskFormats[path[0]-'0']
	a := must(anndata.New(anndata.Data{X: random.Uniform(1000, 1000), Obsm: map[string]any{"x": random.Uniform(1000, 300)}}))
	limit := syscall.Rlimit{Cur: 1 << 20, Max: 1 << 20}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		panic(err)
	}
	if err := f.write(path[1:], a); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(0)
}

// TestFullFileSystem is the same on a file system that is really full, where one can be made.
func TestFullFileSystem(t *testing.T) {
	for _, f := range diskFormats {
		t.Run(f.suffix, func(t *testing.T) {
			dir := t.TempDir()
			if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=2m"); err != nil {
				t.Skipf("a small file system can't be mounted here: %v", err)
			}
			defer func() {
				if err := syscall.Unmount(dir, 0); err != nil {
					t.Error(err)
				}
			}()
			path := filepath.Join(dir, "a."+f.suffix)
			if err := f.write(path, sample()); err != nil {
				t.Fatal(err)
			}
			err := f.write(path, with(t, anndata.Data{X: random.Uniform(1000, 1000)}))
			if !errors.Is(err, syscall.ENOSPC) || !strings.HasPrefix(err.Error(), "write "+path+": ") {
				t.Errorf("%v", err)
			}
			unharmed(t, f, path)
		})
	}
}

// TestWriteOverSource writes a file over the one that its lazy arrays are read from.
func TestWriteOverSource(t *testing.T) {
	for _, f := range formats {
		t.Run(f.suffix, func(t *testing.T) {
			path := filepath.Join(quickDir(t), "a."+f.suffix)
			x := random.Uniform(900, 1000)
			if err := f.write(path, with(t, anndata.Data{X: x})); err != nil {
				t.Fatal(err)
			}
			file, err := f.open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			if err := f.write(path, with(t, anndata.Data{X: file.X().AddScalar(1)})); err != nil {
				t.Fatal(err)
			}
			got, err := f.read(path)
			if err != nil {
				t.Fatal(err)
			}
			want := with(t, anndata.Data{X: x.AddScalar(1)})
			if same, why, err := anndata.Equal(want, got); !same || err != nil {
				t.Errorf("%s differs: %v", why, err)
			}
		})
	}
}

// TestBoundedMemory: of a matrix that is written, few chunks exist at a time.
func TestBoundedMemory(t *testing.T) {
	for _, f := range formats {
		var made, most atomic.Int64
		x := lazy.FromSource(countingSource{&made}, lazy.Float64, []int{64000, 400}, [][]int{slices.Repeat([]int{1000}, 64), {400}})
		path := filepath.Join(quickDir(t), "a."+f.suffix)
		stop := make(chan struct{})
		go func() {
			var before runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			for {
				select {
				case <-stop:
					return
				default:
				}
				var now runtime.MemStats
				runtime.ReadMemStats(&now)
				if grown := int64(now.HeapInuse) - int64(before.HeapInuse); grown > most.Load() {
					most.Store(grown)
				}
				time.Sleep(time.Millisecond)
			}
		}()
		err := f.write(path, with(t, anndata.Data{X: x}))
		close(stop)
		if err != nil {
			t.Fatal(err)
		}
		if made.Load() != 64 {
			t.Errorf("%s: %d chunks were made of 64", f.suffix, made.Load())
		}
		if limit := x.NBytes() / 2; most.Load() > limit {
			t.Errorf("%s: the heap grew by %d MiB for an array of %d MiB", f.suffix, most.Load()>>20, x.NBytes()>>20)
		}
	}
}

type countingSource struct{ made *atomic.Int64 }

func (s countingSource) Name() string { return "counting" }

func (s countingSource) ReadBlock(_ context.Context, offset, shape []int) (block.Block, error) {
	s.made.Add(1)
	b := block.NewDense(lazy.Float64, shape)
	for i := range block.Values[float64](b) {
		block.Values[float64](b)[i] = float64(offset[0] + i)
	}
	return b, nil
}
