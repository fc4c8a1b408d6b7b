package magic

import (
	"fmt"
	"strings"
)

// Cell is a cell with its commands taken out.
type Cell struct {
	Commands []Command // in source order
	Go       string    // the Go code, on the lines it had
	Body     string    // of a %% cell whose text is not Go (%%bash, %%writefile): everything after its first line

	// What commands have asked for.
	MainLine int   // the flags are set before the first statement behind this line; -1: before any; 0: they are left alone
	Test     *Test // tests run after the Go code
	Timed    bool  // tell how long the cell takes
	Page     bool  // the Go code is a program for the page
	input    inputMode
}

// Test says which tests are to run.
type Test struct {
	Flags []string // of go test; nil: those of the cell, or all when it has none
}

// Command is a % command or a ! shell line.
type Command struct {
	Line  int    // counts from 1
	Text  string // the line as written, continuation lines joined
	Name  string // "%env", "%%bash", "!" or "!*"
	Args  []string
	Shell string // the shell line of "!" and "!*"
}

// Error is a fault in a command line or its execution.
type Error struct {
	Line int
	Text string // the user's line
	Err  error
}

// Error returns the fault without its place.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// gonbPrefix lets a command stand in a Go comment, for editors that know Go only.
const gonbPrefix = "//gonb:"

// Parse takes the commands out of a cell. Errors are of type *Error.
func Parse(source string) (*Cell, error) {
	lines := strings.Split(source, "\n")
	c := &Cell{}
	if first := firstLine(lines); first >= 0 && wholeCell(lines[first]) {
		cmd, err := command(first, lines[first], true)
		if err != nil {
			return nil, err
		}
		c.Commands = []Command{cmd}
		c.Body = strings.Join(lines[first+1:], "\n")
		return c, nil
	}
	var s state
	for i := 0; i < len(lines); i++ {
		text := strings.TrimRight(strings.TrimPrefix(lines[i], gonbPrefix), " \t\r")
		if !s.startsCommand(text) {
			s.line(lines[i])
			continue
		}
		start := i
		lines[i] = ""
		for strings.HasSuffix(text, `\`) && i+1 < len(lines) {
			i++
			next := strings.TrimRight(strings.TrimPrefix(lines[i], gonbPrefix), " \t\r")
			text = strings.TrimSuffix(text, `\`) + " " + strings.TrimLeft(next, " \t")
			lines[i] = ""
		}
		cmd, err := command(start, text, false)
		if err != nil {
			return nil, err
		}
		c.Commands = append(c.Commands, cmd)
	}
	c.Go = strings.Join(lines, "\n")
	return c, nil
}

func firstLine(lines []string) int {
	for i, l := range lines {
		if strings.TrimSpace(l) != "" {
			return i
		}
	}
	return -1
}

// cellNames are the commands that take the whole cell.
var cellNames = map[string]bool{"%%bash": true, "%%script": true, "%%sh": true, "%%writefile": true}

// wholeCell says whether a first line claims the whole cell, as %%bash does and %% with arguments does not.
func wholeCell(line string) bool {
	rest, ok := strings.CutPrefix(strings.TrimPrefix(strings.TrimSpace(line), gonbPrefix), "%%")
	return ok && rest != "" && rest[0] != ' ' && rest[0] != '\t'
}

// command takes a command line apart and checks that there is such a command.
func command(line int, text string, first bool) (Command, error) {
	text = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), gonbPrefix))
	c := Command{Line: line + 1, Text: text}
	if rest, ok := strings.CutPrefix(text, "!"); ok {
		c.Name, c.Shell = "!", rest
		if temp, ok := strings.CutPrefix(rest, "*"); ok {
			c.Name, c.Shell = "!*", temp
		}
		c.Shell = strings.TrimSpace(c.Shell)
		return c, nil
	}
	words, err := split(text)
	if err != nil {
		return c, &Error{Line: c.Line, Text: text, Err: err}
	}
	if words[0] == "%" && len(words) > 1 && !strings.HasPrefix(text, "%%") {
		words = append([]string{"%" + words[1]}, words[2:]...)
	}
	c.Name, c.Args = words[0], words[1:]
	if cellNames[c.Name] && !first {
		return c, &Error{Line: c.Line, Text: text, Err: fmt.Errorf("%s takes the whole cell: it can only stand on the first line", c.Name)}
	}
	if _, ok := commands[c.Name]; !ok {
		return c, &Error{Line: c.Line, Text: text, Err: unknown(c.Name)}
	}
	return c, nil
}

// escapes are the characters that stand behind a backslash inside quotes for others.
var escapes = map[byte]byte{'"': '"', '\\': '\\', 'n': '\n', 't': '\t'}

// split cuts a command line into words. Double quotes keep spaces together; inside them \" and \\ stand for the
// characters themselves, \n for a new line and \t for a tab.
func split(text string) ([]string, error) {
	var words []string
	var word strings.Builder
	started, quoted := false, false
	for i := 0; i < len(text); i++ {
		ch := text[i]
		switch {
		case ch == '"':
			quoted = !quoted
			started = true
		case quoted && ch == '\\' && i+1 < len(text) && escapes[text[i+1]] != 0:
			i++
			word.WriteByte(escapes[text[i]])
		case !quoted && (ch == ' ' || ch == '\t'):
			if started {
				words = append(words, word.String())
				word.Reset()
			}
			started = false
		default:
			word.WriteByte(ch)
			started = true
		}
	}
	if quoted {
		return nil, fmt.Errorf("the quote that opens in %s is not closed: add a \" or write \\\" inside quotes", text)
	}
	if started {
		words = append(words, word.String())
	}
	return words, nil
}
