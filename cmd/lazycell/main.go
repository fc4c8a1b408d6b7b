//go:build cgo && (linux || darwin || freebsd)

// Command lazycell is a Jupyter kernel for Go whose cells share live values, and a tool for the files of annotated matrices. One binary is the kernel, the session
// process that the kernel starts, the installer of both, and the commands on files.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit codes.
const (
	exitFailed = 1 // the command failed, a check found mistakes, or two files differ
	exitUsage  = 2 // the command was not called as its help says; or diff could not read a file
)

// exit is an error with an exit code; one without a message has been told about already.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exit) Unwrap() error { return e.err }

// usage makes an error one about how the command was called.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return &exit{exitUsage, err}
}

// arguments is a check of arguments whose errors are about usage.
func arguments(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usage(fmt.Errorf("%w; see lazycell %s --help", err, cmd.Name()))
		}
		return nil
	}
}

const (
	kernelGroup = "kernel"
	filesGroup  = "files"
)

func root() *cobra.Command {
	root := &cobra.Command{
		Use:           "lazycell",
		Short:         "A Jupyter kernel for Go whose cells share live values, and a tool for files of annotated matrices",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage(fmt.Errorf("%w; see lazycell %s --help", err, cmd.Name()))
	})
	root.AddGroup(&cobra.Group{ID: kernelGroup, Title: "The kernel:"}, &cobra.Group{ID: filesGroup, Title: "Files of annotated matrices:"})
	for _, cmd := range []*cobra.Command{kernelCommand(), sessionCommand(), installCommand(), prepareCommand(), uninstallCommand(), doctorCommand(), versionCommand()} {
		cmd.GroupID = kernelGroup
		root.AddCommand(cmd)
	}
	for _, cmd := range []*cobra.Command{infoCommand(), convertCommand(), subsetCommand(), concatCommand(), checkCommand(), diffCommand()} {
		cmd.GroupID = filesGroup
		root.AddCommand(cmd)
	}
	return root
}

func main() {
	ctx, stop := context.Background(), func() {}
	if len(os.Args) > 1 && isOnFiles(os.Args[1]) { // the kernel and its session see to interrupts themselves
		ctx, stop = signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	}
	err := root().ExecuteContext(ctx)
	stop()
	if err == nil {
		return
	}
	code := exitFailed
	var e *exit
	switch {
	case errors.As(err, &e):
		code = e.code
	case strings.HasPrefix(err.Error(), "unknown command"), strings.HasPrefix(err.Error(), "if any flags in the group"): // cobra's
		code = exitUsage
	}
	if text := err.Error(); text != "" {
		fmt.Fprintln(os.Stderr, "lazycell:", text)
	}
	os.Exit(code)
}

func isOnFiles(name string) bool {
	for _, cmd := range root().Commands() {
		if cmd.GroupID == filesGroup && cmd.Name() == name {
			return true
		}
	}
	return false
}
