package display

import (
	"html"
	"strings"
	"unicode/utf8"
)

// lineWidth is how wide a line of text may be before it is broken.
const lineWidth = 80

// tuple shows several bundles as one. The text is that of Python's pretty printer: on one line if it fits, else one element
// a line, all of them indented by one for the opening parenthesis. When some element has more than text, the bundle also
// has all of them one below the other.
func tuple(parts []Bundle) Bundle {
	texts := make([]string, len(parts))
	rich := false
	for i, p := range parts {
		texts[i] = p.Text()
		rich = rich || richest(p) != ""
	}
	b := plain(tupleText(texts))
	if rich {
		var page strings.Builder
		for _, p := range parts {
			piece := richest(p)
			if piece == "" {
				piece = preformatted(p.Text())
			}
			page.WriteString(`<div style="margin: 0 0 .8em">` + piece + "</div>\n")
		}
		b.Data[MIMEHTML] = page.String()
	}
	return b
}

func tupleText(texts []string) string {
	line := "(" + strings.Join(texts, ", ") + ")"
	if !strings.Contains(line, "\n") && utf8.RuneCountInString(line) < lineWidth {
		return line
	}
	return "(" + strings.ReplaceAll(strings.Join(texts, ",\n"), "\n", "\n ") + ")"
}

// richest is a bundle as HTML, or "" when it has nothing but text.
func richest(b Bundle) string {
	if s := b.text(MIMEHTML); s != "" {
		return s
	}
	if s := b.text(MIMESVG); s != "" {
		return s
	}
	if s := b.text(MIMEPNG); s != "" {
		return `<img alt="` + html.EscapeString(b.Text()) + `" src="data:image/png;base64,` + s + `">`
	}
	return ""
}

func preformatted(text string) string {
	return `<pre style="margin: 0">` + html.EscapeString(text) + "</pre>"
}
