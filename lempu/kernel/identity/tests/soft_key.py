"""A passkey made of a program, as a phone would have one: it answers challenges with real signatures."""

import base64
import hashlib
import json
import os
import struct

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor

ORIGIN = "https://testserver"
PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


def text(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class SoftKey:
    def __init__(self, origin=ORIGIN, flags=PRESENT | VERIFIED):
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.origin, self.flags = origin, flags
        self.handle = None

    def make(self, options):
        """The answer to the options of a new passkey, as the browser sends it."""
        asked = options["publicKey"]
        self.handle = asked["user"]["id"]
        data = self._client_data("webauthn.create", asked["challenge"])
        numbers = self.private.public_key().public_numbers()
        public = {
            1: 2,
            3: -7,
            -1: 1,
            -2: numbers.x.to_bytes(32, "big"),
            -3: numbers.y.to_bytes(32, "big"),
        }
        kept = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor.encode(public)
        seen = self._seen(asked["rp"]["id"], HAS_KEY) + kept
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": seen})
        return self._sent(
            {"attestationObject": text(attestation), "clientDataJSON": text(data)},
            {"credProps": {"rk": True}},
        )

    def show(self, options, handle=None):
        """The answer to the options of a sign-in."""
        asked = options["publicKey"]
        data = self._client_data("webauthn.get", asked["challenge"])
        seen = self._seen(asked["rpId"])
        signature = self.private.sign(seen + hashlib.sha256(data).digest(), ec.ECDSA(SHA256()))
        return self._sent(
            {
                "authenticatorData": text(seen),
                "clientDataJSON": text(data),
                "signature": text(signature),
                "userHandle": handle or self.handle,
            },
            {},
        )

    def _client_data(self, kind, challenge):
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _seen(self, place, more=0):
        return hashlib.sha256(place.encode()).digest() + struct.pack(">BI", self.flags | more, 0)

    def _sent(self, response, results):
        return json.dumps(
            {
                "id": text(self.id),
                "rawId": text(self.id),
                "type": "public-key",
                "clientExtensionResults": results,
                "response": response,
            }
        )
