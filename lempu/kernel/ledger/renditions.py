"""Keys and seals in the forms people and other programs take."""

import base64

#: What stands before the 32 bytes of an Ed25519 public key in DER.
DER = bytes.fromhex("302a300506032b6570032100")
#: Letters of a fingerprint that a person compares on paper.
SHORT = 16


def public_pem(public: str) -> str:
    """A public key (hexadecimal) as PEM, as openssl reads it too."""
    text = base64.b64encode(DER + bytes.fromhex(public)).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n"
