//go:build !purego

#include "textflag.h"

// A constant for all four lanes.
#define LANES(name, value) \
	DATA name<>+0(SB)/8, $value \
	DATA name<>+8(SB)/8, $value \
	DATA name<>+16(SB)/8, $value \
	DATA name<>+24(SB)/8, $value \
	GLOBL name<>(SB), RODATA|NOPTR, $32

LANES(absMask, 0x7fffffffffffffff)
LANES(mantissa, 0x000fffffffffffff)
LANES(half, 0.5)
LANES(one, 1.0)
LANES(two, 2.0)
LANES(ln2Hi, 0x3fe62e42fee00000)
LANES(ln2Lo, 0x3dea39ef35793c76)

LANES(expLimit, 708.0)
LANES(log2e, 0x3ff71547652b82fe)
LANES(bias, 1023)
LANES(e2, 0x3fe0000000000000)
LANES(e3, 0x3fc5555555555555)
LANES(e4, 0x3fa5555555555555)
LANES(e5, 0x3f81111111111111)
LANES(e6, 0x3f56c16c16c16c17)
LANES(e7, 0x3f2a01a01a01a01a)
LANES(e8, 0x3efa01a01a01a01a)
LANES(e9, 0x3ec71de3a556c734)
LANES(e10, 0x3e927e4fb7789f5c)
LANES(e11, 0x3e5ae64567f544e4)
LANES(e12, 0x3e21eed8eff8d898)
LANES(e13, 0x3de6124613a86d09)

LANES(logLeast, 0x0010000000000000)
LANES(logMost, 0x7fefffffffffffff)
LANES(halfRoot, 0x3fe6a09e667f3bcd)
LANES(magic, 0x4330000000000000)
LANES(magicLog, 0x43300000000003fe)
LANES(magicLog1p, 0x43300000000003ff)
LANES(lg1, 0x3fe5555555555593)
LANES(lg2, 0x3fd999999997fa04)
LANES(lg3, 0x3fd2492494229359)
LANES(lg4, 0x3fcc71c51d8e78af)
LANES(lg5, 0x3fc7466496cb03de)
LANES(lg6, 0x3fc39a09d078c69f)
LANES(lg7, 0x3fc2f112df3e5244)

LANES(minusOne, -1.0)
LANES(log1pLimit, 0x7e70000000000000)
LANES(toHalfRoot, 0x00095f6200000000)
LANES(halfRootBits, 0x3fe6a09e00000000)
LANES(twiceBias, 2046)

