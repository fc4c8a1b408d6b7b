package codec

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var writable = []string{"zstd", "gzip", "zlib", "lz4", "crc32c", "shuffle"}

func mustNew(t testing.TB, name string) Codec {
	c, err := New(name, Config{"elementsize": 4.0})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestInverse: what is encoded decodes to the same, within a limit of exactly its size, and not within a smaller one.
func TestInverse(t *testing.T) {
	for _, name := range writable {
		c := mustNew(t, name)
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				src := bytes.Repeat(rapid.SliceOfN(rapid.Byte(), 1, 300).Draw(rt, "bytes"), rapid.IntRange(0, 400).Draw(rt, "times"))
				stored, err := c.Encode(bytes.Clone(src))
				if err != nil {
					rt.Fatal(err)
				}
				got, err := c.Decode(bytes.Clone(stored), len(src))
				if err != nil || !bytes.Equal(got, src) {
					rt.Fatalf("%d bytes came back as %d, %v", len(src), len(got), err)
				}
				if open, err := c.Decode(bytes.Clone(stored), Unbounded); err != nil || !bytes.Equal(open, src) {
					rt.Fatalf("unbounded: %d bytes came back as %d, %v", len(src), len(open), err)
				}
				if len(src) > 0 {
					if _, err := c.Decode(bytes.Clone(stored), len(src)-1); !errors.Is(err, ErrCorrupt) {
						rt.Fatalf("a result above the limit: %v", err)
					}
				}
			})
		})
	}
}

// TestTruncated: no part of an encoded sequence passes for the whole.
func TestTruncated(t *testing.T) {
	src := []byte(strings.Repeat("lazy cells of notebooks, ", 400))
	for _, name := range []string{"zstd", "gzip", "zlib", "lz4", "crc32c"} {
		c := mustNew(t, name)
		stored, err := c.Encode(src)
		if err != nil {
			t.Fatal(err)
		}
		for n := range len(stored) {
			if got, err := c.Decode(bytes.Clone(stored[:n]), len(src)); err == nil && len(got) == len(src) {
				t.Errorf("%s: %d of %d bytes decode without an error", name, n, len(stored))
			}
		}
	}
}

func TestUnknown(t *testing.T) {
	if _, err := New("jpeg", nil); !errors.Is(err, ErrUnsupported) || !strings.Contains(fmt.Sprint(err), `"jpeg"`) {
		t.Error(err)
	}
}

// FuzzDecode feeds any bytes to every codec: an error or a result within the limit.
func FuzzDecode(f *testing.F) {
	names := append([]string{"blosc"}, writable...)
	for i, name := range names[1:] {
		stored, err := mustNew(f, name).Encode([]byte(strings.Repeat("0123456789abcdef", 40)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i+1), stored)
	}
	for compressor := range byte(5) {
		f.Add(uint8(0), append([]byte{2, 1, compressor<<5 | 1, 4, 0, 4, 0, 0, 0, 2, 0, 0, 40, 0, 0, 0, 24, 0, 0, 0, 32, 0, 0, 0}, make([]byte, 16)...))
	}
	f.Fuzz(func(t *testing.T, which uint8, src []byte) {
		c := mustNew(t, names[int(which)%len(names)])
		const limit = 1 << 20
		got, err := c.Decode(bytes.Clone(src), limit)
		if err == nil && len(got) > limit {
			t.Fatalf("%s: %d bytes above the limit of %d", c.Name(), len(got), limit)
		}
		_, _ = c.Decode(bytes.Clone(src), 0)
	})
}
