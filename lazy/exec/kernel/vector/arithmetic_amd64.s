//go:build !purego

#include "textflag.h"

// Functions of pairs: n is a multiple of 4.
#define PAIRS(name, OP) \
TEXT name(SB), NOSPLIT, $0-32 \
	MOVQ out+0(FP), DI \
	MOVQ x+8(FP), SI \
	MOVQ y+16(FP), DX \
	MOVQ n+24(FP), CX \
	XORQ AX, AX \
	SUBQ $4, CX \
loop: \
	CMPQ AX, CX \
	JGT end \
	VMOVUPD (SI)(AX*8), Y0 \
	OP (DX)(AX*8), Y0, Y0 \
	VMOVUPD Y0, (DI)(AX*8) \
	ADDQ $4, AX \
	JMP loop \
end: \
	VZEROUPPER \
	RET

// Functions of values and one number behind.
#define WITH(name, OP) \
TEXT name(SB), NOSPLIT, $0-32 \
	MOVQ out+0(FP), DI \
	MOVQ x+8(FP), SI \
	VBROADCASTSD y+16(FP), Y1 \
	MOVQ n+24(FP), CX \
	XORQ AX, AX \
	SUBQ $4, CX \
loop: \
	CMPQ AX, CX \
	JGT end \
	VMOVUPD (SI)(AX*8), Y0 \
	OP Y1, Y0, Y0 \
	VMOVUPD Y0, (DI)(AX*8) \
	ADDQ $4, AX \
	JMP loop \
end: \
	VZEROUPPER \
	RET

// Functions of one number and values behind.
#define FROM(name, OP) \
TEXT name(SB), NOSPLIT, $0-32 \
	MOVQ out+0(FP), DI \
	VBROADCASTSD x+8(FP), Y1 \
	MOVQ y+16(FP), SI \
	MOVQ n+24(FP), CX \
	XORQ AX, AX \
	SUBQ $4, CX \
loop: \
	CMPQ AX, CX \
	JGT end \
	OP (SI)(AX*8), Y1, Y0 \
	VMOVUPD Y0, (DI)(AX*8) \
	ADDQ $4, AX \
	JMP loop \
end: \
	VZEROUPPER \
	RET

// func addPairs(out, x, y *float64, n int)
PAIRS(·addPairs, VADDPD)

// func subPairs(out, x, y *float64, n int)
PAIRS(·subPairs, VSUBPD)

// func mulPairs(out, x, y *float64, n int)
PAIRS(·mulPairs, VMULPD)

// func divPairs(out, x, y *float64, n int)
PAIRS(·divPairs, VDIVPD)

// func addWith(out, x *float64, y float64, n int)
WITH(·addWith, VADDPD)

// func subWith(out, x *float64, y float64, n int)
WITH(·subWith, VSUBPD)

// func mulWith(out, x *float64, y float64, n int)
WITH(·mulWith, VMULPD)

// func divWith(out, x *float64, y float64, n int)
WITH(·divWith, VDIVPD)

// func subFrom(out *float64, x float64, y *float64, n int)
FROM(·subFrom, VSUBPD)

// func divFrom(out *float64, x float64, y *float64, n int)
FROM(·divFrom, VDIVPD)

// func sqrtGroups(out, in *float64, n int)
TEXT ·sqrtGroups(SB), NOSPLIT, $0-24
	MOVQ out+0(FP), DI
	MOVQ in+8(FP), SI
	MOVQ n+16(FP), CX
	XORQ AX, AX
	SUBQ $4, CX
loop:
	CMPQ AX, CX
	JGT end
	VSQRTPD (SI)(AX*8), Y0
	VMOVUPD Y0, (DI)(AX*8)
	ADDQ $4, AX
	JMP loop
end:
	VZEROUPPER
	RET

// func welfordGroups(mean, squares, x *float64, share float64, n int)
TEXT ·welfordGroups(SB), NOSPLIT, $0-40
	MOVQ mean+0(FP), DI
	MOVQ squares+8(FP), DX
	MOVQ x+16(FP), SI
	VBROADCASTSD share+24(FP), Y5
	MOVQ n+32(FP), CX
	XORQ AX, AX
	SUBQ $4, CX
loop:
	CMPQ AX, CX
	JGT end
	VMOVUPD (SI)(AX*8), Y0
	VMOVUPD (DI)(AX*8), Y1
	VSUBPD Y1, Y0, Y2 // from the old mean
	VMULPD Y5, Y2, Y3
	VADDPD Y3, Y1, Y1 // the new mean
	VMOVUPD Y1, (DI)(AX*8)
	VSUBPD Y1, Y0, Y0 // from the new mean
	VMULPD Y0, Y2, Y2
	VADDPD (DX)(AX*8), Y2, Y2
	VMOVUPD Y2, (DX)(AX*8)
	ADDQ $4, AX
	JMP loop
end:
	VZEROUPPER
	RET
