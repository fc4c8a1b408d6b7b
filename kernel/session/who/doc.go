// Package who tells of a session's variables and memory: what %who and %memory show. Cells made for these commands import it.
package who
