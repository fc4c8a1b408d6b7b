package cell

import (
	"encoding/json"
	"fmt"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// embedDirective is how the comment starts that fills a variable with files.
const embedDirective = "//go:embed "

// embedded are the files of a cell, as Go's compiler wants to be told.
type embedded struct {
	Patterns map[string][]string // pattern -> names
	Files    map[string]string   // name -> path
}

// embedText returns the directives that stand on the lines right above a position, and the offset of the first.
func (s *source) embedText(pos token.Pos) (directives []string, offset int) {
	lines := strings.Split(s.text[:s.offset(pos)], "\n")
	offset = s.offset(pos) - len(lines[len(lines)-1])
	if strings.TrimSpace(lines[len(lines)-1]) != "" && strings.TrimSpace(lines[len(lines)-1]) != "var" {
		return nil, 0
	}
	for i := len(lines) - 2; i >= 0; i-- {
		line := strings.TrimSpace(lines[i])
		if !strings.HasPrefix(line, embedDirective) {
			break
		}
		directives = append([]string{line}, directives...)
		offset -= len(lines[i]) + 1
	}
	return directives, offset
}

// embed notes the files of a variable that is filled with them. It returns the directives to compile it with, and a comment
// that changes when the files do.
func (em *emitter) embed(v *types.Var) (string, bool) {
	for _, st := range em.ch.steps {
		if len(st.embed) == 0 || st.names[0].Name != v.Name() {
			continue
		}
		if !embeddable(v.Type()) {
			em.fault(st.src, st.start, "go:embed can only fill variables of type string, []byte and embed.FS")
		}
		var b strings.Builder
		for _, line := range st.embed {
			for _, pattern := range embedPatterns(line) {
				if err := em.addEmbedded(st.src.dir, pattern, &b); err != nil {
					em.fault(st.src, st.start, err.Error())
				}
			}
		}
		b.WriteString(strings.Join(st.embed, "\n") + "\n")
		return b.String(), true
	}
	return "", false
}

// embeddable reports whether files can fill a variable of a type.
func embeddable(t types.Type) bool {
	if n, ok := types.Unalias(t).(*types.Named); ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "embed" && n.Obj().Name() == "FS" {
		return true
	}
	if s, ok := t.Underlying().(*types.Slice); ok {
		t = s.Elem()
		return types.Identical(t.Underlying(), types.Typ[types.Byte])
	}
	return types.Identical(t.Underlying(), types.Typ[types.String])
}

// embedPatterns are the patterns of a directive, quoted or not.
func embedPatterns(line string) []string {
	var out []string
	for _, f := range strings.Fields(strings.TrimPrefix(line, embedDirective)) {
		if unquoted, err := strconv.Unquote(f); err == nil {
			f = unquoted
		}
		out = append(out, f)
	}
	return out
}

// addEmbedded finds the files of a pattern.
func (em *emitter) addEmbedded(dir, pattern string, b *strings.Builder) error {
	glob, all := strings.CutPrefix(pattern, "all:")
	if path.IsAbs(glob) || !fs.ValidPath(glob) {
		return fmt.Errorf("go:embed %s: a pattern names files in the current directory or below, without . and ..", pattern)
	}
	root, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("go:embed %s: %w", pattern, err)
	}
	found, err := fs.Glob(os.DirFS(root), glob)
	if err != nil {
		return fmt.Errorf("go:embed %s: %w", pattern, err)
	}
	names := map[string]bool{}
	for _, match := range found {
		err := fs.WalkDir(os.DirFS(root), match, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if hidden := strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "_"); hidden && !all && name != match {
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			if !d.Type().IsRegular() {
				return nil
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			names[name] = true
			em.embeds.Files[name] = filepath.Join(root, filepath.FromSlash(name))
			fmt.Fprintf(b, "// %s: %d bytes, %d\n", strconv.Quote(name), info.Size(), info.ModTime().UnixNano())
			return nil
		})
		if err != nil {
			return fmt.Errorf("go:embed %s: %w", pattern, err)
		}
	}
	if len(names) == 0 {
		return fmt.Errorf("go:embed %s: no matching files in the current directory", pattern)
	}
	em.embeds.Patterns[pattern] = sortedNames(names)
	return nil
}

// write makes the file that tells Go's compiler of them, and returns its path; "" when there are none.
func (e embedded) write(dir string) (string, error) {
	if len(e.Patterns) == 0 {
		return "", nil
	}
	text, err := json.Marshal(e)
	if err != nil {
		return "", fmt.Errorf("write the list of embedded files: %w", err)
	}
	file := filepath.Join(dir, "embedcfg")
	if err := os.WriteFile(file, text, 0o644); err != nil {
		return "", fmt.Errorf("write the list of embedded files: %w", err)
	}
	return file, nil
}
