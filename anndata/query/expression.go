package query

import (
	"fmt"
	"regexp"
	"strconv"
	"unicode/utf8"

	"github.com/lazycell/lazycell/anndata/frame"
)

// parser reads an expression and computes it on the way: a mask of the rows.
type parser struct {
	frame  *frame.Frame
	tokens []token
	at     int
	depth  int
}

// maxDepth is how deep parentheses go.
const maxDepth = 200

func (p *parser) selection() ([]bool, error) {
	mask, err := p.or()
	if err == nil && p.at < len(p.tokens) {
		err = p.wrong("the end, and or or")
	}
	return mask, err
}

// peek reports whether the next token is a word or operator.
func (p *parser) peek(text string) bool { return p.at < len(p.tokens) && p.tokens[p.at].is(text) }

// take steps over a word or operator if it is the next.
func (p *parser) take(text string) bool {
	if p.peek(text) {
		p.at++
		return true
	}
	return false
}

func (p *parser) wrong(want string) error {
	if p.at >= len(p.tokens) {
		return fmt.Errorf("it ends where %s was expected", want)
	}
	t := p.tokens[p.at]
	return fmt.Errorf("%q where %s was expected", t.text, want)
}

func (p *parser) or() ([]bool, error) {
	mask, err := p.and()
	for err == nil && p.take("or") {
		var other []bool
		if other, err = p.and(); err == nil {
			for i, v := range other {
				mask[i] = mask[i] || v
			}
		}
	}
	return mask, err
}

func (p *parser) and() ([]bool, error) {
	mask, err := p.not()
	for err == nil && p.take("and") {
		var other []bool
		if other, err = p.not(); err == nil {
			for i, v := range other {
				mask[i] = mask[i] && v
			}
		}
	}
	return mask, err
}

func (p *parser) not() ([]bool, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, fmt.Errorf("it is more than %d parentheses deep", maxDepth)
	}
	defer func() { p.depth-- }()
	if p.take("not") {
		mask, err := p.not()
		return inverted(mask), err
	}
	if p.take("(") {
		mask, err := p.or()
		if err == nil && !p.take(")") {
			err = p.wrong(")")
		}
		return mask, err
	}
	return p.test()
}

func inverted(mask []bool) []bool {
	for i := range mask {
		mask[i] = !mask[i]
	}
	return mask
}

// word is the next token as a name or value.
func (p *parser) word(what string) (token, error) {
	if p.at >= len(p.tokens) || !p.tokens[p.at].quoted && operatorAt(p.tokens[p.at].text) != "" {
		return token{}, p.wrong(what)
	}
	p.at++
	return p.tokens[p.at-1], nil
}

func (p *parser) test() ([]bool, error) {
	name, err := p.word("a column")
	if err != nil {
		return nil, err
	}
	s := p.column(name)
	if s.Err() != nil {
		return nil, s.Err()
	}
	switch {
	case p.take("in"):
		return p.in(s)
	case p.take("is"):
		isNot := p.take("not")
		if !p.take("missing") {
			return nil, p.wrong("missing")
		}
		mask := make([]bool, s.Len())
		for i := range mask {
			mask[i] = s.IsMissing(i) != isNot
		}
		return mask, nil
	case p.peek("not"):
		p.at++
		if !p.take("in") {
			return nil, p.wrong("in")
		}
		mask, err := p.in(s)
		return inverted(mask), err
	case p.peek("~"), p.peek("!~"):
		differs := p.tokens[p.at].text == "!~"
		p.at++
		return p.matches(s, differs)
	case p.peek("="):
		return nil, fmt.Errorf("%q is no operator: == compares", "=")
	}
	if p.at < len(p.tokens) && !p.tokens[p.at].quoted {
		switch o := frame.Op(p.tokens[p.at].text); o {
		case frame.Equal, frame.NotEqual, frame.Less, frame.LessOrEqual, frame.Greater, frame.GreaterOrEqual:
			p.at++
			v, err := p.word("a value")
			if err != nil {
				return nil, err
			}
			return compared(s, o, v)
		}
	}
	if k := s.Kind(); k == frame.BoolKind || k == frame.NullableBoolKind {
		return s.Compare(frame.Equal, true)
	}
	return nil, p.wrong("a comparison such as ==, behind " + strconv.Quote(name.text))
}

// column is a column, or the row names.
func (p *parser) column(name token) *frame.Series {
	if !p.frame.Has(name.text) && (name.is("index") || name.text != "" && name.text == p.frame.IndexName()) {
		return frame.Strings("index", p.frame.Index())
	}
	return p.frame.Col(name.text)
}

func (p *parser) in(s *frame.Series) ([]bool, error) {
	if !p.take("[") {
		return nil, p.wrong("[")
	}
	mask := make([]bool, s.Len())
	for !p.take("]") {
		v, err := p.word("a value")
		if err != nil {
			return nil, err
		}
		one, err := compared(s, frame.Equal, v)
		if err != nil {
			return nil, err
		}
		for i, is := range one {
			mask[i] = mask[i] || is
		}
		if !p.take(",") && !p.peek("]") {
			return nil, p.wrong("a comma or ]")
		}
	}
	return mask, nil
}

func (p *parser) matches(s *frame.Series, differs bool) ([]bool, error) {
	v, err := p.word("a regular expression")
	if err != nil {
		return nil, err
	}
	re, err := regexp.Compile(v.text)
	if err != nil {
		return nil, err
	}
	mask := make([]bool, s.Len())
	if c := s.Categories(); c != nil { // each category once
		is := make([]bool, c.Len())
		for i, text := range c.Strings() {
			is[i] = re.MatchString(text)
		}
		for i := range mask {
			code := s.Code(i)
			mask[i] = (code >= 0 && is[code]) != differs
		}
		return mask, nil
	}
	for i, text := range s.Strings() {
		mask[i] = (!s.IsMissing(i) && re.MatchString(text)) != differs
	}
	return mask, nil
}

// compared compares a column with a value, which is read as what the column holds.
func compared(s *frame.Series, o frame.Op, v token) ([]bool, error) {
	kind := s.Kind()
	if kind == frame.CategoricalKind {
		kind = s.Categories().Kind()
	}
	var value any = v.text
	switch kind {
	case frame.BoolKind, frame.NullableBoolKind:
		b, err := strconv.ParseBool(v.text)
		if err != nil {
			return nil, fmt.Errorf("column %q holds booleans: %q is none", s.Name(), v.text)
		}
		value = b
	case frame.IntKind, frame.UintKind, frame.FloatKind, frame.NullableIntKind:
		if n, err := strconv.ParseInt(v.text, 10, 64); err == nil {
			value = n
			break
		}
		x, err := strconv.ParseFloat(v.text, 64)
		if err != nil {
			return nil, fmt.Errorf("column %q holds numbers: %q is none", s.Name(), v.text)
		}
		value = x
	}
	if !utf8.ValidString(v.text) {
		return nil, fmt.Errorf("the value %q is no text in UTF-8", v.text)
	}
	return s.Compare(o, value)
}
