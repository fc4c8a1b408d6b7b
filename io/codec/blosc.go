package codec

import (
	"encoding/binary"
	"fmt"
	"sync"
)

// Sizes and flags of a Blosc 1 frame.
const (
	bloscHeader     = 16
	bloscMaxSplits  = 16
	bloscMinSplit   = 128
	bloscShuffle    = 0x1
	bloscMemcpyed   = 0x2
	bloscBitShuffle = 0x4
	bloscNoSplit    = 0x10
)

// bloscCodec reads Blosc 1 frames made with any of blosclz, lz4, lz4hc, zlib and zstd, with either shuffle.
type bloscCodec struct{}

func (bloscCodec) Name() string { return "blosc" }

func (bloscCodec) Encode([]byte) ([]byte, error) {
	return nil, fmt.Errorf("blosc is read but not written, write with zstd, gzip, zlib or lz4: %w", ErrUnsupported)
}

type bloscFrame struct {
	flags, typeSize       int
	size, block           int
	src                   []byte
	decompress            func(dst, src []byte) error
	scratch               []byte
	shuffled, bitShuffled bool
}

func (bloscCodec) Decode(src []byte, limit int) ([]byte, error) {
	f, err := openBlosc(src, limit)
	if err != nil {
		return nil, err
	}
	if f.flags&bloscMemcpyed != 0 {
		return f.src[bloscHeader : bloscHeader+f.size], nil
	}
	out := make([]byte, f.size)
	return out, f.decode(out)
}

// DecodeInto fills dst exactly from the frame in src.
func (bloscCodec) DecodeInto(dst, src []byte) error {
	f, err := openBlosc(src, len(dst))
	switch {
	case err != nil:
		return err
	case f.size != len(dst):
		return corrupt("%d bytes where %d belong", f.size, len(dst))
	case f.flags&bloscMemcpyed != 0:
		copy(dst, f.src[bloscHeader:])
		return nil
	}
	return f.decode(dst)
}

// openBlosc reads a frame's header.
func openBlosc(src []byte, limit int) (*bloscFrame, error) {
	if len(src) < bloscHeader {
		return nil, corrupt("%d bytes are too few for a header", len(src))
	}
	f := &bloscFrame{
		flags: int(src[2]), typeSize: max(int(src[3]), 1),
		size:  int(binary.LittleEndian.Uint32(src[4:])),
		block: int(binary.LittleEndian.Uint32(src[8:])),
	}
	encoded := int(binary.LittleEndian.Uint32(src[12:]))
	if encoded > len(src) || encoded < bloscHeader {
		return nil, corrupt("header claims %d encoded bytes, there are %d", encoded, len(src))
	}
	f.src = src[:encoded]
	if src[0] < 1 || src[0] > 2 {
		return nil, corrupt("frame version %d is not Blosc 1's", src[0])
	}
	if err := claimed(f.size, len(src), zstdRatio, limit); err != nil {
		return nil, err
	}
	if f.flags&bloscMemcpyed != 0 && len(f.src)-bloscHeader < f.size {
		return nil, corrupt("%d bytes are stored where %d belong", len(f.src)-bloscHeader, f.size)
	}
	return f, nil
}

// bloscScratches are buffers for shuffled blocks.
var bloscScratches = sync.Pool{New: func() any { return new([]byte) }}

// decode fills out, which has the frame's size.
func (f *bloscFrame) decode(out []byte) error {
	if f.size == 0 {
		return nil
	}
	if f.block < 1 {
		return corrupt("block size is 0")
	}
	f.block = min(f.block, f.size)
	switch f.flags >> 5 {
	case 0:
		f.decompress = decodeBloscLZ
	case 1:
		f.decompress = DecodeLZ4Block
	case 3:
		f.decompress = intoExact(zlibCodec{})
	case 4:
		f.decompress = zstdCodec{}.DecodeInto
	default:
		return fmt.Errorf("inner compressor %d of a Blosc frame: %w", f.flags>>5, ErrUnsupported)
	}
	f.shuffled = f.flags&bloscShuffle != 0 && f.typeSize > 1
	f.bitShuffled = f.flags&bloscBitShuffle != 0 && f.block >= f.typeSize
	blocks := (f.size + f.block - 1) / f.block
	if blocks > (len(f.src)-bloscHeader)/4 {
		return corrupt("%d blocks don't fit into %d bytes", blocks, len(f.src))
	}
	if f.shuffled || f.bitShuffled {
		scratch := bloscScratches.Get().(*[]byte)
		defer bloscScratches.Put(scratch)
		if cap(*scratch) < f.block {
			*scratch = make([]byte, f.block)
		}
		f.scratch = (*scratch)[:f.block]
	}
	for i := range blocks {
		at := int(binary.LittleEndian.Uint32(f.src[bloscHeader+4*i:]))
		if at < bloscHeader || at > len(f.src) {
			return corrupt("block %d starts at byte %d of %d", i, at, len(f.src))
		}
		dst := out[i*f.block : min((i+1)*f.block, f.size)]
		if err := f.decodeBlock(dst, f.src[at:]); err != nil {
			return fmt.Errorf("block %d: %w", i, err)
		}
	}
	return nil
}

func (f *bloscFrame) decodeBlock(dst, src []byte) error {
	plain := dst
	if f.shuffled || f.bitShuffled {
		plain = f.scratch[:len(dst)]
	}
	splits := 1
	if f.flags&bloscNoSplit == 0 && f.typeSize <= bloscMaxSplits && f.block/f.typeSize >= bloscMinSplit && len(dst) == f.block {
		splits = f.typeSize
	}
	if len(plain)%splits != 0 {
		return corrupt("a block of %d bytes doesn't split into %d", len(plain), splits)
	}
	part := len(plain) / splits
	for i := range splits {
		if len(src) < 4 {
			return corrupt("ends inside a block")
		}
		n := int(binary.LittleEndian.Uint32(src))
		src = src[4:]
		if n > len(src) {
			return corrupt("a part claims %d bytes, there are %d", n, len(src))
		}
		to := plain[i*part : (i+1)*part]
		if n == part {
			copy(to, src)
		} else if err := f.decompress(to, src[:n]); err != nil {
			return err
		}
		src = src[n:]
	}
	switch {
	case f.shuffled:
		unshuffle(dst, plain, f.typeSize)
	case f.bitShuffled:
		BitUnshuffle(dst, plain, f.typeSize)
	}
	return nil
}

// intoExact turns a codec into a function that fills a destination exactly.
func intoExact(c Codec) func(dst, src []byte) error {
	return func(dst, src []byte) error {
		out, err := c.Decode(src, len(dst))
		if err != nil {
			return err
		}
		if copy(dst, out) != len(dst) {
			return corrupt("%d bytes where %d belong", len(out), len(dst))
		}
		return nil
	}
}
