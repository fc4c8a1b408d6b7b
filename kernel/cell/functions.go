package cell

import (
	"fmt"
	"go/types"
	"sort"
	"strings"
)

// Calls from one cell to a function of another go through a variable of the latter. When a later cell declares a function
// of the same name and signature, it points that variable to its own function, and so reaches the earlier callers.

func (c *Compiler) addFunction(sym *symbol) {
	for _, s := range c.functions[sym.name] {
		if s == sym {
			return
		}
	}
	c.functions[sym.name] = append(c.functions[sym.name], sym)
}

// pointFunctions writes the assignments that lead callers to the cell's functions.
func (em *emitter) pointFunctions() string {
	var b strings.Builder
	scope := em.ch.pkg.types.Scope()
	for _, name := range scope.Names() {
		f, ok := scope.Lookup(name).(*types.Func)
		if !ok || em.ch.foreign[f] != nil || isGeneric(f) || name == "main" || strings.ContainsRune(name, 'ʼ') {
			continue
		}
		fmt.Fprintf(&b, "\t%s%s = %s\n", exported, name, name)
		for _, old := range em.c.functions[name] {
			if old.pkg != em.self && replaceable(old.obj, f) {
				fmt.Fprintf(&b, "\t%s = %s\n", em.qualified(old), name)
			}
		}
	}
	return b.String()
}

func replaceable(old, by types.Object) bool {
	return !isGeneric(old) && !isGeneric(by) && types.Identical(old.Type(), by.Type())
}

// notes tells what of earlier cells goes on with declarations that this cell replaces.
func (c *Compiler) notes(ch *checked, em *emitted) []string {
	var out []string
	for _, sym := range em.symbols {
		old := c.visible[sym.name]
		if old == nil || old.pkg == nil || old.pkg == sym.pkg {
			continue
		}
		if isFunc(old.obj) && !ch.carried[sym.name] {
			out = append(out, c.callerNotes(sym)...)
		}
		if _, ok := old.obj.(*types.TypeName); ok {
			if holders := c.holders(old.obj.Type(), em.symbols); len(holders) > 0 {
				out = append(out, fmt.Sprintf("%s is a new type: %s %s the one of Cell [%d].", sym.name, list(holders), still(holders), old.pkg.number))
			}
		}
	}
	if names := sortedNames(ch.carried); len(names) > 0 {
		was := map[bool]string{true: "was", false: "were"}[len(names) == 1]
		out = append(out, fmt.Sprintf("%s %s compiled anew for the new %s.", list(names), was, list(ch.changed)))
	}
	if names := sortedNames(ch.left); len(names) > 0 {
		out = append(out, fmt.Sprintf("%s %s the old %s: compiling anew failed.", list(names), still(names), list(ch.changed)))
	}
	return out
}

// callerNotes tells which functions of earlier cells keep calling what sym hides.
func (c *Compiler) callerNotes(sym *symbol) []string {
	var out []string
	for _, old := range c.functions[sym.name] {
		for _, f := range old.inside {
			now := c.visible[f]
			if now != nil && now.pkg == old.pkg && old == c.visible[sym.name] {
				out = append(out, fmt.Sprintf("%s keeps calling the %s of its own cell, Cell [%d].", f, sym.name, old.pkg.number))
			}
		}
		if cells := numbers(old.callers); len(cells) > 0 && !(isFunc(sym.obj) && replaceable(old.obj, sym.obj)) {
			keep := map[bool]string{true: "keeps", false: "keep"}[len(cells) == 1]
			out = append(out, fmt.Sprintf("%s %s calling the earlier %s: this one has another signature.", list(cells), keep, sym.name))
		}
	}
	return out
}

// holders lists the visible variables whose types are made of t, without those that a cell is about to hide.
func (c *Compiler) holders(t types.Type, hiding []*symbol) []string {
	hidden := map[string]bool{}
	for _, s := range hiding {
		hidden[s.name] = true
	}
	var out []string
	for name, sym := range c.visible {
		if v, ok := sym.obj.(*types.Var); ok && !hidden[name] && mentions(v.Type(), t) {
			out = append(out, name)
		}
	}
	sort.Strings(out)
	return out
}

// mentions reports whether type t is made of target, through named types too.
func mentions(t, target types.Type) bool {
	found := false
	seen := map[types.Type]bool{}
	var visit func(t types.Type) bool
	visit = func(t types.Type) bool {
		if n, ok := t.(*types.Named); ok {
			if origin(n) == origin(target) {
				found = true
			} else if !found && !seen[n] && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == cellPath {
				seen[n] = true
				visitTypes(n.Underlying(), visit)
			}
		}
		return !found
	}
	visitTypes(t, visit)
	return found
}

func still(words []string) string {
	if len(words) == 1 {
		return "still has"
	}
	return "still have"
}

func sortedNames(m map[string]bool) []string {
	var out []string
	for n := range m {
		out = append(out, n)
	}
	sort.Strings(out)
	return out
}

func origin(t types.Type) types.Type {
	if n, ok := t.(*types.Named); ok {
		return n.Origin()
	}
	return t
}

func numbers(cells map[*cellPkg]bool) []string {
	var ns []int
	for p := range cells {
		ns = append(ns, p.number)
	}
	sort.Ints(ns)
	var out []string
	for _, n := range ns {
		out = append(out, fmt.Sprintf("Cell [%d]", n))
	}
	return out
}

// list writes words with commas and an "and".
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
