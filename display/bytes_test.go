package display

import "testing"

func TestBytesText(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 B", 8: "8 B", 921: "921 B", 922: "0.90 kiB", 1024: "1.00 kiB",
		20000: "19.53 kiB", 80000: "78.12 kiB", 8e6: "7.63 MiB", 16e6: "15.26 MiB", 5e7: "47.68 MiB", 8e8: "762.94 MiB",
		16e8: "1.49 GiB", 1 << 40: "1.00 TiB", 3 << 50: "3.00 PiB",
	} {
		if got := bytesText(n); got != want {
			t.Errorf("%d bytes: %s, want %s", n, got, want)
		}
	}
}
