package meta

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// parseFill gives the fill value's bytes (little endian, of the type's size) or its text. An absent one or null is zero, false or "".
func parseFill(doc json.RawMessage, t DataType, format int) (raw []byte, text string, err error) {
	invalid := func() ([]byte, string, error) {
		return nil, "", fmt.Errorf("fill value %s of type %s: %w", doc, t.Name, ErrInvalid)
	}
	if t.IsText() {
		if len(doc) == 0 || string(doc) == "null" || string(doc) == "0" {
			return nil, "", nil
		}
		if err := json.Unmarshal(doc, &text); err != nil {
			return invalid()
		}
		if t.Kind == Chars {
			if plain, err := base64.StdEncoding.DecodeString(text); err == nil {
				text = strings.TrimRight(string(plain), "\x00")
			}
		}
		return nil, text, nil
	}
	raw = make([]byte, t.Size)
	if len(doc) == 0 || string(doc) == "null" {
		return raw, "", nil
	}
	switch t.Kind {
	case Record:
		fill, ok := fillRecord(doc, t.Size)
		if !ok {
			return invalid()
		}
		return fill, "", nil
	case Bool:
		switch string(doc) {
		case "true", "1":
			raw[0] = 1
		case "false", "0":
		default:
			return invalid()
		}
	case Int:
		n, err := strconv.ParseInt(wholeNumber(doc), 10, t.Size*8)
		if err != nil {
			return invalid()
		}
		putUint(raw, uint64(n))
	case Uint:
		n, err := strconv.ParseUint(wholeNumber(doc), 10, t.Size*8)
		if err != nil {
			return invalid()
		}
		putUint(raw, n)
	case Float:
		if !putFloat(raw, doc) {
			return invalid()
		}
	case Complex:
		var parts []json.RawMessage
		if json.Unmarshal(doc, &parts) != nil || len(parts) != 2 {
			parts = []json.RawMessage{doc, json.RawMessage("0")}
		}
		if !putFloat(raw[:t.Size/2], parts[0]) || !putFloat(raw[t.Size/2:], parts[1]) {
			return invalid()
		}
	}
	return raw, "", nil
}

// wholeNumber is a JSON number's text, "0.0" as "0".
func wholeNumber(doc json.RawMessage) string {
	text := string(doc)
	if whole, rest, found := strings.Cut(text, "."); found && strings.Trim(rest, "0") == "" {
		return whole
	}
	return text
}

func putUint(raw []byte, n uint64) {
	for i := range raw {
		raw[i] = byte(n >> (8 * i))
	}
}

// putFloat reads a number, "NaN", "Infinity", "-Infinity" or the bits in hexadecimal.
func putFloat(raw []byte, doc json.RawMessage) bool {
	var f float64
	var text string
	if json.Unmarshal(doc, &f) != nil {
		if json.Unmarshal(doc, &text) != nil {
			return false
		}
		switch text {
		case "NaN":
			f = math.NaN()
		case "Infinity":
			f = math.Inf(1)
		case "-Infinity":
			f = math.Inf(-1)
		default:
			hex, ok := strings.CutPrefix(text, "0x")
			n, err := strconv.ParseUint(hex, 16, 8*len(raw))
			if !ok || err != nil {
				return false
			}
			putUint(raw, n)
			return true
		}
	}
	switch len(raw) {
	case 2:
		binary.LittleEndian.PutUint16(raw, halfBits(f))
	case 4:
		binary.LittleEndian.PutUint32(raw, math.Float32bits(float32(f)))
	case 8:
		binary.LittleEndian.PutUint64(raw, math.Float64bits(f))
	}
	return true
}

// halfBits rounds a number to half precision; small ones become zero, which is all that fill values need.
func halfBits(f float64) uint16 {
	b := math.Float32bits(float32(f))
	sign := uint16(b >> 16 & 0x8000)
	exp := int(b>>23&0xff) - 127 + 15
	switch {
	case f != f:
		return 0x7e00
	case exp >= 31:
		return sign | 0x7c00
	case exp <= 0:
		return sign
	}
	return sign | uint16(exp)<<10 | uint16(b>>13&0x3ff)
}

// fillJSON is the zero of a type as metadata spells it.
func fillJSON(t DataType) any {
	switch t.Kind {
	case Bool:
		return false
	case Float:
		return json.RawMessage("0.0")
	case Complex:
		return json.RawMessage("[0.0, 0.0]")
	case Text, Chars, UTF32:
		return ""
	case Record:
		return base64.StdEncoding.EncodeToString(make([]byte, t.Size))
	}
	return 0
}
