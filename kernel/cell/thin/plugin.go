package thin

import (
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// writer turns the object file that Go's linker leaves to the system's linker into a shared library. What it can contain is
// little: sections of code and data, and four kinds of relocations.
type writer struct {
	object   *elf.File
	path     string // the import path of the package
	cell     string // the name of the variable that has the cell
	provides func(name string) bool
	next     uint32 // where a module has the address of the next one

	symbols []elf.Symbol
	parts   []*part // by section
	order   []*part // as they lie in the file; those that are loaded
	code    []byte  // jumps to functions elsewhere
	codeAt  uint64
	jumps   map[int]uint64
	slots   map[int]int // symbol -> its place among the addresses
	got     []int
	gotAt   uint64
	dynamic []int       // the symbols that have a name in the plugin: those from elsewhere first
	number  map[int]int // symbol -> index among the dynamic ones
	relocs  []elf.Rela64
}

// part is a section of the object file that becomes part of the plugin.
type part struct {
	*elf.Section
	data    []byte
	addr    uint64
	index   uint16 // among the sections of the plugin
	relocs  []byte
	written bool // to, by the loader or the program
}

const pageSize = 0x1000

// layout of the file: what is only read and run, then what is written, then what is zero.
//
// Both segments are in the file as in memory, one page apart, so that a page of the file is a page of memory.

func (w *writer) write() ([]byte, error) {
	if err := w.readSections(); err != nil {
		return nil, err
	}
	if err := w.findNames(); err != nil {
		return nil, err
	}
	hash, dynsym, dynstr := w.names()
	// The sizes of all that is made here are known, so that everything gets its place.
	nRelocs := w.countRelocs()
	at := uint64(64 + 4*56)
	place := func(size, align uint64) uint64 {
		at = (at + align - 1) / align * align
		start := at
		at += size
		return start
	}
	hashAt, symAt, strAt := place(uint64(len(hash)), 8), place(uint64(len(dynsym)), 8), place(uint64(len(dynstr)), 8)
	relaAt := place(uint64(nRelocs)*24, 8)
	w.codeAt = place(uint64(16*len(w.jumps)+32), 16)
	for _, p := range w.order {
		if !p.written {
			p.addr = place(p.Size, max(p.Addralign, 1))
		}
	}
	readOnly := at
	at = (readOnly + pageSize - 1) / pageSize * pageSize
	writable := at
	const dynamicTags = 11
	dynamicAt := place(dynamicTags*16, 8)
	w.gotAt = place(uint64(8*len(w.got)), 8)
	for _, p := range w.order {
		if p.written && p.Type != elf.SHT_NOBITS {
			p.addr = place(p.Size, max(p.Addralign, 1))
		}
	}
	fileEnd := at
	for _, p := range w.order {
		if p.Type == elf.SHT_NOBITS {
			p.addr = place(p.Size, max(p.Addralign, 1))
		}
	}
	end := at
	out := make([]byte, fileEnd)
	for _, p := range w.order {
		if p.Type != elf.SHT_NOBITS {
			copy(out[p.addr:], p.data)
		}
	}
	if err := w.relocate(out); err != nil {
		return nil, err
	}
	if len(w.relocs) > nRelocs {
		return nil, errors.New("more relocations than were counted")
	}
	w.placeSymbols(dynsym)
	copy(out[hashAt:], hash)
	copy(out[symAt:], dynsym)
	copy(out[strAt:], dynstr)
	copy(out[w.codeAt:], w.code)
	for i, r := range w.relocs {
		put(out[relaAt+uint64(24*i):], r.Off, r.Info, uint64(r.Addend))
	}
	init := w.part(".init_array")
	if init == nil {
		return nil, errors.New("the object file has no .init_array")
	}
	put(out[dynamicAt:], uint64(elf.DT_GNU_HASH), hashAt, uint64(elf.DT_SYMTAB), symAt, uint64(elf.DT_SYMENT), 24, uint64(elf.DT_STRTAB), strAt,
		uint64(elf.DT_STRSZ), uint64(len(dynstr)), uint64(elf.DT_RELA), relaAt, uint64(elf.DT_RELASZ), uint64(24*len(w.relocs)), uint64(elf.DT_RELAENT), 24,
		uint64(elf.DT_INIT_ARRAY), init.addr, uint64(elf.DT_INIT_ARRAYSZ), init.Size, uint64(elf.DT_NULL), 0)
	w.header(out, []elf.Prog64{
		{Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R | elf.PF_X), Filesz: readOnly, Memsz: readOnly, Align: pageSize},
		{Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R | elf.PF_W), Off: writable, Vaddr: writable, Paddr: writable, Filesz: fileEnd - writable, Memsz: end - writable, Align: pageSize},
		{Type: uint32(elf.PT_DYNAMIC), Flags: uint32(elf.PF_R | elf.PF_W), Off: dynamicAt, Vaddr: dynamicAt, Paddr: dynamicAt, Filesz: dynamicTags * 16, Memsz: dynamicTags * 16, Align: 8},
		{Type: uint32(elf.PT_GNU_STACK), Flags: uint32(elf.PF_R | elf.PF_W), Align: 16},
	})
	return w.sections(out, []tableSection{
		{".gnu.hash", elf.SHT_GNU_HASH, hashAt, uint64(len(hash)), 2, 0},
		{".dynsym", elf.SHT_DYNSYM, symAt, uint64(len(dynsym)), 3, 24},
		{".dynstr", elf.SHT_STRTAB, strAt, uint64(len(dynstr)), 0, 0},
		{".rela.dyn", elf.SHT_RELA, relaAt, uint64(24 * len(w.relocs)), 2, 24},
	}), nil
}

