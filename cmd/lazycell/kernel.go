//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/lazycell/lazycell/install"
	"github.com/lazycell/lazycell/kernel"
	"github.com/lazycell/lazycell/kernel/wire"
)

func kernelCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "kernel CONNECTION_FILE",
		Short: "Serve a notebook; Jupyter starts this",
		Args:  cobra.ExactArgs(1),
		RunE:  func(_ *cobra.Command, args []string) error { return runKernel(args[0]) },
	}
}

func runKernel(connectionFile string) error {
	connection, err := wire.ReadConnection(connectionFile)
	if err != nil {
		return err
	}
	source, err := moduleDir()
	if err != nil {
		return err
	}
	binary, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program, to start the session process: %w", err)
	}
	logger := log.New(os.Stderr, "lazycell: ", log.LstdFlags)
	goCmd := goCommand()
	if note := useWritableCache(goCmd); note != "" {
		logger.Print(note)
	}
	k, err := kernel.New(kernel.Options{
		Connection:  connection,
		Session:     func(tempDir string) []string { return []string{binary, "session", tempDir} },
		ModuleDir:   source,
		GoCmd:       goCmd,
		HostModules: hostModules(),
		History:     historyFile(),
		Version:     version(),
		Log:         logger,
	})
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	go func() {
		for range interrupts {
			k.Interrupt()
		}
	}()
	if os.Getenv("JPY_PARENT_PID") != "" {
		go watchParent(cancel)
	}
	return k.Run(ctx)
}

// hostModules are the modules that this program, which is the session process too, is made of; nil when that isn't known.
func hostModules() []string {
	info, ok := debug.ReadBuildInfo()
	if !ok || len(info.Deps) == 0 {
		return nil
	}
	modules := []string{info.Main.Path}
	for _, m := range info.Deps {
		modules = append(modules, m.Path)
	}
	return modules
}

// historyFile is where the cells of all sessions are kept: among Jupyter's data.
func historyFile() string {
	kernels, err := install.User()
	if err != nil {
		return ""
	}
	return filepath.Join(filepath.Dir(kernels), "lazycell", "history.jsonl")
}

// watchParent ends the kernel when the Jupyter that started it has died.
func watchParent(cancel context.CancelCauseFunc) {
	parent := os.Getppid()
	for os.Getppid() == parent {
		time.Sleep(time.Second)
	}
	cancel(errors.New("Jupyter is gone"))
}
