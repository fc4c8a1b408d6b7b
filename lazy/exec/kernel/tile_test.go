package kernel

import "testing"

// Tiles cover a chunk, in order and without gaps.
func TestTiles(t *testing.T) {
	for _, shape := range [][]int{{}, {1}, {TileSize}, {TileSize + 1}, {3, TileSize - 1}, {2, 3*TileSize + 5}, {7, 5, 3}, {0}, {4, 0}, {1000, 17}} {
		at := 0
		err := EachTile(shape, func(t2 Tile) error {
			if t2.At != at || t2.N != t2.Rows*t2.Cols || t2.N > TileSize || t2.N == 0 {
				t.Errorf("shape %v: tile %+v at %d", shape, t2, at)
			}
			at += t2.N
			return nil
		})
		want := 1
		for _, s := range shape {
			want *= s
		}
		if err != nil || at != want {
			t.Errorf("shape %v: %d elements, want %d, %v", shape, at, want, err)
		}
	}
}
