// Package text reads and writes AnnData as text: folders of CSV tables as Python's anndata writes them (write_csvs), and folders of a
// Matrix Market matrix with names as Cell Ranger writes them. Matrices are streamed in both directions.
package text
