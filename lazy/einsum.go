package lazy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lazycell/lazycell/lazy/block"
)

// Einsum is sums of products of arrays as NumPy's einsum writes them: a letter for every axis, commas between the arrays, and behind "->" the axes of the
// result. Over letters that aren't there is summed: "ij,jk->ik" is the product of two matrices, "ij,ij->i" the sums of products of rows, "ii->i"
// a diagonal. Without "->" the result has the letters that come once, sorted. Several arrays are put together from left to right. The type is the
// one that holds the values of all. Ellipses are not supported, and axes of one letter must be of the same size, or of size 1 where they stay.
func Einsum(subscripts string, arrays ...*Array) *Array {
	if bad := failedOf("einsum", arrays...); bad != nil {
		return bad
	}
	terms, result, err := parseSubscripts(subscripts, arrays)
	if err != nil {
		return Failed(errorf("einsum %q: %w", subscripts, err))
	}
	dtype := arrays[0].dtype
	for _, a := range arrays[1:] {
		dtype = block.Promote(dtype, a.dtype)
	}
	var x term
	for i, t := range terms {
		t.array = t.array.AsType(dtype)
		keep := result
		for _, later := range terms[i+1:] {
			keep += later.letters
		}
		if i == 0 {
			x = t.distinct().summed(keep, dtype)
			continue
		}
		t = t.distinct()
		x = x.summed(keep+t.letters, dtype)
		x = x.times(t.summed(keep+x.letters, dtype), keep)
	}
	order := make([]int, len(result))
	for i, letter := range result {
		order[i] = strings.IndexRune(x.letters, letter)
	}
	if len(order) == 0 || ascending(order) {
		return x.array
	}
	return x.array.Transpose(order...)
}

// term is an array whose axes have letters.
type term struct {
	array   *Array
	letters string
}

// parseSubscripts splits the text and checks it against the arrays.
func parseSubscripts(text string, arrays []*Array) (terms []term, result string, err error) {
	text = strings.ReplaceAll(text, " ", "")
	left, result, explicit := strings.Cut(text, "->")
	words := strings.Split(left, ",")
	switch {
	case len(arrays) == 0:
		return nil, "", fmt.Errorf("there are no arrays")
	case len(words) != len(arrays):
		return nil, "", fmt.Errorf("%d terms for %d arrays", len(words), len(arrays))
	}
	sizes, times := map[rune]int{}, map[rune]int{}
	for i, word := range words {
		shape := arrays[i].Shape()
		if err := onlyLetters(word); err != nil {
			return nil, "", err
		}
		if len(word) != len(shape) {
			return nil, "", fmt.Errorf("%q has %d letters for an array of shape %v", word, len(word), shape)
		}
		for axis, letter := range word {
			n, seen := sizes[letter]
			if seen && n != shape[axis] && (n != 1 && shape[axis] != 1 || strings.Count(word, string(letter)) > 1) {
				return nil, "", fmt.Errorf("axis %c is of size %d and %d", letter, n, shape[axis])
			}
			if !seen || n == 1 {
				sizes[letter] = shape[axis]
			}
			times[letter]++
		}
		terms = append(terms, term{arrays[i], word})
	}
	if !explicit {
		var once []rune
		for letter, n := range times {
			if n == 1 {
				once = append(once, letter)
			}
		}
		slices.Sort(once)
		return terms, string(once), nil
	}
	if err := onlyLetters(result); err != nil {
		return nil, "", err
	}
	for i, letter := range result {
		if times[letter] == 0 {
			return nil, "", fmt.Errorf("the result has an axis %c that no array has", letter)
		}
		if strings.ContainsRune(result[:i], letter) {
			return nil, "", fmt.Errorf("the result has the axis %c twice", letter)
		}
	}
	return terms, result, nil
}

func onlyLetters(word string) error {
	for _, r := range word {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return fmt.Errorf("%q is no letter", r)
		}
	}
	return nil
}

// distinct takes diagonals until every letter comes once.
func (t term) distinct() term {
	for i := 0; i < len(t.letters); i++ {
		letter := t.letters[i : i+1]
		if j := strings.LastIndex(t.letters, letter); j > i {
			rest := strings.Replace(t.letters[:j]+t.letters[j+1:], letter, "", 1)
			t = term{t.array.Diagonal(0, i, j), rest + letter}
			i = -1
		}
	}
	return t
}

// summed sums over the letters that nobody needs.
func (t term) summed(keep string, dtype DType) term {
	var axes []int
	rest := ""
	for axis, letter := range t.letters {
		if strings.ContainsRune(keep, letter) {
			rest += string(letter)
		} else {
			axes = append(axes, axis)
		}
	}
	if len(axes) == 0 {
		return t
	}
	return term{t.array.Sum(axes...).AsType(dtype), rest}
}

// times is the sum of products over the letters of both that are not kept.
func (t term) times(u term, keep string) term {
	var r roles
	var batch, left, right string
	var dropT, dropU []int // of size 1, against a longer axis that is summed over
	for i, letter := range t.letters {
		j := strings.IndexRune(u.letters, letter)
		switch {
		case j < 0:
			left += string(letter)
			r.left = append(r.left, i)
		case strings.ContainsRune(keep, letter):
			batch += string(letter)
			r.batchA, r.batchB = append(r.batchA, i), append(r.batchB, j)
		case t.array.Shape()[i] != u.array.Shape()[j]:
			if t.array.Shape()[i] == 1 {
				dropT = append(dropT, i)
			} else {
				dropU = append(dropU, j)
			}
		default:
			r.innerA, r.innerB = append(r.innerA, i), append(r.innerB, j)
		}
	}
	if len(dropT)+len(dropU) > 0 {
		t, u = t.without(dropT), u.without(dropU)
		return t.summed(keep+u.letters, t.array.dtype).times(u.summed(keep+t.letters, u.array.dtype), keep)
	}
	for j, letter := range u.letters {
		if !strings.ContainsRune(t.letters, letter) {
			right += string(letter)
			r.right = append(r.right, j)
		}
	}
	return term{contract(t.array, u.array, r), batch + left + right}
}

// without sums over axes of size 1, which drops them.
func (t term) without(axes []int) term {
	keep := ""
	for i, letter := range t.letters {
		if !slices.Contains(axes, i) {
			keep += string(letter)
		}
	}
	return t.summed(keep, t.array.dtype)
}
