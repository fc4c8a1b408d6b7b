package thin

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
)

// The beginning of a type's description, which internal/abi.Type defines.
const (
	typeHeader     = 8 + 8 + 4 + 1 + 1 + 1 + 1 + 8 + 8 + 4 + 4
	typePtrBytes   = 8
	typeFlagAt     = 20
	typeKindAt     = 23
	maskOnDemand   = 1 << 4
	kindOfMask     = 26 // a kind for which the linker looks at the mask: an unsafe.Pointer
	largestPointer = 8 * 8 * 2048
)

// typ returns the beginning of a type's description, and where its values have pointers. It is the description of a type
// without parts, of the same size and with the same pointers: more than that the linker doesn't want to know.
func (p place) typ() (data, mask []byte, err error) {
	b, err := p.image.at(p.addr, typeHeader)
	if err != nil {
		return nil, nil, err
	}
	data = append([]byte(nil), b...)
	data[typeKindAt] = kindOfMask
	pointers := binary.LittleEndian.Uint64(data[typePtrBytes:])
	if pointers == 0 {
		return data, nil, nil
	}
	if data[typeFlagAt]&maskOnDemand != 0 || pointers > largestPointer {
		// Only variables of the type need its mask.
		data[typeFlagAt] |= maskOnDemand
		return data, nil, nil
	}
	at, err := p.image.pointer(p.addr + maskAt)
	if err != nil {
		return nil, nil, err
	}
	if mask, err = p.image.at(at, (pointers/8+7)/8); err != nil {
		return nil, nil, fmt.Errorf("read where a type has pointers: %w", err)
	}
	return data, mask, nil
}

// mangled is what Go's linker calls a symbol in a file.
func mangled(name string) string {
	if !strings.HasPrefix(name, "type:") || strings.HasPrefix(name, "type:runtime.") || len(name) <= 14 {
		return name
	}
	sum := sha256.Sum256([]byte(name[5:]))
	sum[0] ^= 0xff
	prefix := "type:"
	if name[5] == '.' {
		prefix = "type:."
	}
	return prefix + base64.StdEncoding.EncodeToString(sum[:6])
}
