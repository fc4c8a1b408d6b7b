//go:build !purego

#include "textflag.h"

// The processor's extreme of two zeros, or of a number and NaN, is the operand that comes second. Both orders joined bit by bit give the zero that is asked for: of a
// largest one without a sign when either is, of a smallest one with it. NaN is looked for apart.

// BETTER puts the extreme of acc and x into acc. t is used.
#define BETTER(OP, JOIN, acc, x, t) \
	OP x, acc, t \
	OP acc, x, acc \
	JOIN t, acc, acc

// UNKNOWN adds the places of x that are NaN to mask. t is used.
#define UNKNOWN(x, t, mask) \
	VCMPPD $3, x, x, t \
	VORPD t, mask, mask

// The extremes of n values, a multiple of 16, in four lanes; the result isn't zero when one is NaN.
#define GROUPS(name, OP, JOIN) \
TEXT name(SB), NOSPLIT, $0-32 \
	MOVQ lanes+0(FP), DI \
	MOVQ v+8(FP), SI \
	MOVQ n+16(FP), CX \
	VMOVUPD (SI), Y0 \
	VMOVUPD 32(SI), Y1 \
	VMOVUPD 64(SI), Y2 \
	VMOVUPD 96(SI), Y3 \
	VXORPD Y12, Y12, Y12 \
	VXORPD Y13, Y13, Y13 \
loop: \
	VMOVUPD (SI), Y4 \
	VMOVUPD 32(SI), Y5 \
	VMOVUPD 64(SI), Y6 \
	VMOVUPD 96(SI), Y7 \
	UNKNOWN(Y4, Y8, Y12) \
	UNKNOWN(Y5, Y9, Y13) \
	UNKNOWN(Y6, Y10, Y12) \
	UNKNOWN(Y7, Y11, Y13) \
	BETTER(OP, JOIN, Y0, Y4, Y8) \
	BETTER(OP, JOIN, Y1, Y5, Y9) \
	BETTER(OP, JOIN, Y2, Y6, Y10) \
	BETTER(OP, JOIN, Y3, Y7, Y11) \
	ADDQ $128, SI \
	SUBQ $16, CX \
	JNZ loop \
	BETTER(OP, JOIN, Y0, Y1, Y8) \
	BETTER(OP, JOIN, Y2, Y3, Y9) \
	BETTER(OP, JOIN, Y0, Y2, Y8) \
	VMOVUPD Y0, (DI) \
	VORPD Y13, Y12, Y12 \
	VMOVMSKPD Y12, AX \
	VZEROUPPER \
	MOVQ AX, ret+24(FP) \
	RET

// func mostGroups(lanes *[4]float64, v *float64, n int) int
GROUPS(·mostGroups, VMAXPD, VANDPD)

// func leastGroups(lanes *[4]float64, v *float64, n int) int
GROUPS(·leastGroups, VMINPD, VORPD)

// The extremes of n pairs, a multiple of 4.
#define PAIRS(name, OP, JOIN) \
TEXT name(SB), NOSPLIT, $0-32 \
	MOVQ out+0(FP), DI \
	MOVQ x+8(FP), SI \
	MOVQ y+16(FP), DX \
	MOVQ n+24(FP), CX \
	XORQ AX, AX \
loop: \
	VMOVUPD (SI)(AX*8), Y0 \
	VMOVUPD (DX)(AX*8), Y1 \
	VCMPPD $3, Y0, Y1, Y3 \
	VADDPD Y0, Y1, Y4 \
	BETTER(OP, JOIN, Y0, Y1, Y2) \
	VBLENDVPD Y3, Y4, Y0, Y0 \
	VMOVUPD Y0, (DI)(AX*8) \
	ADDQ $4, AX \
	CMPQ AX, CX \
	JLT loop \
	VZEROUPPER \
	RET

// func mostPairs(out, x, y *float64, n int)
PAIRS(·mostPairs, VMAXPD, VANDPD)

// func leastPairs(out, x, y *float64, n int)
PAIRS(·leastPairs, VMINPD, VORPD)
