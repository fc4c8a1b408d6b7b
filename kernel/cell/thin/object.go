package thin

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// The layout of the compiler's object files, which cmd/internal/goobj defines.
const (
	objectMagic   = "\x00go120ld"
	offsetsAt     = len(objectMagic) + 8 + 4 // behind magic, fingerprint and flags
	symbolSize    = 8 + 2 + 1 + 1 + 1 + 4 + 4
	relocSize     = 4 + 1 + 2 + 8 + 8
	auxSize       = 1 + 8
	refFlagsSize  = 8 + 1 + 1
	refNameSize   = 8 + 8
	autolibSize   = 8 + 8
	inlineSize    = 6 * 4
	auxFuncInfo   = 1
	auxGoType     = 0
	byName        = 1<<31 - 1 // the package index of symbols that are known by name
	numbered      = byName - 4
	fingerprintAt = len(objectMagic)
)

// The blocks of an object file.
const (
	blockAutolib = iota
	blockPackages
	blockFiles
	blockDefs
	blockHashed64
	blockHashed
	blockNamedDefs
	blockNamedRefs
	blockRefFlags
	blockHash64
	blockHash
	blockRelocIndex
	blockAuxIndex
	blockDataIndex
	blockRelocs
	blockAux
	blockData
	blockRefNames
	blockEnd
	blocks
)

// symbol is the name of a symbol, and how it is called if it is a function: abi0 or abiInternal. Data have abi0.
type symbol struct {
	name string
	abi  uint16
}

// use is a symbol of another package, and what for it is there: code or data point to it, or the linker looks at the type of
// a variable. Of all others there is but the name, in tables of what was inlined and in the order of initialisations.
type use struct {
	symbol
	points bool
}

const (
	abi0        = 0
	abiInternal = 1
)

// onlyTells are the relocations that tell the linker something, and need no address.
var onlyTells = map[uint16]bool{21: true, 22: true, 23: true, 24: true, 25: true, initOrder: true}

const (
	weakReloc = 1 << 15
	keepReloc = 27 // nothing but that the symbol is kept
	initOrder = 99 // one package is initialised behind another one
)

// object is the compiler's object file of one package.
type object struct {
	head        []byte // what stands before it in its file
	fingerprint [8]byte
	reader
	blocks [blocks]uint32
}

