package lsp

import (
	"go/doc/comment"
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
	also   []string // declarations of methods
	source string   // when it is asked for
}

// maxAlso is how many methods of a type are listed.
const maxAlso = 40

func (a *article) help() Help {
	if len(a.also) > maxAlso {
		a.also = append(a.also[:maxAlso:maxAlso], "// and more")
	}
	var p comment.Parser
	parsed := p.Parse(a.doc)
	pr := comment.Printer{HeadingLevel: 4, DocLinkBaseURL: "https://pkg.go.dev", HeadingID: func(*comment.Heading) string { return "" }}
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
			if line == "---" {
				continue
			}
			line = strings.TrimLeft(line, "#")
			line = unescape.Replace(line)
		}
		out = append(out, line)
	}
	text := strings.Join(out, "\n")
	for strings.Contains(text, "\n\n\n") {
		text = strings.ReplaceAll(text, "\n\n\n", "\n\n")
	}
	return strings.TrimSpace(text) + "\n"
}

var unescape = strings.NewReplacer("\\\\", "\\", "\\_", "_", "\\*", "*", "\\[", "[", "\\]", "]", "\\`", "`", "\\#", "#", "\\<", "<", "\\>", ">", "\\.", ".",
	"\\-", "-", "\\(", "(", "\\)", ")", "\\{", "{", "\\}", "}", "\\!", "!", "\\|", "|", "\\+", "+", "`", "")