// func expGroups(out, in *float64, n int) (done int)
TEXT ·expGroups(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ in+8(FP), SI
	MOVQ n+16(FP), CX
	XORQ AX, AX
	VMOVUPD absMask<>(SB), Y15
	VMOVUPD expLimit<>(SB), Y14
	VMOVUPD log2e<>(SB), Y13
	VMOVUPD ln2Hi<>(SB), Y12
	VMOVUPD ln2Lo<>(SB), Y11
	VMOVUPD one<>(SB), Y10
	VMOVUPD e13<>(SB), Y9
expLoop:
	LEAQ 4(AX), DX
	CMPQ DX, CX
	JGT expDone
	VMOVUPD (SI)(AX*8), Y0
	VANDPD Y15, Y0, Y1
	VCMPPD $2, Y14, Y1, Y1 // |x| <= 708
	VMOVMSKPD Y1, BX
	CMPL BX, $15
	JNE expDone
	// k is the multiple of ln 2 next to x, r what is left
	VMULPD Y13, Y0, Y1
	VROUNDPD $8, Y1, Y1
	VFNMADD231PD Y12, Y1, Y0
	VFNMADD231PD Y11, Y1, Y0
	VCVTPD2DQY Y1, X2
	VPMOVSXDQ X2, Y2
	VPADDQ bias<>(SB), Y2, Y2
	VPSLLQ $52, Y2, Y2 // 2 to the power of k
	VMOVAPD Y9, Y3
	VFMADD213PD e12<>(SB), Y0, Y3
	VFMADD213PD e11<>(SB), Y0, Y3
	VFMADD213PD e10<>(SB), Y0, Y3
	VFMADD213PD e9<>(SB), Y0, Y3
	VFMADD213PD e8<>(SB), Y0, Y3
	VFMADD213PD e7<>(SB), Y0, Y3
	VFMADD213PD e6<>(SB), Y0, Y3
	VFMADD213PD e5<>(SB), Y0, Y3
	VFMADD213PD e4<>(SB), Y0, Y3
	VFMADD213PD e3<>(SB), Y0, Y3
	VFMADD213PD e2<>(SB), Y0, Y3
	VMULPD Y0, Y0, Y4
	VFMADD213PD Y0, Y4, Y3 // r + r² (1/2 + r/6 + …)
	VADDPD Y10, Y3, Y3
	VMULPD Y2, Y3, Y3
	VMOVUPD Y3, (DI)(AX*8)
	MOVQ DX, AX
	JMP expLoop
expDone:
	VZEROUPPER
	MOVQ AX, done+24(FP)
	RET

// func logGroups(out, in *float64, n int) (done int)
TEXT ·logGroups(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ in+8(FP), SI
	MOVQ n+16(FP), CX
	XORQ AX, AX
	VMOVUPD logLeast<>(SB), Y15
	VMOVUPD logMost<>(SB), Y14
	VMOVUPD mantissa<>(SB), Y13
	VMOVUPD half<>(SB), Y12
	VMOVUPD one<>(SB), Y11
	VMOVUPD halfRoot<>(SB), Y10
	VMOVUPD magic<>(SB), Y9
	VMOVUPD magicLog<>(SB), Y8
logLoop:
	LEAQ 4(AX), DX
	CMPQ DX, CX
	JGT logDone
	VMOVUPD (SI)(AX*8), Y0
	VCMPPD $13, Y15, Y0, Y1 // x >= the least normal number
	VCMPPD $2, Y14, Y0, Y2 // and finite
	VANDPD Y1, Y2, Y2
	VMOVMSKPD Y2, BX
	CMPL BX, $15
	JNE logDone
	// x is f1 times 2 to the power of k, f1 from √½ to √2
	VANDPD Y13, Y0, Y1
	VORPD Y12, Y1, Y1
	VPSRLQ $52, Y0, Y2
	VORPD Y9, Y2, Y2
	VSUBPD Y8, Y2, Y2
	VCMPPD $2, Y10, Y1, Y3
	VANDPD Y11, Y3, Y3
	VSUBPD Y3, Y2, Y2 // k
	VADDPD Y11, Y3, Y3
	VMULPD Y3, Y1, Y1
	VSUBPD Y11, Y1, Y1 // f
	VADDPD two<>(SB), Y1, Y3
	VDIVPD Y3, Y1, Y3 // s = f / (2 + f)
	VMULPD Y3, Y3, Y4 // s²
	VMULPD Y4, Y4, Y5 // s⁴
	VMULPD lg7<>(SB), Y5, Y6
	VADDPD lg5<>(SB), Y6, Y6
	VMULPD Y5, Y6, Y6
	VADDPD lg3<>(SB), Y6, Y6
	VMULPD Y5, Y6, Y6
	VADDPD lg1<>(SB), Y6, Y6
	VMULPD Y6, Y4, Y4
	VMULPD lg6<>(SB), Y5, Y6
	VADDPD lg4<>(SB), Y6, Y6
	VMULPD Y5, Y6, Y6
	VADDPD lg2<>(SB), Y6, Y6
	VMULPD Y6, Y5, Y5
	VADDPD Y5, Y4, Y4 // R
	VMULPD Y12, Y1, Y0
	VMULPD Y1, Y0, Y0 // f²/2
	VADDPD Y0, Y4, Y4
	VMULPD Y4, Y3, Y3
	VMULPD ln2Lo<>(SB), Y2, Y4
	VADDPD Y4, Y3, Y3
	VSUBPD Y3, Y0, Y0
	VSUBPD Y1, Y0, Y0
	VMULPD ln2Hi<>(SB), Y2, Y2
	VSUBPD Y0, Y2, Y2
	VMOVUPD Y2, (DI)(AX*8)
	MOVQ DX, AX
	JMP logLoop
logDone:
	VZEROUPPER
	MOVQ AX, done+24(FP)
	RET

// func log1pGroups(out, in *float64, n int) (done int)
TEXT ·log1pGroups(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ in+8(FP), SI
	MOVQ n+16(FP), CX
	XORQ AX, AX
	VMOVUPD minusOne<>(SB), Y15
	VMOVUPD log1pLimit<>(SB), Y14
	VMOVUPD mantissa<>(SB), Y13
	VMOVUPD half<>(SB), Y12
	VMOVUPD one<>(SB), Y11
log1pLoop:
	LEAQ 4(AX), DX
	CMPQ DX, CX
	JGT log1pDone
	VMOVUPD (SI)(AX*8), Y0
	VCMPPD $14, Y15, Y0, Y1 // x > -1
	VCMPPD $1, Y14, Y0, Y2 // and x < 2 to the power of 1000
	VANDPD Y1, Y2, Y2
	VMOVMSKPD Y2, BX
	CMPL BX, $15
	JNE log1pDone
	VADDPD Y11, Y0, Y1 // u = 1 + x
	VSUBPD Y11, Y1, Y2 // d = u - 1
	VSUBPD Y2, Y1, Y3
	VSUBPD Y3, Y11, Y3
	VSUBPD Y2, Y0, Y4
	VADDPD Y4, Y3, Y10 // c, the rounding error of u
	VPADDQ toHalfRoot<>(SB), Y1, Y1
	VPSRLQ $52, Y1, Y2
	VORPD magic<>(SB), Y2, Y3
	VSUBPD magicLog1p<>(SB), Y3, Y9 // n
	VMOVUPD twiceBias<>(SB), Y3
	VPSUBQ Y2, Y3, Y3
	VPSLLQ $52, Y3, Y8 // 2 to the power of -n
	VANDPD Y13, Y1, Y1
	VPADDQ halfRootBits<>(SB), Y1, Y1
	VSUBPD Y11, Y1, Y1 // f
	VADDPD two<>(SB), Y1, Y3
	VDIVPD Y3, Y1, Y3 // s
	VMULPD Y3, Y3, Y4 // z
	VMULPD Y4, Y4, Y5 // w
	VMULPD lg7<>(SB), Y5, Y6
	VADDPD lg5<>(SB), Y6, Y6
	VMULPD Y5, Y6, Y6
	VADDPD lg3<>(SB), Y6, Y6
	VMULPD Y5, Y6, Y6
	VADDPD lg1<>(SB), Y6, Y6
	VMULPD Y6, Y4, Y6
	VMULPD lg6<>(SB), Y5, Y7
	VADDPD lg4<>(SB), Y7, Y7
	VMULPD Y5, Y7, Y7
	VADDPD lg2<>(SB), Y7, Y7
	VMULPD Y7, Y5, Y5
	VADDPD Y5, Y6, Y6 // r
	VSUBPD Y3, Y11, Y5 // 1 - s
	VMULPD Y5, Y8, Y8
	VMULPD Y5, Y4, Y4
	VADDPD Y4, Y5, Y5
	VMULPD Y5, Y8, Y8
	VMULPD Y8, Y10, Y10 // c of f
	VMULPD Y12, Y1, Y5
	VMULPD Y1, Y5, Y5 // f²/2
	VADDPD Y6, Y5, Y6
	VMULPD Y6, Y3, Y3
	VMULPD ln2Lo<>(SB), Y9, Y4
	VADDPD Y10, Y4, Y4
	VADDPD Y4, Y3, Y3
	VSUBPD Y5, Y3, Y3
	VADDPD Y1, Y3, Y3
	VMULPD ln2Hi<>(SB), Y9, Y9
	VADDPD Y9, Y3, Y3
	VXORPD Y4, Y4, Y4
	VCMPPD $0, Y4, Y0, Y4 // zeros keep their signs
	VBLENDVPD Y4, Y0, Y3, Y3
	VMOVUPD Y3, (DI)(AX*8)
	MOVQ DX, AX
	JMP log1pLoop
log1pDone:
	VZEROUPPER
	MOVQ AX, done+24(FP)
	RET
