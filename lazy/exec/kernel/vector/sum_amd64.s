//go:build !purego

#include "textflag.h"

// LANES is ((s0+s1)+(s2+s3)) + ((s4+s5)+(s6+s7)) of the sums in Y0 and Y1, as the lower number of X0.
#define LANES \
	VHADDPD Y0, Y0, Y0 \
	VHADDPD Y1, Y1, Y1 \
	VEXTRACTF128 $1, Y0, X2 \
	VEXTRACTF128 $1, Y1, X3 \
	VADDSD X2, X0, X0 \
	VADDSD X3, X1, X1 \
	VADDSD X1, X0, X0

// func sumGroups(v *float64, n int) float64
TEXT ·sumGroups(SB), NOSPLIT, $0-24
	MOVQ v+0(FP), SI
	MOVQ n+8(FP), CX
	VXORPD X0, X0, X0
	VXORPD X1, X1, X1
loop:
	VADDPD (SI), Y0, Y0
	VADDPD 32(SI), Y1, Y1
	ADDQ $64, SI
	SUBQ $8, CX
	JNZ loop
	LANES
	VZEROUPPER
	MOVSD X0, ret+16(FP)
	RET

// func squareGroups(v *float64, from float64, n int) float64
TEXT ·squareGroups(SB), NOSPLIT, $0-32
	MOVQ v+0(FP), SI
	VBROADCASTSD from+8(FP), Y6
	MOVQ n+16(FP), CX
	VXORPD X0, X0, X0
	VXORPD X1, X1, X1
loop:
	VMOVUPD (SI), Y4
	VMOVUPD 32(SI), Y5
	VSUBPD Y6, Y4, Y4
	VSUBPD Y6, Y5, Y5
	VMULPD Y4, Y4, Y4
	VMULPD Y5, Y5, Y5
	VADDPD Y4, Y0, Y0
	VADDPD Y5, Y1, Y1
	ADDQ $64, SI
	SUBQ $8, CX
	JNZ loop
	LANES
	VZEROUPPER
	MOVSD X0, ret+24(FP)
	RET
