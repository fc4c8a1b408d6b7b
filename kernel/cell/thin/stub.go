package thin

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
)

// provided is a symbol that comes from elsewhere, as a stub shows it to the linker.
type provided struct {
	name string
	kind elf.SymType
	size uint64
	data []byte // of a type
	mask []byte // where the type's values have pointers
}

// maskAt is where a type points to its mask.
const maskAt = 8 + 8 + 8 + 8

// stubHash stands for the version of what is behind a stub. Versions are checked package by package.
const stubHash = "lazycell"

// writeStub makes a shared library of nothing but names: what Go's linker reads of a library that a program will be loaded
// with, for the symbols that one cell uses.
func writeStub(symbols []provided) []byte {
	le := binary.LittleEndian
	var strings, dynsym, data, notes bytes.Buffer
	strings.WriteByte(0)
	dynsym.Write(make([]byte, 24))
	const dataSection, base = 4, 0x1000
	for _, s := range symbols {
		var section uint16
		addr, size := uint64(0), s.size
		if s.data != nil {
			content := bytes.Clone(s.data)
			section, addr, size = dataSection, base+uint64(data.Len()), uint64(len(content))
			if s.mask != nil {
				le.PutUint64(content[maskAt:], addr+size)
			}
			data.Write(content)
			data.Write(s.mask)
			data.Write(make([]byte, (8-data.Len()%8)%8))
		}
		_ = binary.Write(&dynsym, le, elf.Sym64{Name: uint32(strings.Len()), Info: elf.ST_INFO(elf.STB_GLOBAL, s.kind), Shndx: section, Value: addr, Size: size})
		strings.WriteString(s.name)
		strings.WriteByte(0)
	}
	note := func(kind uint32, text string) {
		_ = binary.Write(&notes, le, [3]uint32{4, uint32(len(text)), kind})
		notes.WriteString("Go\x00\x00" + text)
		notes.Write(make([]byte, (4-len(text)%4)%4))
	}
	note(2, stubHash)
	note(3, "")
	const names = "\x00.note\x00.dynsym\x00.dynstr\x00.data\x00.rela\x00.names\x00"
	sections := []struct {
		name       string
		kind       elf.SectionType
		content    []byte
		link, size uint32
	}{
		{"", elf.SHT_NULL, nil, 0, 0},
		{".note", elf.SHT_NOTE, notes.Bytes(), 0, 0},
		{".dynsym", elf.SHT_DYNSYM, dynsym.Bytes(), 3, 24},
		{".dynstr", elf.SHT_STRTAB, strings.Bytes(), 0, 0},
		{".data", elf.SHT_PROGBITS, data.Bytes(), 0, 0},
		{".rela", elf.SHT_RELA, nil, 2, 24},
		{".names", elf.SHT_STRTAB, []byte(names), 0, 0},
	}
	var out bytes.Buffer
	out.Write(make([]byte, 64))
	headers := make([]elf.Section64, len(sections))
	for i, s := range sections {
		out.Write(make([]byte, (8-out.Len()%8)%8))
		headers[i] = elf.Section64{Name: uint32(bytes.Index([]byte(names), []byte(s.name+"\x00"))), Type: uint32(s.kind), Off: uint64(out.Len()), Size: uint64(len(s.content)),
			Link: s.link, Addralign: 8, Entsize: uint64(s.size)}
		if i == dataSection {
			headers[i].Addr, headers[i].Flags = base, uint64(elf.SHF_ALLOC)
		}
		out.Write(s.content)
	}
	out.Write(make([]byte, (8-out.Len()%8)%8))
	header := elf.Header64{Type: uint16(elf.ET_DYN), Machine: uint16(elf.EM_X86_64), Version: 1, Shoff: uint64(out.Len()), Ehsize: 64, Phentsize: 56, Shentsize: 64,
		Shnum: uint16(len(sections)), Shstrndx: uint16(len(sections) - 1)}
	copy(header.Ident[:], "\x7fELF\x02\x01\x01")
	_ = binary.Write(&out, le, headers)
	b := out.Bytes()
	var h bytes.Buffer
	_ = binary.Write(&h, le, header)
	copy(b, h.Bytes())
	return b
}
