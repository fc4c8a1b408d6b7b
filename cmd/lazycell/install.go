//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lazycell/lazycell/install"
)

// place is where a kernelspec is installed or removed.
type place struct {
	prefix    string
	user      bool
	sysPrefix bool
	name      string
}

func (p *place) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&p.prefix, "prefix", "", "the Python environment in this directory")
	cmd.Flags().BoolVar(&p.user, "user", false, "the user's own Jupyter directory (the default)")
	cmd.Flags().BoolVar(&p.sysPrefix, "sys-prefix", false, "the active virtual environment, or python3's")
	cmd.Flags().StringVar(&p.name, "name", "lazycell", "the kernel's name")
	cmd.MarkFlagsMutuallyExclusive("prefix", "user", "sys-prefix")
}

func (p *place) dir() (string, error) {
	switch {
	case p.prefix != "":
		return install.Prefix(p.prefix)
	case p.sysPrefix:
		return install.SysPrefix()
	}
	return install.User()
}

func installCommand() *cobra.Command {
	var p place
	cmd := &cobra.Command{
		Use:   "install",
		Short: "Install the kernel into Jupyter",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, err := p.dir()
			if err != nil {
				return err
			}
			binary, err := os.Executable()
			if err != nil {
				return fmt.Errorf("find this program: %w", err)
			}
			target, err := install.Kernelspec(dir, p.name, binary)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "kernel %s: %s\n", p.name, target)
			return err
		},
	}
	p.flags(cmd)
	return cmd
}

func uninstallCommand() *cobra.Command {
	var p place
	cmd := &cobra.Command{
		Use:   "uninstall",
		Short: "Remove the kernel from Jupyter",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, err := p.dir()
			if err != nil {
				return err
			}
			target, err := install.Remove(dir, p.name)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "removed %s\n", target)
			return err
		},
	}
	p.flags(cmd)
	return cmd
}

func doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Say what this machine lacks for the kernel, and what to type",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			source, sourceErr := moduleDir()
			var missing []string
			for _, f := range install.Examine(cmd.Context(), goCommand(), source, sourceErr) {
				mark := "ok     "
				switch {
				case f.OK:
				case f.Optional:
					mark = "absent "
				default:
					mark = "MISSING"
					missing = append(missing, f.What)
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s  %-18s %s\n", mark, f.What, f.Detail)
				if f.Fix != "" {
					fmt.Fprintf(cmd.OutOrStdout(), "%29stype: %s\n", "", f.Fix)
				}
			}
			if len(missing) > 0 {
				return errors.New("missing: " + strings.Join(missing, ", "))
			}
			return nil
		},
	}
}
