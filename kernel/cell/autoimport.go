package cell

import (
	"context"
	"errors"
	"go/ast"
	"go/token"
	"path"
	"strconv"
	"strings"
)

// knownPackages are imported without being asked for when a cell uses their name and nothing else has it, as goimports does.
// Packages whose names leave a doubt are in doubtfulPackages.
var knownPackages = byName(`bufio bytes cmp context errors flag fmt io iter log maps math os path reflect regexp runtime slices sort strconv
strings sync testing time unicode archive/tar archive/zip compress/gzip container/heap crypto/md5 crypto/sha1 crypto/sha256
database/sql encoding/base64 encoding/binary encoding/csv encoding/gob encoding/hex encoding/json encoding/xml html image image/color
image/draw image/gif image/jpeg image/png io/fs log/slog math/big math/bits math/cmplx net/http net/url os/exec os/signal
path/filepath runtime/debug sync/atomic text/tabwriter unicode/utf8 unsafe
github.com/lazycell/lazycell/lazy github.com/lazycell/lazycell/anndata github.com/lazycell/lazycell/anndata/frame
github.com/lazycell/lazycell/io/h5ad github.com/lazycell/lazycell/io/zarr github.com/lazycell/lazycell/display
github.com/janpfeifer/gonb/gonbui golang.org/x/exp/constraints gonum.org/v1/gonum/mat gonum.org/v1/gonum/stat gonum.org/v1/gonum/floats`)

// doubtfulPackages have names that several packages go by. The first is taken that has everything which the cell wants of it.
var doubtfulPackages = map[string][]string{
	"rand":     {"math/rand", "math/rand/v2", "crypto/rand"},
	"template": {"text/template", "html/template"},
	"scanner":  {"text/scanner", "go/scanner"},
	"pprof":    {"runtime/pprof", "net/http/pprof"},
}

func byName(paths string) map[string]string {
	out := map[string]string{}
	for _, p := range strings.Fields(paths) {
		out[path.Base(p)] = p
	}
	return out
}

// addImports adds to a cell the imports that would mend err. It reports whether there were any.
func (c *Compiler) addImports(ctx context.Context, src *source, err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	paths := map[string]bool{}
	for _, d := range e.Diags {
		name, undefined := strings.CutPrefix(d.Msg, "undefined: ")
		p := knownPackages[name]
		if candidates := doubtfulPackages[name]; undefined && candidates != nil {
			p = c.fitting(ctx, src, name, candidates)
		}
		if undefined && p != "" && d.src == src && strings.HasPrefix(src.text[d.offset:], name+".") {
			paths[p] = true
		}
	}
	added := false
	for _, p := range sortedNames(paths) {
		if err := c.tools.resolve(ctx, []string{p}); err != nil {
			continue
		}
		src.imports = append(src.imports, &ast.ImportSpec{Path: &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(p)}})
		added = true
	}
	return added
}

// fitting returns the first of some packages that has all the members which a cell's text asks of the name; "" when none has.
func (c *Compiler) fitting(ctx context.Context, src *source, name string, paths []string) string {
	members := selected(src.text, name)
	for _, p := range paths {
		if err := c.tools.resolve(ctx, []string{p}); err != nil {
			continue
		}
		pkg, err := c.tools.Import(p)
		if err != nil {
			continue
		}
		has := true
		for _, m := range members {
			has = has && pkg.Scope().Lookup(m) != nil
		}
		if has {
			return p
		}
	}
	return ""
}

// selected lists what a text selects of a name: a and b in name.a + name.b.
func selected(text, name string) []string {
	lexemes, err := scan(text)
	if err != nil {
		return nil
	}
	var out []string
	for i := 0; i+2 < len(lexemes); i++ {
		if lexemes[i].tok == token.IDENT && lexemes[i].lit == name && lexemes[i+1].tok == token.PERIOD && lexemes[i+2].tok == token.IDENT {
			out = append(out, lexemes[i+2].lit)
		}
	}
	return out
}