// readSections finds the sections that are loaded, and their relocations.
func (w *writer) readSections() error {
	var err error
	if w.symbols, err = w.object.Symbols(); err != nil {
		return err
	}
	w.symbols = append([]elf.Symbol{{}}, w.symbols...)
	w.parts = make([]*part, len(w.object.Sections))
	for i, s := range w.object.Sections {
		if s.Flags&elf.SHF_ALLOC == 0 || s.Type == elf.SHT_NOTE || s.Flags&elf.SHF_TLS != 0 || strings.HasPrefix(s.Name, ".note") {
			continue
		}
		p := &part{Section: s, written: s.Flags&elf.SHF_WRITE != 0}
		if s.Type != elf.SHT_NOBITS {
			if p.data, err = s.Data(); err != nil {
				return err
			}
		}
		w.parts[i], w.order = p, append(w.order, p)
		p.index = uint16(4 + len(w.order)) // behind the tables
	}
	for _, s := range w.object.Sections {
		if s.Type != elf.SHT_RELA || int(s.Info) >= len(w.parts) || w.parts[s.Info] == nil {
			continue
		}
		p := w.parts[s.Info]
		if p.relocs, err = s.Data(); err != nil {
			return err
		}
		if len(p.relocs) > 0 && s.Info > 0 && p.Name != ".text" {
			p.written = true
		}
	}
	return nil
}

