package lsp

import (
	"go/doc/comment"
	"regexp"
	"strings"
)

// Help tells what a name means.
type Help struct {
	Markdown string
	Plain    string
}

// article is help before it is written in one form or the other.
type article struct {
	code   string   // the declaration
	where  string   // the cell that it is in, the package's path
	doc    string   // the comment, as it stands in Go source without its slashes
	path   string   // the package that the comment is in; "" for a cell
	also   []string // declarations of methods
	source string   // when it is asked for
}

// maxAlso is how many methods of a type are listed.
const maxAlso = 40

func (a *article) help() Help {
	if len(a.also) > maxAlso {
		a.also = append(a.also[:maxAlso:maxAlso], "// and more")
	}
	p := comment.Parser{LookupSym: func(string, string) bool { return a.path != "" }}
	parsed := p.Parse(a.doc)
	pr := comment.Printer{HeadingLevel: 4, HeadingID: func(*comment.Heading) string { return "" }, DocLinkURL: func(link *comment.DocLink) string {
		if link.ImportPath == "" {
			link.ImportPath = a.path
		}
		return link.DefaultURL("https://pkg.go.dev")
	}}
	var md, plain []string
	fence := func(code string) string { return "```go\n" + code + "\n```" }
	add := func(m, p string) {
		md, plain = append(md, m), append(plain, p)
	}
	if a.code != "" {
		add(fence(a.code), a.code)
	}
	if a.where != "" {
		add("*"+a.where+"*", a.where)
	}
	if a.doc != "" {
		add(strings.TrimSpace(string(pr.Markdown(parsed))), strings.TrimRight(string(pr.Text(parsed)), "\n"))
	}
	if len(a.also) > 0 {
		code := strings.Join(a.also, "\n")
		add(fence(code), code)
	}
	if a.source != "" && a.source != a.code {
		add(fence(a.source), a.source)
	}
	return Help{strings.Join(md, "\n\n") + "\n", strings.Join(plain, "\n\n") + "\n"}
}

// tidied takes out of gopls' Markdown its rules and links to files, which front-ends can't open.
func tidied(md string) string {
	md = fileLink.ReplaceAllString(md, "$1")
	return strings.TrimSpace(blankLines.ReplaceAllString(rule.ReplaceAllString(md, ""), "\n\n"))
}

var (
	fileLink   = regexp.MustCompile(`\[([^\]\n]*)\]\(file:[^)\n]*\)`)
	rule       = regexp.MustCompile(`(?m)^---$`)
	blankLines = regexp.MustCompile(`\n{3,}`)
)

// plainOf takes the marks out of Markdown that gopls writes.
func plainOf(md string) string {
	var out []string
	code := false
	for _, line := range strings.Split(md, "\n") {
		if strings.HasPrefix(line, "```") {
			code = !code
			continue
		}
		if !code {
			line = strings.TrimLeft(line, "#")
			line = unescape.Replace(webLink.ReplaceAllString(line, "$1"))
		}
		out = append(out, line)
	}
	return strings.TrimSpace(blankLines.ReplaceAllString(strings.Join(out, "\n"), "\n\n")) + "\n"
}

var webLink = regexp.MustCompile(`\[([^\]]*)\]\(https?:[^)]*\)`)

var unescape = strings.NewReplacer("\\\\", "\\", "\\_", "_", "\\*", "*", "\\[", "[", "\\]", "]", "\\`", "`", "\\#", "#", "\\<", "<", "\\>", ">", "\\.", ".",
	"\\-", "-", "\\(", "(", "\\)", ")", "\\{", "{", "\\}", "}", "\\!", "!", "\\|", "|", "\\+", "+", "`", "")
