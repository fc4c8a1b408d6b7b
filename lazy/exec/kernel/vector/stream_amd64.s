//go:build !purego

#include "textflag.h"

// func streamGroups(to, from *uint64, n int)
TEXT ·streamGroups(SB), NOSPLIT, $0-24
	MOVQ to+0(FP), DI
	MOVQ from+8(FP), SI
	MOVQ n+16(FP), CX
	XORQ AX, AX
	SUBQ $4, CX
loop:
	CMPQ AX, CX
	JGT end
	VMOVDQU (SI)(AX*8), Y0
	VMOVNTDQ Y0, (DI)(AX*8)
	ADDQ $4, AX
	JMP loop
end:
	SFENCE
	VZEROUPPER
	RET
