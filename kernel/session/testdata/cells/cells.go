// Cells for the tests of the session, chosen by os.Args[1].
package main

/*
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static void say(const char *text) { fputs(text, stdout); }
static char *ask(void) {
	static char line[100];
	line[0] = 0;
	if (!fgets(line, sizeof line, stdin)) clearerr(stdin);
	line[strcspn(line, "\n")] = 0;
	return line;
}
static void crash(void) { *(volatile int *)0 = 1; }
*/
import "C"

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"log"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
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
			rt.ResultErr(line, err)
		},
		"scan": func() {
			var n int
			var s string
			_, err := fmt.Scan(&n, &s)
			rt.Check(err)
			rt.Result(n, s)
		},
		"scan twice": func() {
			var a, b int
			for _, n := range []*int{&a, &b} {
				_, err := fmt.Scan(n)
				rt.Check(err)
			}
			rt.Result(a, b)
		},
		"many lines": func() {
			in := bufio.NewScanner(os.Stdin)
			for fmt.Print("say: "); in.Scan() && in.Text() != "end"; fmt.Print("say: ") {
				fmt.Println("got", in.Text())
			}
			rt.Result(in.Text())
		},
		"request": func() {
			gonbui.RequestInput("Who?", true)
			line, err := bufio.NewReader(os.Stdin).ReadString('\n')
			rt.ResultErr(line, err)
		},
		"requests": func() {
			gonbui.RequestInput("1", false)
			gonbui.RequestInput("2", false)
			in := bufio.NewReader(os.Stdin)
			a, err := in.ReadString('\n')
			rt.Check(err)
			b, err := in.ReadString('\n')
			rt.ResultErr(a+b, err)
		},
		"request only": func() { gonbui.RequestInput("Who?", true); time.Sleep(100 * time.Millisecond) },
		"request later": func() {
			go func() { time.Sleep(50 * time.Millisecond); gonbui.RequestInput("late", false) }()
		},
		"c stdin": func() {
			line := C.GoString(C.ask())
			if line == "" {
				rt.Check(io.EOF)
			}
			rt.Result(line)
		},
		"child stdin": func() {
			cmd := exec.Command("head", "-n1")
			cmd.Stdin = os.Stdin
			out, err := cmd.Output()
			rt.Check(err)
			if len(out) == 0 {
				rt.Check(io.EOF)
			}
			rt.Result(strings.TrimSpace(string(out)))
		},
		"long line": func() {
			line, err := bufio.NewReader(os.Stdin).ReadString('\n')
			rt.Check(err)
			rt.Result(len(line))
		},
		"reads twice": func() {
			_, err := os.Stdin.Read(make([]byte, 1))
			_, err2 := os.Stdin.Read(make([]byte, 1))
			rt.Result(err, err2)
		},
		"clear": func() { fmt.Println("before"); rt.ClearOutput(true); fmt.Println("after") },
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
		"out of memory": func() {
			rt.Check(syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: 4 << 30, Max: 4 << 30}))
			garbage = make([]byte, 8<<30)
		},
		"deadlock":   func() { outerOfDeadlock() },
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
			for range 10000 {
				fmt.Print(line)
			}
		},
		"deluge": func() {
			lines := bytes.Repeat([]byte(strings.Repeat("x", 1023)+"\n"), 1024)
			for range 1024 {
				os.Stdout.Write(lines)
			}
			fmt.Println("the end")
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
