package wire

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

const defaultScheme = "hmac-sha256"

// ErrSignature says that a message was not signed with the connection's key.
var ErrSignature = errors.New("wrong signature")

// Signer signs messages with a connection's key. Without a key nothing is signed and every message is accepted, as
// Jupyter defines it.
type Signer struct{ key []byte }

// NewSigner returns the signer of a connection. The scheme "hmac-sha256" is the one that Jupyter uses.
func NewSigner(scheme, key string) (*Signer, error) {
	if scheme != defaultScheme && key != "" {
		return nil, fmt.Errorf("signature scheme %q is not known, use %q", scheme, defaultScheme)
	}
	return &Signer{key: []byte(key)}, nil
}

// Sign returns the signature of the frames in hexadecimal.
func (s *Signer) Sign(frames ...[]byte) []byte {
	if len(s.key) == 0 {
		return nil
	}
	mac := hmac.New(sha256.New, s.key)
	for _, f := range frames {
		mac.Write(f)
	}
	return hex.AppendEncode(nil, mac.Sum(nil))
}

// Verify returns ErrSignature unless signature is that of the frames.
func (s *Signer) Verify(signature []byte, frames ...[]byte) error {
	if len(s.key) > 0 && !hmac.Equal(signature, s.Sign(frames...)) {
		return ErrSignature
	}
	return nil
}
