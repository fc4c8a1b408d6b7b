package who

import (
	"fmt"
	"io"
	"os"
	"reflect"
	"runtime"
	"strings"
	"text/tabwriter"
)

// Variable is a variable of a session.
type Variable struct {
	Name    string
	Cell    int
	Pointer any // to the variable
}

// Print lists variables with their types and sizes on standard output.
func Print(variables ...Variable) { Fprint(os.Stdout, variables...) }

// Fprint lists variables with their types and sizes.
func Fprint(w io.Writer, variables ...Variable) {
	table := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tTYPE\tSIZE\tCELL")
	for _, v := range variables {
		n, exact := Size(v.Pointer)
		size := Bytes(n)
		if !exact {
			size = "over " + size
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t[%d]\n", v.Name, typeOf(v.Pointer), size, v.Cell)
	}
	_ = table.Flush() // a notebook that takes no output has nobody to tell
}

// typeOf is the type of the variable at a pointer, that of a value in an interface included.
func typeOf(pointer any) string {
	v := reflect.ValueOf(pointer).Elem()
	name := strings.ReplaceAll(v.Type().String(), "main.", "")
	if v.Kind() == reflect.Interface && !v.IsNil() {
		name += " (" + strings.ReplaceAll(v.Elem().Type().String(), "main.", "") + ")"
	}
	return name
}

// Bytes writes a size for people.
func Bytes(n int64) string {
	if n < 1024 {
		return fmt.Sprintf("%d B", n)
	}
	value, unit := float64(n), -1
	for value >= 1024 && unit < 4 {
		value /= 1024
		unit++
	}
	return fmt.Sprintf("%.2f %s", value, []string{"kiB", "MiB", "GiB", "TiB", "PiB"}[unit])
}

// Memory tells on standard output what memory the session has.
func Memory() { FprintMemory(os.Stdout) }

// FprintMemory tells what memory the session has.
func FprintMemory(w io.Writer) {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	table := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	if n, ok := resident(); ok {
		fmt.Fprintf(table, "resident\t%s\twhat the session takes of the machine's memory\n", Bytes(n))
	}
	fmt.Fprintf(table, "heap in use\t%s\tGo values, garbage not yet collected among them\n", Bytes(int64(stats.HeapAlloc)))
	fmt.Fprintf(table, "heap held\t%s\tof it and what Go keeps for later\n", Bytes(int64(stats.HeapSys-stats.HeapReleased)))
	fmt.Fprintf(table, "collections\t%d\n", stats.NumGC)
	fmt.Fprintf(table, "goroutines\t%d\n", runtime.NumGoroutine())
	_ = table.Flush()
}

// resident is the memory that the process occupies, where the system tells it.
func resident() (int64, bool) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, false
	}
	for _, line := range strings.Split(string(text), "\n") {
		var kb int64
		if _, err := fmt.Sscanf(line, "VmRSS: %d kB", &kb); err == nil {
			return kb * 1024, true
		}
	}
	return 0, false
}