func (w *writer) part(name string) *part {
	for _, p := range w.order {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// eachReloc calls f for each relocation: of a place in a part, against a symbol.
func (w *writer) eachReloc(f func(p *part, off uint64, kind elf.R_X86_64, sym int, addend int64) error) error {
	for _, p := range w.order {
		for r := p.relocs; len(r) >= 24; r = r[24:] {
			off, info := binary.LittleEndian.Uint64(r), binary.LittleEndian.Uint64(r[8:])
			sym := int(info >> 32)
			if sym >= len(w.symbols) || off+4 > uint64(len(p.data)) {
				return errors.New("the object file has a relocation outside of it")
			}
			if err := f(p, off, elf.R_X86_64(uint32(info)), sym, int64(binary.LittleEndian.Uint64(r[16:]))); err != nil {
				return err
			}
		}
	}
	return nil
}

// A symbol of these is taken from here even if the session has one of the name.
var ownNames = map[string]bool{"runtime.textsectionmap": true, "go:buildinfo": true, "go:buildinfo.ref": true}

// own reports whether a symbol is the plugin's own: nothing else that is loaded can have it, or may.
func (w *writer) own(n int) bool {
	s := w.symbols[n]
	return s.Section != elf.SHN_UNDEF && (elf.ST_BIND(s.Info) == elf.STB_LOCAL || ownNames[s.Name] || strings.HasPrefix(s.Name, w.path+"."))
}

// findNames finds out which symbols need an address in a table, a jump, or a name that the loader looks up.
func (w *writer) findNames() error {
	w.jumps, w.slots, w.number = map[int]uint64{}, map[int]int{}, map[int]int{}
	var from []int
	look := func(n int) {
		if _, ok := w.number[n]; !ok && !w.own(n) {
			w.number[n] = 0
			if w.symbols[n].Section == elf.SHN_UNDEF {
				from = append(from, n)
			}
		}
	}
	slot := func(n int) {
		if _, ok := w.slots[n]; !ok {
			w.slots[n] = len(w.got)
			w.got = append(w.got, n)
			look(n)
		}
	}
	err := w.eachReloc(func(p *part, off uint64, kind elf.R_X86_64, n int, addend int64) error {
		s := w.symbols[n]
		if s.Name == addModule || strings.HasPrefix(s.Name, libraryHash) {
			return nil
		}
		switch kind {
		case elf.R_X86_64_64:
			if off+8 > uint64(len(p.data)) {
				return errors.New("the object file has a relocation outside of it")
			}
			if !p.written {
				return fmt.Errorf("%s has the address of %s, but is not written to", p.Name, s.Name)
			}
			look(n)
		case elf.R_X86_64_GOTPCREL:
			slot(n)
		case elf.R_X86_64_PC32, elf.R_X86_64_PLT32:
			if s.Section == elf.SHN_UNDEF {
				if _, ok := w.jumps[n]; !ok {
					w.jumps[n] = uint64(16 * len(w.jumps))
					slot(n)
				}
			}
		default:
			return fmt.Errorf("the relocation %v of %s", kind, s.Name)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for n, s := range w.symbols {
		if s.Name == lastModule && s.Section == elf.SHN_UNDEF {
			slot(n)
		}
	}
	for _, n := range from {
		name := loadedName(w.symbols[n].Name)
		if !w.provides(name) {
			return &Missing{name}
		}
	}
	w.dynamic = from
	return nil
}

// loadedName is the name under which a symbol of a stub is loaded.
func loadedName(name string) string { return strings.TrimSuffix(name, internalSuffix) }

// countRelocs is how many relocations the loader will have to do at most.
func (w *writer) countRelocs() int {
	n := len(w.got)
	for _, p := range w.order {
		if p.written {
			n += len(p.relocs) / 24
		}
	}
	return n
}

// address is where a symbol of the object file lies.
func (w *writer) address(n int) (uint64, error) {
	s := w.symbols[n]
	if int(s.Section) < len(w.parts) && w.parts[s.Section] != nil {
		return w.parts[s.Section].addr + s.Value, nil
	}
	return 0, fmt.Errorf("%s lies in no section", s.Name)
}

// relocate writes the addresses that are known, and collects what the loader has to do.
func (w *writer) relocate(out []byte) error {
	relative := func(at, to uint64) {
		w.relocs = append(w.relocs, elf.Rela64{Off: at, Info: uint64(elf.R_X86_64_RELATIVE), Addend: int64(to)})
	}
	for i, n := range w.got {
		at := w.gotAt + uint64(8*i)
		if w.own(n) {
			to, err := w.address(n)
			if err != nil {
				return err
			}
			relative(at, to)
			continue
		}
		w.relocs = append(w.relocs, elf.Rela64{Off: at, Info: uint64(w.number[n])<<32 | uint64(elf.R_X86_64_GLOB_DAT)})
	}
	w.code = make([]byte, 16*len(w.jumps), 16*len(w.jumps)+32)
	for n, off := range w.jumps {
		copy(w.code[off:], []byte{0xff, 0x25, 0, 0, 0, 0}) // jmp *slot(%rip)
		binary.LittleEndian.PutUint32(w.code[off+2:], uint32(w.slot(n)-(w.codeAt+off+6)))
	}
	addModuleAt, err := w.addModule(out)
	if err != nil {
		return err
	}
	return w.eachReloc(func(p *part, off uint64, kind elf.R_X86_64, n int, addend int64) error {
		s, at := w.symbols[n], p.addr+off
		relativeTo := func(to uint64) error {
			binary.LittleEndian.PutUint32(out[at:], uint32(int64(to)+addend-int64(at)))
			return nil
		}
		switch {
		case strings.HasPrefix(s.Name, libraryHash):
			// It is compared with the hash before it: what is behind the stub is known by the hashes of packages.
			relative(at, at-16)
			return nil
		case s.Name == addModule && kind == elf.R_X86_64_64:
			relative(at, uint64(int64(addModuleAt)+addend))
			return nil
		case s.Name == addModule:
			return relativeTo(addModuleAt)
		}
		switch kind {
		case elf.R_X86_64_64:
			if !w.own(n) {
				w.relocs = append(w.relocs, elf.Rela64{Off: at, Info: uint64(w.number[n])<<32 | uint64(elf.R_X86_64_64), Addend: addend})
				return nil
			}
			to, err := w.address(n)
			relative(at, uint64(int64(to)+addend))
			return err
		case elf.R_X86_64_GOTPCREL:
			return relativeTo(w.slot(n))
		}
		if off, ok := w.jumps[n]; ok {
			return relativeTo(w.codeAt + off)
		}
		to, err := w.address(n)
		if err != nil {
			return err
		}
		return relativeTo(to)
	})
}

// slot is where the address of a symbol is.
func (w *writer) slot(n int) uint64 { return w.gotAt + uint64(8*w.slots[n]) }

// addModule writes the function of that name to where Go's linker has left it some room, and returns where that is.
func (w *writer) addModule(out []byte) (uint64, error) {
	text, last := w.part(".text"), -1
	var room uint64
	for n, s := range w.symbols {
		switch {
		case s.Name == addModule:
			room = s.Value
		case s.Name == lastModule:
			last = n
		}
	}
	if text == nil || last < 0 || room == 0 || room+5 > text.Size {
		return 0, errors.New("the object file has no room for " + addModule)
	}
	at := w.codeAt + uint64(len(w.code))
	code := []byte{0x48, 0x8b, 0x05, 0, 0, 0, 0} // mov lastmoduledatap, %rax: the address
	binary.LittleEndian.PutUint32(code[3:], uint32(w.slot(last)-(at+7)))
	code = append(code, 0x48, 0x8b, 0x08, 0x48, 0x89, 0xb9) // mov (%rax), %rcx; mov %rdi, next(%rcx)
	code = binary.LittleEndian.AppendUint32(code, w.next)
	code = append(code, 0x48, 0x89, 0x38, 0xc3) // mov %rdi, (%rax); ret
	w.code = append(w.code, code...)
	place := text.addr + room
	out[place] = 0xe9 // jmp
	binary.LittleEndian.PutUint32(out[place+1:], uint32(at-(place+5)))
	return place, nil
}
