package codec

import (
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// zstdRatio is above what a zstd frame can expand to: a block of four bytes stands for at most 128 KiB.
const zstdRatio = 1 << 16

type zstdCodec struct {
	level   int
	encoder func() (*zstd.Encoder, error)
}

var zstdEncoders struct {
	sync.Mutex
	byLevel map[zstd.EncoderLevel]*zstd.Encoder
}

var zstdDecoders = struct {
	capped, open func() (*zstd.Decoder, error)
}{
	capped: sync.OnceValues(func() (*zstd.Decoder, error) {
		return zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecodeAllCapLimit(true))
	}),
	open: sync.OnceValues(func() (*zstd.Decoder, error) {
		return zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(MaxUnbounded))
	}),
}

// NewZstd gives the Zstandard codec for a level of the zstd command (0: its default). Frames carry a checksum.
func NewZstd(level int) Codec {
	return zstdCodec{level: level, encoder: func() (*zstd.Encoder, error) {
		speed := zstd.EncoderLevelFromZstd(level)
		if level == 0 {
			speed = zstd.SpeedDefault
		}
		zstdEncoders.Lock()
		defer zstdEncoders.Unlock()
		if e := zstdEncoders.byLevel[speed]; e != nil {
			return e, nil
		}
		e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(speed), zstd.WithEncoderCRC(true), zstd.WithZeroFrames(true))
		if err != nil {
			return nil, err
		}
		if zstdEncoders.byLevel == nil {
			zstdEncoders.byLevel = map[zstd.EncoderLevel]*zstd.Encoder{}
		}
		zstdEncoders.byLevel[speed] = e
		return e, nil
	}}
}

func (zstdCodec) Name() string { return "zstd" }

func (zstdCodec) Decode(src []byte, limit int) ([]byte, error) {
	if limit < 0 {
		return decodeZstdOpen(src)
	}
	if limit > 1<<20 {
		// Take the memory that the frame asks for, not all that the caller would allow.
		var h zstd.Header
		if err := h.Decode(src); err != nil {
			return nil, corrupt("no zstd frame (%v)", err)
		}
		if h.HasFCS && h.FrameContentSize > uint64(limit) {
			return nil, corrupt("frame claims %d bytes where at most %d belong", h.FrameContentSize, limit)
		}
		if limit/zstdRatio > len(src) {
			limit = len(src) * zstdRatio
		}
	}
	d, err := zstdDecoders.capped()
	if err != nil {
		return nil, err
	}
	out, err := d.DecodeAll(src, make([]byte, 0, limit))
	if err != nil {
		return nil, corrupt("%v", err)
	}
	return out, nil
}

// DecodeInto fills dst exactly from the frames in src.
func (zstdCodec) DecodeInto(dst, src []byte) error {
	d, err := zstdDecoders.capped()
	if err != nil {
		return err
	}
	out, err := d.DecodeAll(src, dst[:0:len(dst)])
	if err != nil {
		return corrupt("%v", err)
	}
	if len(out) != len(dst) {
		return corrupt("%d bytes where %d belong", len(out), len(dst))
	}
	if len(dst) > 0 && &out[0] != &dst[0] {
		copy(dst, out)
	}
	return nil
}

func decodeZstdOpen(src []byte) ([]byte, error) {
	d, err := zstdDecoders.open()
	if err != nil {
		return nil, err
	}
	var h zstd.Header
	if err := h.Decode(src); err != nil {
		return nil, corrupt("no zstd frame (%v)", err)
	}
	if h.HasFCS {
		if h.FrameContentSize > MaxUnbounded {
			return nil, corrupt("frame claims %d bytes, more than %d", h.FrameContentSize, MaxUnbounded)
		}
		if err := claimed(int(h.FrameContentSize), len(src), zstdRatio, Unbounded); err != nil {
			return nil, err
		}
	}
	out, err := d.DecodeAll(src, nil)
	if err != nil {
		return nil, corrupt("%v", err)
	}
	return out, nil
}

func (c zstdCodec) Encode(src []byte) ([]byte, error) {
	return c.AppendEncode(make([]byte, 0, len(src)/2+64), src)
}

// AppendEncode appends a frame of src to dst.
func (c zstdCodec) AppendEncode(dst, src []byte) ([]byte, error) {
	e, err := c.encoder()
	if err != nil {
		return nil, fmt.Errorf("level %d: %w", c.level, err)
	}
	return e.EncodeAll(src, dst), nil
}
