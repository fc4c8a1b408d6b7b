// Command lazy runs one workload of the lazy engine and prints what it took as a line of JSON; peers.py has the same workloads
// with dask.
package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	_ "github.com/lazycell/lazycell"           // computes
	_ "github.com/lazycell/lazycell/lazy/blas" // multiplies matrices by OpenBLAS, with the tag
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "lazy:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 1 && args[0] == "streams" {
		return streams(os.Stdout)
	}
	if len(args) != 1 || workloads[args[0]] == nil {
		return fmt.Errorf("name one workload: streams, %s", strings.Join(slices.Sorted(maps.Keys(workloads)), ", "))
	}
	timed, err := workloads[args[0]]()
	if err != nil {
		return err
	}
	begin := time.Now()
	check, err := timed()
	if err != nil {
		return err
	}
	seconds := time.Since(begin).Seconds()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"seconds": seconds, "check": check, "rss_mib": usage.Maxrss >> 10})
}
