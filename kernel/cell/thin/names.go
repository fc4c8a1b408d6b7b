package thin

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"sort"
)

// CellName is what a plugin calls its *rt.Cell.
const CellName = "lazycell.cell"

// names makes the table of the names that the plugin looks up and of those that later ones find in it, and its hash table.
// The symbols have no addresses yet.
func (w *writer) names() (hash, symbols, strings []byte) {
	type exported struct {
		n     int
		hash  uint32
		alias bool // it is the cell, by the name under which that is found
	}
	var exports []exported
	for n, s := range w.symbols {
		if s.Section != elf.SHN_UNDEF && elf.ST_BIND(s.Info) == elf.STB_GLOBAL && !ownNames[s.Name] && int(s.Section) < len(w.parts) && w.parts[s.Section] != nil {
			exports = append(exports, exported{n, nameHash(s.Name), false})
			if s.Name == w.path+"."+w.cell {
				exports = append(exports, exported{n, nameHash(CellName), true})
			}
		}
	}
	buckets := uint32(len(exports)/4 + 1)
	sort.SliceStable(exports, func(i, j int) bool { return exports[i].hash%buckets < exports[j].hash%buckets })
	first := uint32(1 + len(w.dynamic))
	for _, e := range exports {
		w.dynamic = append(w.dynamic, e.n)
	}
	strings, symbols = []byte{0}, make([]byte, 24*(1+len(w.dynamic)))
	for i, n := range w.dynamic {
		s, b := w.symbols[n], symbols[24*(i+1):]
		binary.LittleEndian.PutUint32(b, uint32(len(strings)))
		b[4] = elf.ST_INFO(elf.STB_GLOBAL, elf.ST_TYPE(s.Info))
		name := s.Name
		switch {
		case s.Section == elf.SHN_UNDEF:
			name = loadedName(name)
			b[4] = elf.ST_INFO(elf.STB_GLOBAL, elf.STT_NOTYPE)
		case i >= int(first)-1 && exports[i-int(first)+1].alias:
			name = CellName
		}
		if name != CellName {
			w.number[n] = i + 1
		}
		strings = append(append(strings, name...), 0)
	}
	const shift = 6
	words := uint32(1)
	for words*64 < uint32(len(exports))*8 {
		words *= 2
	}
	bloom, heads, chains := make([]uint64, words), make([]uint32, buckets), make([]uint32, len(exports))
	for i, e := range exports {
		bloom[e.hash/64%words] |= 1<<(e.hash%64) | 1<<(e.hash>>shift%64)
		if b := e.hash % buckets; heads[b] == 0 {
			heads[b] = first + uint32(i)
		}
		chains[i] = e.hash &^ 1
		if i+1 == len(exports) || exports[i+1].hash%buckets != e.hash%buckets {
			chains[i] |= 1
		}
	}
	var b bytes.Buffer
	for _, v := range []any{[]uint32{buckets, first, words, shift}, bloom, heads, chains} {
		_ = binary.Write(&b, binary.LittleEndian, v)
	}
	return b.Bytes(), symbols, strings
}

// placeSymbols writes the addresses of the symbols into the table.
func (w *writer) placeSymbols(symbols []byte) {
	for i, n := range w.dynamic {
		s := w.symbols[n]
		if s.Section == elf.SHN_UNDEF {
			continue
		}
		b, p := symbols[24*(i+1):], w.parts[s.Section]
		binary.LittleEndian.PutUint16(b[6:], p.index)
		put(b[8:], p.addr+s.Value, s.Size)
	}
}

// nameHash is the hash function of the GNU hash table.
func nameHash(name string) uint32 {
	h := uint32(5381)
	for i := range len(name) {
		h = h*33 + uint32(name[i])
	}
	return h
}

// put writes numbers one behind the other.
func put(to []byte, numbers ...uint64) {
	for i, n := range numbers {
		binary.LittleEndian.PutUint64(to[8*i:], n)
	}
}

// header writes the beginning of the file.
func (w *writer) header(out []byte, segments []elf.Prog64) {
	h := elf.Header64{Type: uint16(elf.ET_DYN), Machine: uint16(elf.EM_X86_64), Version: 1, Phoff: 64, Ehsize: 64, Phentsize: 56, Phnum: uint16(len(segments)), Shentsize: 64}
	copy(h.Ident[:], "\x7fELF\x02\x01\x01")
	var b bytes.Buffer
	_ = binary.Write(&b, binary.LittleEndian, h)
	_ = binary.Write(&b, binary.LittleEndian, segments)
	copy(out, b.Bytes())
}

// tableSection is a section that tools and this package look at; the loader doesn't.
type tableSection struct {
	name          string
	kind          elf.SectionType
	at, size      uint64
	link, entries uint32
}

// sections appends the list of sections.
func (w *writer) sections(out []byte, tables []tableSection) []byte {
	names := []byte{0}
	list := []elf.Section64{{}}
	add := func(name string, s elf.Section64) {
		s.Name = uint32(len(names))
		names = append(append(names, name...), 0)
		list = append(list, s)
	}
	for _, t := range tables {
		add(t.name, elf.Section64{Type: uint32(t.kind), Flags: uint64(elf.SHF_ALLOC), Addr: t.at, Off: t.at, Size: t.size, Link: t.link, Addralign: 8, Entsize: uint64(t.entries)})
	}
	for _, p := range w.order {
		add(p.Name, elf.Section64{Type: uint32(p.Type), Flags: uint64(p.Flags), Addr: p.addr, Off: p.addr, Size: p.Size, Addralign: p.Addralign})
	}
	add(".shstrtab", elf.Section64{Type: uint32(elf.SHT_STRTAB), Off: uint64(len(out)), Size: uint64(len(names) + len(".shstrtab") + 1), Addralign: 1})
	out = append(out, names...)
	out = append(out, make([]byte, (8-len(out)%8)%8)...)
	binary.LittleEndian.PutUint64(out[40:], uint64(len(out)))
	binary.LittleEndian.PutUint16(out[60:], uint16(len(list)))
	binary.LittleEndian.PutUint16(out[62:], uint16(len(list)-1))
	var b bytes.Buffer
	_ = binary.Write(&b, binary.LittleEndian, list)
	return append(out, b.Bytes()...)
}
