// Command host runs cell plugins for the tests: it reads the path of a plugin a line and answers with what the cell did.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime/debug"
	"strings"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/lazycell/lazycell/cmd/lazycell/present"
	"github.com/lazycell/lazycell/kernel/session/load"
	"github.com/lazycell/lazycell/kernel/session/rt"
	"github.com/lazycell/lazycell/lazy/block"
	"gonum.org/v1/gonum/mat"
)

// Packages that the host has too must be the same builds in the plugins.
var _, _, _ = gonbui.IsNotebook, block.NewDense, mat.NewDense

type answer struct {
	Output, Error, Panic, Where, Stack string
	Result                             []string
	Steps                              int
}

type host struct{ result *[]string }

func (h host) Context() context.Context { return context.Background() }

func (h host) Result(values []any) error {
	for _, v := range values {
		*h.result = append(*h.result, fmt.Sprintf("%T %+v", v, v))
	}
	return nil
}

var frame = regexp.MustCompile(`(?m)^\t(Cell \[\d+\]:\d+)`)

func main() {
	present.Keep()
	answers := json.NewEncoder(os.Stdout)
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		a := answer{Steps: -1}
		read, write, err := os.Pipe()
		if err != nil {
			panic(err)
		}
		os.Stdout = write
		done := make(chan string)
		go func() {
			b, _ := io.ReadAll(read)
			done <- string(b)
		}()
		rt.SetHost(host{&a.Result})
		run(in.Text(), &a)
		write.Close()
		a.Output = <-done
		if err := answers.Encode(a); err != nil {
			panic(err)
		}
	}
}

func run(path string, a *answer) {
	cell, err := load.Cell(path)
	if err != nil {
		a.Error = err.Error()
		return
	}
	defer func() {
		a.Steps = *cell.Steps
		switch p := recover().(type) {
		case nil:
		case rt.Failure:
			a.Error = p.Error()
		default:
			a.Panic = fmt.Sprint(p)
			a.Stack = string(debug.Stack())
			if m := frame.FindStringSubmatch(a.Stack); m != nil {
				a.Where = strings.Replace(m[1], "]:", "], line ", 1)
			}
		}
	}()
	cell.Run()
}
