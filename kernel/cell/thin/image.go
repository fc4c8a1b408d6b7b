package thin

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"sync"
	"syscall"
)

// Image is a file of machine code that is loaded before a cell: the session's program, or a plugin. Its names are looked up
// as the system's loader does it.
type Image struct {
	path     string
	data     []byte
	segments []segment
	symbols  []byte // the dynamic symbols
	strings  []byte
	hash     gnuHash

	once   sync.Once // reads relative
	rela   []byte
	target map[uint64]uint64 // what is at an address when the file is loaded, less where it is loaded
}

// segment is a part of the file that is loaded.
type segment struct{ addr, size, offset uint64 }

type gnuHash struct {
	base, shift     uint32
	bloom           []byte
	buckets, chains []byte
}

// OpenImage opens a program or a plugin. It stays mapped until Close.
func OpenImage(path string) (*Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	im := &Image{path: path}
	if im.data, err = syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED); err != nil {
		return nil, fmt.Errorf("map %s: %w", path, err)
	}
	if err := im.read(); err != nil {
		im.Close()
		return nil, fmt.Errorf("read the names of %s: %w", path, err)
	}
	return im, nil
}

// Close unmaps the file.
func (im *Image) Close() {
	if im.data != nil {
		_ = syscall.Munmap(im.data)
		im.data = nil
	}
}

func (im *Image) read() error {
	f, err := elf.NewFile(bytes.NewReader(im.data))
	if err != nil {
		return err
	}
	if f.Class != elf.ELFCLASS64 || f.ByteOrder != binary.LittleEndian {
		return errors.New("not of 64 bits, or not little-endian")
	}
	for _, p := range f.Progs {
		if p.Type == elf.PT_LOAD {
			im.segments = append(im.segments, segment{p.Vaddr, p.Filesz, p.Off})
		}
	}
	section := func(name string) []byte {
		s := f.Section(name)
		if s == nil || s.Type == elf.SHT_NOBITS || s.Offset+s.Size > uint64(len(im.data)) {
			return nil
		}
		return im.data[s.Offset : s.Offset+s.Size]
	}
	im.symbols, im.strings, im.rela = section(".dynsym"), section(".dynstr"), section(".rela.dyn")
	hash := section(".gnu.hash")
	if im.symbols == nil || im.strings == nil || len(hash) < 16 {
		return errors.New("no dynamic symbols with a GNU hash table")
	}
	buckets, bloom := binary.LittleEndian.Uint32(hash), binary.LittleEndian.Uint32(hash[8:])
	if 16+8*uint64(bloom)+4*uint64(buckets) > uint64(len(hash)) || bloom == 0 || buckets == 0 {
		return errors.New("bad hash table")
	}
	im.hash = gnuHash{base: binary.LittleEndian.Uint32(hash[4:]), shift: binary.LittleEndian.Uint32(hash[12:]),
		bloom: hash[16 : 16+8*bloom], buckets: hash[16+8*bloom : 16+8*bloom+4*buckets], chains: hash[16+8*bloom+4*buckets:]}
	return nil
}

// place is where an image has a symbol.
type place struct {
	image      *Image
	kind       elf.SymType
	addr, size uint64
}

// find looks up a symbol.
func (im *Image) find(name string) (place, bool) {
	h := nameHash(name)
	word := binary.LittleEndian.Uint64(im.hash.bloom[8*(int(h/64)%(len(im.hash.bloom)/8)):])
	if word>>(h%64)&1 == 0 || word>>(h>>im.hash.shift%64)&1 == 0 {
		return place{}, false
	}
	n := binary.LittleEndian.Uint32(im.hash.buckets[4*(h%uint32(len(im.hash.buckets)/4)):])
	if n < im.hash.base {
		return place{}, false
	}
	for ; ; n++ {
		at := 4 * int(n-im.hash.base)
		if at+4 > len(im.hash.chains) || 24*int(n)+24 > len(im.symbols) {
			return place{}, false
		}
		c := binary.LittleEndian.Uint32(im.hash.chains[at:])
		if c|1 == h|1 {
			sym := im.symbols[24*n : 24*n+24]
			from := int(binary.LittleEndian.Uint32(sym))
			if from+len(name) < len(im.strings) && string(im.strings[from:from+len(name)]) == name && im.strings[from+len(name)] == 0 && binary.LittleEndian.Uint16(sym[6:]) != 0 {
				return place{im, elf.ST_TYPE(sym[4]), binary.LittleEndian.Uint64(sym[8:]), binary.LittleEndian.Uint64(sym[16:])}, true
			}
		}
		if c&1 != 0 {
			return place{}, false
		}
	}
}

// at returns n bytes at an address as they are in the file.
func (im *Image) at(addr, n uint64) ([]byte, error) {
	for _, s := range im.segments {
		if addr >= s.addr && addr < s.addr+s.size && n <= s.addr+s.size-addr {
			from := s.offset + addr - s.addr
			if from+n <= uint64(len(im.data)) {
				return im.data[from : from+n], nil
			}
		}
	}
	return nil, fmt.Errorf("%s has no %d bytes at %#x", im.path, n, addr)
}

// pointer returns the pointer at an address, as it will be when the file is loaded where its addresses say.
func (im *Image) pointer(addr uint64) (uint64, error) {
	b, err := im.at(addr, 8)
	if err != nil {
		return 0, err
	}
	im.once.Do(func() {
		im.target = map[uint64]uint64{}
		for r := im.rela; len(r) >= 24; r = r[24:] {
			if elf.R_X86_64(binary.LittleEndian.Uint32(r[8:])) == elf.R_X86_64_RELATIVE {
				im.target[binary.LittleEndian.Uint64(r)] = binary.LittleEndian.Uint64(r[16:])
			}
		}
	})
	if to, ok := im.target[addr]; ok {
		return to, nil
	}
	return binary.LittleEndian.Uint64(b), nil
}
