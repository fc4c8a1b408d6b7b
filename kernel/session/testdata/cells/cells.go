// Cells for the tests of the session, chosen by os.Args[1].
package main

/*
#include <stdio.h>
#include <stdlib.h>
static void say(const char *text) { fputs(text, stdout); }
static void crash(void) { *(volatile int *)0 = 1; }
*/
import "C"

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"image"
	"log"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/comms"

	"github.com/lazycell/lazycell/kernel/session/rt"
)

var steps int

// Cell is what the session runs.
var Cell = rt.Cell{Run: run, Steps: &steps}

var counter int

var errBoom = errors.New("boom")

type angry struct{}

func (angry) Error() string { panic("no text") }

func run() {
	steps = 0
	if len(os.Args) < 2 {
		return
	}
	cells[os.Args[1]]()
	steps++
}

var cells map[string]func()

func init() {
	cells = map[string]func(){
		"print": func() { fmt.Println("hello") },
		"both": func() {
			fmt.Println("out")
			fmt.Fprintln(os.Stderr, "err")
		},
		"c": func() { C.say(C.CString("from C, no newline")) },
		"half rune": func() {
			os.Stdout.WriteString("caf\xc3")
			os.Stdout.Sync()
			time.Sleep(50 * time.Millisecond)
			os.Stdout.WriteString("\xa9\n")
		},
		"count":   func() { counter++; rt.Result(counter) },
		"results": func() { rt.Result(1, "a") },
		"stdin": func() {
			line, err := bufio.NewReader(os.Stdin).ReadString('\n')
			rt.Result(line, err)
		},
		"order": func() {
			for i := range 50 {
				fmt.Print("a", i)
				gonbui.DisplayHTML(fmt.Sprint("b", i))
				fmt.Print("c", i)
			}
			rt.Result("end")
		},
		"displays": func() {
			gonbui.DisplayMarkdown("*m*")
			gonbui.UpdateHTML("id", "1")
			gonbui.UpdateHTML("id", "2")
			rt.Check(gonbui.DisplayImage(image.NewGray(image.Rect(0, 0, 1, 1))))
			gonbui.Sync()
		},
		"value": func() {
			rt.Result(comms.ReadValue[int]("/there"))
		},
		"fails":            func() { rt.Check(fmt.Errorf("load: %w", errBoom)) },
		"panics":           func() { var s []int; _ = s[len(os.Args)] },
		"places":           outerOf,
		"places elsewhere": elsewhere,
		"panic nil":        func() { panic(nil) },
		"angry":            func() { panic(angry{}) },
		"goexit":           func() { runtime.Goexit() },
		"interrupted":      func() { <-rt.Context().Done(); rt.Check(context.Cause(rt.Context())) },
		"finishes":         func() { <-rt.Context().Done() },
		"deaf": func() {
			for {
			}
		},
		"exit 0":    func() { os.Exit(0) },
		"exit 3":    func() { fmt.Print("last words"); os.Exit(3) },
		"fatal":     func() { log.Fatal("no way on") },
		"goroutine": func() { go func() { panic("away") }(); time.Sleep(time.Minute) },
		"overflow":  func() { overflow(0) },
		"segfault":  func() { C.crash() },
		"killed": func() {
			rt.Must(exec.Command("kill", "-9", fmt.Sprint(os.Getpid())).CombinedOutput())
			time.Sleep(time.Minute)
		},
		"map race": func() {
			m := map[int]int{}
			for range 4 {
				go func() {
					for {
						m[1]++
					}
				}()
			}
			time.Sleep(time.Minute)
		},
		"later":      func() { go func() { time.Sleep(100 * time.Millisecond); os.Exit(4) }() },
		"said panic": func() { fmt.Fprintln(os.Stderr, "panic: not really") },
		"child": func() {
			cmd := exec.Command("sleep", "1000")
			rt.Check(cmd.Start())
			rt.Result(cmd.Process.Pid)
		},
		"settings": func() { d, _ := os.Getwd(); rt.Result(d, os.Getenv("LAZYCELL_TEST"), strings.Join(os.Args[1:], " ")) },
		"sets":     func() { rt.Check(os.Chdir("/")); rt.Check(os.Setenv("LAZYCELL_TEST", "by cell")) },
		"flood": func() {
			line := strings.Repeat("x", 1023) + "\n"
			for range 20000 {
				fmt.Print(line)
			}
		},
		"garbage": func() {
			garbage = make([]byte, 600<<20)
			for i := range garbage {
				garbage[i] = 1
			}
		},
		"forget": func() { garbage = nil },
		"heap": func() {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			rt.Result(m.HeapAlloc>>20 < 300, m.NumForcedGC > 0)
		},
	}
}

var garbage []byte

func overflow(n int) int { return overflow(n+1) + 1 }

func main() {}
