package magic

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// headings of what %list shows, by kind.
var headings = []struct{ kind, title string }{
	{"import", "Imports"}, {"const", "Constants"}, {"type", "Types"}, {"var", "Variables"}, {"func", "Functions"},
}

func runList(_ context.Context, h Host, _ *Cell, _ Command) error {
	all := h.List()
	if len(all) == 0 {
		h.Display("Nothing is defined yet.", "Nothing is defined yet.\n")
		return nil
	}
	var md, plain strings.Builder
	for _, heading := range headings {
		title := false
		for _, d := range all {
			if d.Kind != heading.kind {
				continue
			}
			if !title {
				fmt.Fprintf(&md, "\n#### %s\n\n", heading.title)
				fmt.Fprintf(&plain, "%s\n", heading.title)
				title = true
			}
			text := shorten(d.Text)
			fmt.Fprintf(&md, "- `%s` %s\n", d.Name, code(text))
			fmt.Fprintf(&plain, "  %s  %s\n", d.Name, text)
		}
	}
	h.Display(strings.TrimSpace(md.String())+"\n", plain.String())
	return nil
}

// code quotes a text as code in Markdown.
func code(text string) string {
	if strings.Contains(text, "`") {
		return "`` " + text + " ``"
	}
	return "`" + text + "`"
}

// longest is how much of a definition is listed.
const longest = 100

func shorten(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > longest {
		return string(r[:longest-1]) + "…"
	}
	return text
}

func runRemove(ctx context.Context, h Host, _ *Cell, cmd Command) error {
	if len(cmd.Args) == 0 {
		return fmt.Errorf("%s needs the names of what is to be forgotten; %%list shows them", cmd.Name)
	}
	for _, name := range cmd.Args {
		kind, ok, err := h.Remove(ctx, name)
		if err != nil {
			return err
		}
		if ok {
			_, err = fmt.Fprintf(h.Stdout(), ". removed %s %s\n", kind, name)
		} else {
			_, err = fmt.Fprintf(h.Stderr(), ". key %q not found in any definition, not removed\n", name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func runReset(ctx context.Context, h Host, _ *Cell, cmd Command) error {
	switch {
	case len(cmd.Args) == 0:
		if err := h.ResetModule(); err != nil {
			return err
		}
		if err := h.Reset(ctx); err != nil {
			return err
		}
		_, err := fmt.Fprintln(h.Stdout(), "All definitions and values are forgotten.")
		return err
	case len(cmd.Args) == 1 && cmd.Args[0] == "go.mod":
		if err := h.ResetModule(); err != nil {
			return err
		}
		_, err := fmt.Fprintln(h.Stdout(), "go.mod is what it was at the start.")
		return err
	}
	return errors.New("%reset takes nothing, or go.mod")
}

func runRestart(ctx context.Context, h Host, _ *Cell, _ Command) error {
	if err := h.Restart(ctx); err != nil {
		return err
	}
	_, err := fmt.Fprintln(h.Stdout(), "A new session has started. Imports, types, functions and constants are there; variables are not.")
	return err
}

func runWho(ctx context.Context, h Host, _ *Cell, _ Command) error    { return h.Who(ctx) }
func runMemory(ctx context.Context, h Host, _ *Cell, _ Command) error { return h.Memory(ctx) }

func runSave(ctx context.Context, h Host, _ *Cell, cmd Command) error {
	if len(cmd.Args) != 1 || !strings.HasSuffix(cmd.Args[0], ".go") {
		return errors.New("%save takes one path of a Go file: %save program/main.go")
	}
	path, err := place(h, cmd.Args[0])
	if err != nil {
		return err
	}
	return h.Save(ctx, path)
}
