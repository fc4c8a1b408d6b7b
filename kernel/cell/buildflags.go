package cell

import "strings"

// buildFlags are flags of go build, by the tool that they reach.
type buildFlags struct {
	given               []string
	list, compile, link []string
}

// SetBuildFlags sets the flags of go build with which cells are built. -gcflags, -ldflags and -tags have their meaning; the
// others are for whole programs, and come back as those which nothing is done with.
func (c *Compiler) SetBuildFlags(flags []string) (unused []string) {
	f := buildFlags{given: flags}
	for i := 0; i < len(flags); i++ {
		name, value, ok := strings.Cut(strings.TrimLeft(flags[i], "-"), "=")
		switch name {
		case "gcflags", "ldflags", "tags":
			if !ok && i+1 < len(flags) {
				i++
				value = flags[i]
			}
		default:
			unused = append(unused, flags[i])
			continue
		}
		// gcflags may start with a pattern of packages; only the cell itself is compiled here.
		if _, rest, ok := strings.Cut(value, "="); ok && !strings.HasPrefix(value, "-") {
			value = rest
		}
		switch name {
		case "gcflags":
			f.compile = append(f.compile, strings.Fields(value)...)
		case "ldflags":
			f.link = append(f.link, strings.Fields(value)...)
		case "tags":
			f.list = append(f.list, "-tags="+value)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tools.listing.Lock()
	defer c.tools.listing.Unlock()
	c.tools.flags = f
	c.units = map[string]*Unit{} // the same source may become something else
	return unused
}

// BuildFlags returns what SetBuildFlags was given last.
func (c *Compiler) BuildFlags() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.tools.flags.given
}
