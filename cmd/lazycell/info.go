//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/files"
	"github.com/lazycell/lazycell/io/inspect"
)

// information is what info says of a file, as JSON.
type information struct {
	Path   string       `json:"path"`
	Format files.Format `json:"format"`
	anndata.Outline
	Tree *inspect.Node `json:"tree,omitempty"`
}

func infoCommand() *cobra.Command {
	var tree, asJSON bool
	cmd := &cobra.Command{
		Use:   "info FILE…",
		Short: "Say what is in files",
		Long: "Say what is in files: the summary that Python's anndata prints, and with --tree every element with its encoding, type,\n" +
			"shape, chunks, compression and stored size. No values are read. Files are .h5ad, .zarr and .loom, and folders of CSV or\n" +
			"Matrix Market files (which are read: text tells nothing before). With --json each file is an object on a line of its own.",
		Example: "  lazycell info cells.h5ad\n  lazycell info --tree cells.zarr\n  lazycell info --json *.h5ad | jq .n_obs",
		Args:    arguments(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, path := range args {
				i, err := inform(cmd.Context(), path, tree)
				if err != nil {
					return err
				}
				switch {
				case asJSON:
					err = json.NewEncoder(cmd.OutOrStdout()).Encode(i)
				default:
					if len(args) > 1 {
						fmt.Fprintf(cmd.OutOrStdout(), "%s: ", path)
					}
					_, err = fmt.Fprintln(cmd.OutOrStdout(), i)
				}
				if err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&tree, "tree", false, "every element, and how it is stored")
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}

// String is the summary, and the tree if there is one.
func (i information) String() string {
	text := i.Outline.String()
	if i.Tree != nil {
		text += "\n" + strings.TrimRight(i.Tree.String(), "\n")
	}
	return text
}

func inform(ctx context.Context, path string, tree bool) (i information, err error) {
	i.Path = path
	if i.Format, err = files.FormatOf(path); err != nil {
		return i, fmt.Errorf("read %s: %w", path, err)
	}
	if i.Format != files.H5AD && i.Format != files.Zarr2 && i.Format != files.Zarr3 {
		f, err := files.Open(ctx, path)
		if err != nil {
			return i, err
		}
		i.Outline = f.Outline()
		if err := f.Close(); err != nil || !tree {
			return i, err
		}
	}
	root, _, err := files.OpenStore(ctx, path)
	if err != nil {
		return i, err
	}
	defer root.Close() // it was read only
	if i.Format != files.Loom {
		if i.Outline, err = inspect.Outline(ctx, root); err != nil {
			return i, fmt.Errorf("read %s: %w", path, err)
		}
	}
	if tree {
		if i.Tree, err = inspect.Tree(ctx, root); err != nil {
			return i, fmt.Errorf("read %s: %w", path, err)
		}
	}
	return i, nil
}
