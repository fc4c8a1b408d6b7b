package display

import "fmt"

// bytesText is a size in binary units, as dask writes it: 762.94 MiB.
func bytesText(n int64) string {
	for i, unit := range []string{"PiB", "TiB", "GiB", "MiB", "kiB"} {
		size := float64(int64(1) << (10 * (5 - i)))
		if float64(n) >= 0.9*size {
			return fmt.Sprintf("%.2f %s", float64(n)/size, unit)
		}
	}
	return fmt.Sprintf("%d B", n)
}