// findObject finds the compiler's object file in a package's archive.
func findObject(archive []byte) (*object, error) {
	all, err := findObjects(archive)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// findObjects finds the object files in a package's archive: the compiler's, then the assembler's.
func findObjects(archive []byte) ([]*object, error) {
	var out []*object
	for from := 0; ; {
		at := bytes.Index(archive[from:], []byte("\n!\n"+objectMagic))
		if at < 0 {
			break
		}
		at += from
		begin := bytes.LastIndex(archive[from:at], []byte("go object "))
		if begin < 0 {
			return nil, errors.New("an object file does not begin as known")
		}
		o := &object{head: archive[from+begin : at+3], reader: reader{data: archive[at+3:]}}
		copy(o.fingerprint[:], o.bytes(fingerprintAt, 8))
		for i := range o.blocks {
			o.blocks[i] = o.uint32(offsetsAt + 4*i)
			if i > 0 && o.blocks[i] < o.blocks[i-1] {
				return nil, errors.New("an object file's blocks are not in the known order")
			}
		}
		if o.bytes(int(o.blocks[blockEnd]), 0); o.err != nil {
			return nil, o.err
		}
		out = append(out, o)
		from = at + 3 + int(o.blocks[blockEnd])
	}
	if len(out) == 0 {
		return nil, errors.New("the archive has no object file of the known format")
	}
	return out, nil
}

// forgetCode keeps only what is read of other packages: their names.
func (o *object) forgetCode() { o.head, o.data = nil, bytes.Clone(o.data[:o.blocks[blockHashed64]]) }

// count is the number of entries of a block.
func (o *object) count(block, size int) int { return int(o.blocks[block+1]-o.blocks[block]) / size }

// symbol reads the i-th symbol behind the start of a block.
func (o *object) symbol(block, i int) symbol {
	at := int(o.blocks[block]) + i*symbolSize
	return symbol{o.string(at), o.uint16(at + 8)}
}

// symbols reads a block of symbols.
func (o *object) symbols(block int) []symbol {
	out := make([]symbol, o.count(block, symbolSize))
	for i := range out {
		out[i] = o.symbol(block, i)
	}
	return out
}

// imports are the packages whose objects the linker would load for this one.
func (o *object) imports() []string {
	out := make([]string, o.count(blockAutolib, autolibSize))
	for i := range out {
		out[i] = o.string(int(o.blocks[blockAutolib]) + i*autolibSize)
	}
	return out
}

// A library is a package that the linker loads.
type library struct {
	path        string
	fingerprint [8]byte
}

// byNames returns the object file changed so that all symbols of other packages are used by name, and can come
// from elsewhere. number says which symbol of a package has a number. extra are libraries that the object imports besides. The linker
// must not leave out symbols for which keep is true: later cells may use them. has says which types the session has.
func (o *object) byNames(number func(pkg string, n int) (symbol, error), extra []library, keep, has func(name string) bool) (file []byte, used []use, err error) {
	for _, s := range o.symbols(blockNamedRefs) {
		used = append(used, use{symbol: s})
	}
	w := rewriter{object: o, body: bytes.Clone(o.data[:o.blocks[blockEnd]]), number: number, known: map[[2]uint32]uint32{}, used: used,
		first: o.count(blockNamedDefs, symbolSize)}
	for i, name := range o.borrowed(has) {
		w.known[[2]uint32{byName, i}] = uint32(len(w.used))
		w.used = append(w.used, use{symbol{name, abi0}, true})
		clear(w.body[int(o.blocks[blockNamedDefs])+int(i)*symbolSize:][:8]) // nobody finds it by its name
	}
	for i := range o.count(blockRelocs, relocSize) {
		at := int(o.blocks[blockRelocs]) + i*relocSize
		if n := w.rename(at + 15); n >= 0 && n < len(w.used) && !onlyTells[binary.LittleEndian.Uint16(w.body[at+5:])&^weakReloc] {
			w.used[n].points = true
		}
	}
	for i := range o.count(blockAux, auxSize) {
		at := int(o.blocks[blockAux]) + i*auxSize
		if w.body[at] == auxFuncInfo {
			w.inlined(w.ref(at + 1))
		}
		if n := w.rename(at + 1); n >= 0 && n < len(w.used) && w.body[at] == auxGoType {
			w.used[n].points = true
		}
	}
	for i := range o.count(blockRefFlags, refFlagsSize) {
		w.rename(int(o.blocks[blockRefFlags]) + i*refFlagsSize)
	}
	if err := errors.Join(w.err, o.err); err != nil {
		return nil, nil, err
	}
	relocs, index, err := o.keeping(w.body, keep)
	if err != nil {
		return nil, nil, err
	}
	return w.file(extra, relocs, index), w.used, nil
}

// exportsList has relocations for what a plugin exports, all of which the linker keeps, and exportsTable tells the runtime of it.
const (
	exportsList  = "go:plugin.exports"
	exportsTable = "go:plugin.tabs"
)

// keeping returns the blocks of relocations with further ones for symbols that are to be kept.
func (o *object) keeping(body []byte, keep func(name string) bool) (relocs, index []byte, err error) {
	relocs, index = body[o.blocks[blockRelocs]:o.blocks[blockRelocs+1]], body[o.blocks[blockRelocIndex]:o.blocks[blockRelocIndex+1]]
	first := o.count(blockDefs, symbolSize) + o.count(blockHashed64, symbolSize) + o.count(blockHashed, symbolSize)
	var more []byte
	list := -1
	for i, s := range o.symbols(blockNamedDefs) {
		switch {
		case s.name == exportsList:
			list = first + i
		case keep(s.name):
			more = append(more, make([]byte, relocSize)...)
			r := more[len(more)-relocSize:]
			binary.LittleEndian.PutUint16(r[5:], keepReloc)
			binary.LittleEndian.PutUint32(r[15:], byName)
			binary.LittleEndian.PutUint32(r[19:], uint32(i))
		}
	}
	if list < 0 || 4*list+8 > len(index) {
		return nil, nil, fmt.Errorf("the object file has no %s", exportsList)
	}
	end := int(binary.LittleEndian.Uint32(index[4*list+4:])) * relocSize
	if end > len(relocs) {
		return nil, nil, errors.New("the object file's relocations lie outside of it")
	}
	relocs = slices.Concat(relocs[:end], more, relocs[end:])
	index = bytes.Clone(index)
	for at := 4*list + 4; at+4 <= len(index); at += 4 {
		binary.LittleEndian.PutUint32(index[at:], binary.LittleEndian.Uint32(index[at:])+uint32(len(more)/relocSize))
	}
	return relocs, index, o.err
}

// rewriter turns numbers of symbols into names.
type rewriter struct {
	*object
	body   []byte
	number func(pkg string, n int) (symbol, error)
	known  map[[2]uint32]uint32 // package and number -> index among the used
	used   []use
	first  int // the index of the first used symbol among those with names
	err    error
}

func (w *rewriter) ref(at int) [2]uint32 {
	return [2]uint32{binary.LittleEndian.Uint32(w.body[at:]), binary.LittleEndian.Uint32(w.body[at+4:])}
}

// rename changes the reference at an offset. It returns the index of the symbol among the used, -1 when it is none of them.
func (w *rewriter) rename(at int) int {
	ref := w.ref(at)
	if n, ok := w.known[ref]; ok && ref[0] == byName {
		binary.LittleEndian.PutUint32(w.body[at+4:], uint32(w.first)+n)
		return int(n)
	}
	if ref[0] == byName {
		return int(ref[1]) - w.first
	}
	if ref[0] == 0 || ref[0] >= numbered {
		if ref[0] == numbered+1 { // a builtin of the runtime: the compiler was not told -linkshared
			w.err = errors.New("the object file uses builtins by number")
		}
		return -1
	}
	n, ok := w.known[ref]
	if !ok {
		pkg := w.string(int(w.blocks[blockPackages]) + int(ref[0])*8)
		sym, err := w.number(pkg, int(ref[1]))
		if err != nil {
			w.err = err
			return -1
		}
		n = uint32(len(w.used))
		w.known[ref], w.used = n, append(w.used, use{symbol: sym})
	}
	binary.LittleEndian.PutUint32(w.body[at:], byName)
	binary.LittleEndian.PutUint32(w.body[at+4:], uint32(w.first)+n)
	return int(n)
}

// inlined renames the functions in the table of what was inlined into a function. ref is where the function's facts are.
func (w *rewriter) inlined(ref [2]uint32) {
	index := int(ref[1])
	switch ref[0] {
	case byName:
		index += w.count(blockHashed, symbolSize)
		fallthrough
	case byName - 2:
		index += w.count(blockHashed64, symbolSize)
		fallthrough
	case byName - 1:
		index += w.count(blockDefs, symbolSize)
	case byName - 4:
	default:
		w.err = errors.New("the object file has facts of a function where they are not known to be")
		return
	}
	at := int(w.blocks[blockData]) + int(w.uint32(int(w.blocks[blockDataIndex])+4*index))
	at += 16
	at += 4 + 4*int(w.uint32(at))
	n := int(w.uint32(at))
	if w.object.bytes(at, 4+n*inlineSize); w.object.err != nil {
		return
	}
	for i := range n {
		w.rename(at + 4 + i*inlineSize + 12)
	}
}

// file puts the blocks together.
func (w *rewriter) file(extra []library, relocs, relocIndex []byte) []byte {
	parts := make([][]byte, blockEnd)
	for b := range parts {
		parts[b] = w.body[w.blocks[b]:w.blocks[b+1]]
	}
	parts[blockPackages] = parts[blockPackages][:min(8, len(parts[blockPackages]))] // the linker wants to know every package that is named here
	parts[blockRelocs], parts[blockRelocIndex] = relocs, relocIndex
	parts[blockRefNames] = nil // for tools that show object files
	fresh := w.used[w.count(blockNamedRefs, symbolSize):]
	// Strings may lie anywhere: the new ones lie behind the blocks.
	end := int(w.blocks[0]) + len(fresh)*symbolSize + len(extra)*autolibSize
	for _, p := range parts {
		end += len(p)
	}
	var strings []byte
	put := func(to []byte, s string) []byte {
		to = binary.LittleEndian.AppendUint32(to, uint32(len(s)))
		to = binary.LittleEndian.AppendUint32(to, uint32(end+len(strings)))
		strings = append(strings, s...)
		return to
	}
	refs, libraries := bytes.Clone(parts[blockNamedRefs]), bytes.Clone(parts[blockAutolib])
	for _, s := range fresh {
		refs = binary.LittleEndian.AppendUint16(put(refs, s.name), s.abi)
		refs = append(refs, make([]byte, symbolSize-8-2)...)
	}
	for _, l := range extra {
		libraries = append(put(libraries, l.path), l.fingerprint[:]...)
	}
	parts[blockNamedRefs], parts[blockAutolib] = refs, libraries
	out := bytes.Clone(w.head)
	start := len(out)
	out = append(out, w.body[:w.blocks[0]]...)
	for b := range blocks {
		binary.LittleEndian.PutUint32(out[start+offsetsAt+4*b:], uint32(len(out)-start))
		if b < blockEnd {
			out = append(out, parts[b]...)
		}
	}
	return append(out, strings...)
}

// reader reads numbers and strings at offsets.
type reader struct {
	data []byte
	err  error
}

// bytes returns n bytes, which are zero when they lie outside: then there is an error.
func (r *reader) bytes(at, n int) []byte {
	if at < 0 || n < 0 || at > len(r.data) || n > len(r.data)-at {
		r.err = fmt.Errorf("%d bytes at %d lie outside of %d bytes", n, at, len(r.data))
		return make([]byte, 8)
	}
	return r.data[at : at+n]
}

func (r *reader) uint16(at int) uint16 { return binary.LittleEndian.Uint16(r.bytes(at, 2)) }
func (r *reader) uint32(at int) uint32 { return binary.LittleEndian.Uint32(r.bytes(at, 4)) }

// string reads a string to which length and offset point.
func (r *reader) string(at int) string {
	n, from := int(r.uint32(at)), int(r.uint32(at+4))
	return string(r.bytes(from, n))
}
