package frame

import (
	"cmp"
	"slices"
	"strings"
)

// stackCategories stacks categoricals as anndata does. It reports false when the result is no categorical: when only
// some columns are, when the categories are of different types, or when ordered ones differ.
func stackCategories(parts []part, present []vector, total int) (vector, bool) {
	var all []category
	anyOrdered := false
	for _, v := range present {
		c, ok := v.(category)
		if !ok {
			return nil, false
		}
		anyOrdered = anyOrdered || c.ordered
		all = append(all, c)
	}
	if anyOrdered && !sameOrdered(all) {
		return nil, false
	}
	cats, ok := unionOf(all, anyOrdered)
	if !ok {
		return nil, false
	}
	at := make(map[string]int, cats.length())
	for i := range cats.length() {
		at[cats.text(i)] = i
	}
	codes := make([]int, 0, total)
	for _, p := range parts {
		c, ok := p.data.(category)
		if !ok {
			for range p.rows {
				codes = append(codes, -1)
			}
			continue
		}
		to := make([]int, c.categories.length())
		for i := range to {
			to[i] = at[c.categories.text(i)]
		}
		for i := range p.rows {
			code := c.code(i)
			if code >= 0 {
				code = to[code]
			}
			codes = append(codes, code)
		}
	}
	return category{pack(codes, cats.length()), cats, anyOrdered}, true
}

// sameOrdered reports whether all those with any categories are ordered and have the same ones in the same order.
func sameOrdered(all []category) bool {
	var first []string
	for _, c := range all {
		cats := (&Series{data: c.categories}).Strings()
		if len(cats) == 0 {
			continue
		}
		if !c.ordered || (first != nil && !slices.Equal(first, cats)) {
			return false
		}
		first = cats
	}
	return first != nil
}

func unionOf(all []category, ordered bool) (vector, bool) {
	var names []string
	strs, nums := false, false
	for _, c := range all {
		if c.categories.length() == 0 {
			continue
		}
		switch c.categories.kind() {
		case StringKind, BoolKind:
			strs = true
		default:
			nums = true
		}
		names = append(names, c.categories.dtype())
	}
	if len(names) == 0 {
		return all[0].categories, true
	}
	if strs && (nums || len(slices.Compact(slices.Clone(names))) > 1) {
		return nil, false
	}
	var parts []part
	total := 0
	for _, c := range all {
		if n := c.categories.length(); n > 0 {
			parts = append(parts, part{c.categories, n})
			total += n
			if ordered {
				break // they are all the same
			}
		}
	}
	joined := fill(promote(names), parts, total)
	seen := make(map[string]bool, total)
	var rows List
	for i := range total {
		if t := joined.text(i); !seen[t] {
			seen[t] = true
			rows = append(rows, i)
		}
	}
	if !ordered {
		if first := all[0].categories; first.length() == len(rows) && first.dtype() == joined.dtype() {
			return first, true // it has them all already: its order stays
		}
		slices.SortStableFunc(rows, func(i, j int) int { return natural(joined, i, j) })
	}
	return joined.take(rows), true
}

// natural compares numbers by value and strings so that the numbers in them count: "c2" before "c10".
func natural(v vector, i, j int) int {
	if x, ok := v.number(i); ok {
		y, _ := v.number(j)
		return cmp.Compare(x, y)
	}
	return CompareNatural(v.text(i), v.text(j))
}

// CompareNatural orders texts so that the numbers in them count: "c2" before "c10". Pieces without digits compare as text, pieces of
// digits as numbers.
func CompareNatural(a, b string) int {
	for {
		ta, ra := cut(a, false)
		tb, rb := cut(b, false)
		if c := cmp.Compare(ta, tb); c != 0 {
			return c
		}
		na, resta := cut(ra, true)
		nb, restb := cut(rb, true)
		if na == "" || nb == "" {
			return cmp.Compare(len(na), len(nb))
		}
		za, zb := strings.TrimLeft(na, "0"), strings.TrimLeft(nb, "0")
		if c := cmp.Or(cmp.Compare(len(za), len(zb)), cmp.Compare(za, zb)); c != 0 {
			return c
		}
		a, b = resta, restb
		if a == "" || b == "" {
			return cmp.Compare(len(a), len(b))
		}
	}
}

// cut splits off the leading run of digits, or of anything else.
func cut(s string, digits bool) (head, rest string) {
	for i := range len(s) {
		if (s[i] >= '0' && s[i] <= '9') != digits {
			return s[:i], s[i:]
		}
	}
	return s, ""
}
