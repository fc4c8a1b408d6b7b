//go:build !purego

#include "textflag.h"

// Golden times 1 to 8.
DATA ·steps<>+0(SB)/8, $0x9e3779b97f4a7c15
DATA ·steps<>+8(SB)/8, $0x3c6ef372fe94f82a
DATA ·steps<>+16(SB)/8, $0xdaa66d2c7ddf743f
DATA ·steps<>+24(SB)/8, $0x78dde6e5fd29f054
DATA ·steps<>+32(SB)/8, $0x1715609f7c746c69
DATA ·steps<>+40(SB)/8, $0xb54cda58fbbee87e
DATA ·steps<>+48(SB)/8, $0x538454127b096493
DATA ·steps<>+56(SB)/8, $0xf1bbcdcbfa53e0a8
GLOBL ·steps<>(SB), RODATA|NOPTR, $64

// Both multipliers, their upper halves, 2^-53, and what turns halves into floats: 2^52, 2^84, and 2^84 + 2^52.
DATA ·numbers<>+0(SB)/8, $0xbf58476d1ce4e5b9
DATA ·numbers<>+8(SB)/8, $0x94d049bb133111eb
DATA ·numbers<>+16(SB)/8, $0x00000000bf58476d
DATA ·numbers<>+24(SB)/8, $0x0000000094d049bb
DATA ·numbers<>+32(SB)/8, $0x3ca0000000000000
DATA ·numbers<>+40(SB)/8, $0x4330000000000000
DATA ·numbers<>+48(SB)/8, $0x4530000000000000
DATA ·numbers<>+56(SB)/8, $0x4530000000100000
GLOBL ·numbers<>(SB), RODATA|NOPTR, $64

// One step of four times eight numbers: OP of each with the same constant or register.
#define EACH(OP, x, t0, t1, t2, t3, s0, s1, s2, s3) \
	OP x, s0, t0 \
	OP x, s1, t1 \
	OP x, s2, t2 \
	OP x, s3, t3

#define XORS \
	VPXORQ Z8, Z4, Z4 \
	VPXORQ Z9, Z5, Z5 \
	VPXORQ Z10, Z6, Z6 \
	VPXORQ Z11, Z7, Z7

