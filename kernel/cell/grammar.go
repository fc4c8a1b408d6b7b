package cell

import "go/token"

// CheckSyntax says whether text is a cell as far as Go's grammar goes; if not, the error is an *Error.
func CheckSyntax(text string) error {
	_, err := parse(token.NewFileSet(), 0, text)
	return err
}
