package thin

import "encoding/binary"

// The compiler describes a type without a name, or with parameters, in every package that uses it, and the linker takes one
// of the descriptions. Where the session has one already, the plugin can do without: it gets smaller, and it needn't have the
// methods, which may be elsewhere and can't be told of from a distance.

// The fields of a symbol, and relocations that tell how far a symbol is away.
const (
	flagsAt      = 8 + 2 + 1
	flagMany     = 1 // defined in many packages, all the same
	distance     = 5
	distanceText = 26
)

// borrowed returns those of the types defined here, by their index among the symbols with names, that can be taken from the
// session.
func (o *object) borrowed(has func(name string) bool) map[uint32]string {
	out := map[uint32]string{}
	for i, s := range o.symbols(blockNamedDefs) {
		if o.data[int(o.blocks[blockNamedDefs])+i*symbolSize+flagsAt]&flagMany != 0 && isType(s.name) && has(s.name) {
			out[uint32(i)] = s.name
		}
	}
	if len(out) == 0 {
		return out
	}
	first := o.count(blockDefs, symbolSize) + o.count(blockHashed64, symbolSize) + o.count(blockHashed, symbolSize)
	exports := map[int]bool{} // the tables of what the plugin exports, which are not used
	for i, s := range o.symbols(blockNamedDefs) {
		if s.name == exportsTable || s.name == exportsList {
			exports[first+i] = true
		}
	}
	// What must be near to something that stays here stays here too.
	for again := true; again; {
		again = false
		from := uint32(0)
		for i := range o.count(blockRelocIndex, 4) - 1 {
			to := min(o.uint32(int(o.blocks[blockRelocIndex])+4*i+4), uint32(o.count(blockRelocs, relocSize)))
			owner, ok := out[uint32(i-first)]
			if i < first {
				ok = false
			}
			for ; from < to && !exports[i] && !(ok && owner != ""); from++ {
				r := o.data[int(o.blocks[blockRelocs])+int(from)*relocSize:]
				kind := binary.LittleEndian.Uint16(r[5:]) &^ weakReloc
				if kind != distance && kind != distanceText || binary.LittleEndian.Uint32(r[15:]) != byName {
					continue
				}
				if target := binary.LittleEndian.Uint32(r[19:]); out[target] != "" {
					delete(out, target)
					again = true
				}
			}
			from = max(from, to)
		}
	}
	return out
}