// func uniform32(out *float64, z uint64, n int)
TEXT ·uniform32(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ n+16(FP), CX
	VPBROADCASTQ z+8(FP), Z0
	VPADDQ ·steps<>(SB), Z0, Z0
	VPBROADCASTQ ·steps<>+56(SB), Z12 // 8 steps
	VPADDQ Z12, Z0, Z1
	VPADDQ Z12, Z1, Z2
	VPADDQ Z12, Z2, Z3
	VPSLLQ $2, Z12, Z12 // 32 steps
	VPBROADCASTQ ·numbers<>+0(SB), Z13
	VPBROADCASTQ ·numbers<>+8(SB), Z14
	VBROADCASTSD ·numbers<>+32(SB), Z15
loop:
	EACH(VPSRLQ, $30, Z8, Z9, Z10, Z11, Z0, Z1, Z2, Z3)
	VPXORQ Z8, Z0, Z4
	VPXORQ Z9, Z1, Z5
	VPXORQ Z10, Z2, Z6
	VPXORQ Z11, Z3, Z7
	EACH(VPMULLQ, Z13, Z4, Z5, Z6, Z7, Z4, Z5, Z6, Z7)
	EACH(VPADDQ, Z12, Z0, Z1, Z2, Z3, Z0, Z1, Z2, Z3)
	EACH(VPSRLQ, $27, Z8, Z9, Z10, Z11, Z4, Z5, Z6, Z7)
	XORS
	EACH(VPMULLQ, Z14, Z4, Z5, Z6, Z7, Z4, Z5, Z6, Z7)
	EACH(VPSRLQ, $31, Z8, Z9, Z10, Z11, Z4, Z5, Z6, Z7)
	XORS
	EACH(VPSRLQ, $11, Z4, Z5, Z6, Z7, Z4, Z5, Z6, Z7)
	VCVTUQQ2PD Z4, Z4
	VCVTUQQ2PD Z5, Z5
	VCVTUQQ2PD Z6, Z6
	VCVTUQQ2PD Z7, Z7
	EACH(VMULPD, Z15, Z4, Z5, Z6, Z7, Z4, Z5, Z6, Z7)
	VMOVUPD Z4, (DI)
	VMOVUPD Z5, 64(DI)
	VMOVUPD Z6, 128(DI)
	VMOVUPD Z7, 192(DI)
	ADDQ $256, DI
	SUBQ $32, CX
	JNZ loop
	VZEROUPPER
	RET

// TIMES is x = x m, the lower 64 bits of four products; h is the upper halves of m. t and u are used.
#define TIMES(x, m, h, t, u) \
	VPSRLQ $32, x, t \
	VPMULUDQ m, t, t \
	VPMULUDQ h, x, u \
	VPADDQ u, t, t \
	VPSLLQ $32, t, t \
	VPMULUDQ m, x, x \
	VPADDQ t, x, x

#define SHIFTED(k, x, t) \
	VPSRLQ k, x, t \
	VPXOR t, x, x

// func uniform8(out *float64, z uint64, n int)
TEXT ·uniform8(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ n+16(FP), CX
	VPBROADCASTQ z+8(FP), Y0
	VPADDQ ·steps<>+32(SB), Y0, Y1
	VPADDQ ·steps<>+0(SB), Y0, Y0
	VPBROADCASTQ ·steps<>+56(SB), Y15 // 8 steps
	VPBROADCASTQ ·numbers<>+0(SB), Y14
	VPBROADCASTQ ·numbers<>+16(SB), Y13
	VPBROADCASTQ ·numbers<>+8(SB), Y12
	VPBROADCASTQ ·numbers<>+24(SB), Y11
	VBROADCASTSD ·numbers<>+40(SB), Y10
	VBROADCASTSD ·numbers<>+48(SB), Y9
	VBROADCASTSD ·numbers<>+56(SB), Y8
loop:
	VMOVDQU Y0, Y2
	VMOVDQU Y1, Y3
	SHIFTED($30, Y2, Y4)
	SHIFTED($30, Y3, Y6)
	TIMES(Y2, Y14, Y13, Y4, Y5)
	TIMES(Y3, Y14, Y13, Y6, Y7)
	SHIFTED($27, Y2, Y4)
	SHIFTED($27, Y3, Y6)
	TIMES(Y2, Y12, Y11, Y4, Y5)
	TIMES(Y3, Y12, Y11, Y6, Y7)
	SHIFTED($31, Y2, Y4)
	SHIFTED($31, Y3, Y6)
	VPADDQ Y15, Y0, Y0
	VPADDQ Y15, Y1, Y1
	VPSRLQ $11, Y2, Y2
	VPSRLQ $11, Y3, Y3
	VPSRLQ $32, Y2, Y4 // the upper half: 2^84 + 2^32 times it
	VPSRLQ $32, Y3, Y6
	VPOR Y9, Y4, Y4
	VPOR Y9, Y6, Y6
	VPBLENDD $0xaa, Y10, Y2, Y2 // the lower half: 2^52 + it
	VPBLENDD $0xaa, Y10, Y3, Y3
	VSUBPD Y8, Y4, Y4
	VSUBPD Y8, Y6, Y6
	VADDPD Y2, Y4, Y2
	VADDPD Y3, Y6, Y3
	VBROADCASTSD ·numbers<>+32(SB), Y5
	VMULPD Y5, Y2, Y2
	VMULPD Y5, Y3, Y3
	VMOVUPD Y2, (DI)
	VMOVUPD Y3, 32(DI)
	ADDQ $64, DI
	SUBQ $8, CX
	JNZ loop
	VZEROUPPER
	RET
