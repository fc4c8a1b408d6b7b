package repr

import "strconv"

// wordsOf writes every element, all equally wide. Booleans on their own, in an array without axes, are not padded.
func wordsOf(elements any, pad bool) ([]string, bool) {
	switch v := elements.(type) {
	case []bool:
		return boolWords(v, pad), true
	case []int8:
		return signedWords(v), true
	case []int16:
		return signedWords(v), true
	case []int32:
		return signedWords(v), true
	case []int64:
		return signedWords(v), true
	case []int:
		return signedWords(v), true
	case []uint8:
		return unsignedWords(v), true
	case []uint16:
		return unsignedWords(v), true
	case []uint32:
		return unsignedWords(v), true
	case []uint64:
		return unsignedWords(v), true
	case []float32:
		wide := make([]float64, len(v))
		for i, x := range v {
			wide[i] = float64(x)
		}
		return floatWords(wide, 32, false), true
	case []float64:
		return floatWords(v, 64, false), true
	case []complex128:
		return complexWords(v), true
	}
	return nil, false
}

func boolWords(values []bool, pad bool) []string {
	out := make([]string, len(values))
	for i, v := range values {
		switch {
		case !v:
			out[i] = "False"
		case pad:
			out[i] = " True"
		default:
			out[i] = "True"
		}
	}
	return out
}

func signedWords[T int8 | int16 | int32 | int64 | int](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = strconv.FormatInt(int64(v), 10)
	}
	return aligned(out)
}

func unsignedWords[T uint8 | uint16 | uint32 | uint64](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = strconv.FormatUint(uint64(v), 10)
	}
	return aligned(out)
}

// aligned puts all words at the right end of equally wide ones.
func aligned(words []string) []string {
	width := widest(words)
	for i, w := range words {
		words[i] = padLeft(w, width)
	}
	return words
}
