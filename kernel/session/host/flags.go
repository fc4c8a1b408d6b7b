package host

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

// testFlags is how the flags start that belong to package testing.
const testFlags = "test."

// keepFlags gives cells a set of flags that panics where a program would exit.
func keepFlags() { flag.CommandLine = copyFlags(flag.CommandLine, "") }

// copyFlags is a set of flags without one of them.
func copyFlags(old *flag.FlagSet, without string) *flag.FlagSet {
	flags := flag.NewFlagSet(os.Args[0], flag.PanicOnError)
	old.VisitAll(func(f *flag.Flag) {
		if f.Name != without {
			flags.Var(f.Value, f.Name, f.Usage)
			flags.Lookup(f.Name).DefValue = f.DefValue
		}
	})
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "Flags of the cells:")
		flags.PrintDefaults()
	}
	return flags
}

// ForgetFlag implements rt.FlagHost.
func (h *host) ForgetFlag(name string) {
	if flag.Lookup(name) != nil {
		flag.CommandLine = copyFlags(flag.CommandLine, name)
	}
}

// ParseFlags implements rt.FlagHost. Where no cell has defined a flag, arguments are the cells' own affair. Every flag
// starts from its default, as in a program that is run anew.
func (h *host) ParseFlags() error {
	own := false
	flag.VisitAll(func(f *flag.Flag) { own = own || !strings.HasPrefix(f.Name, testFlags) })
	if !own {
		return nil
	}
	flag.Visit(func(f *flag.Flag) {
		if _, ok := f.Value.(flag.Getter); ok && !strings.HasPrefix(f.Name, testFlags) {
			_ = f.Value.Set(f.DefValue) // a flag that refuses its default keeps its value
		}
	})
	flags := copyFlags(flag.CommandLine, "")
	flags.Init(os.Args[0], flag.ContinueOnError)
	err := flags.Parse(os.Args[1:])
	flags.Init(os.Args[0], flag.PanicOnError)
	flag.CommandLine = flags
	return err
}
