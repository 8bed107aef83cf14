"""Checks Ed25519 signatures (RFC 8032) in pure Python. Public values only: nothing here is secret,
so nothing here must take the same time for every input; signing is never done here."""

from __future__ import annotations

import hashlib

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME
ROOT_OF_MINUS_ONE = pow(2, (PRIME - 1) // 4, PRIME)
#: X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z
NEUTRAL = (0, 1, 1, 0)
Point = tuple[int, int, int, int]


def holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` (64 bytes) over ``message`` was made with the key of ``public``."""
    if len(public) != 32 or len(signature) != 64:
        return False
    point = _decoded(public)
    scalar = int.from_bytes(signature[32:], "little")
    if point is None or scalar >= ORDER or _decoded(signature[:32]) is None:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    factor = int.from_bytes(digest, "little") % ORDER
    x, y, z, t = point
    made = _sum_of_products(scalar, BASE, factor, (PRIME - x, y, z, PRIME - t))
    return _encoded(made) == signature[:32]


def _added(left: Point, right: Point) -> Point:
    a = (left[1] - left[0]) * (right[1] - right[0]) % PRIME
    b = (left[1] + left[0]) * (right[1] + right[0]) % PRIME
    c = 2 * left[3] * right[3] * CURVE % PRIME
    d = 2 * left[2] * right[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME)


def _doubled(point: Point) -> Point:
    x, y, z, _t = point
    a, b, c = x * x % PRIME, y * y % PRIME, 2 * z * z
    h, g = a + b, a - b
    e, f = h - (x + y) * (x + y) % PRIME, c + g
    return (e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME)


def _sum_of_products(one: int, first: Point, other: int, second: Point) -> Point:
    """one * first + other * second, bit by bit, both at once."""
    choices = {1: first, 2: second, 3: _added(first, second)}
    total = NEUTRAL
    for place in range(max(one.bit_length(), other.bit_length()) - 1, -1, -1):
        total = _doubled(total)
        chosen = (one >> place & 1) | (other >> place & 1) << 1
        if chosen:
            total = _added(total, choices[chosen])
    return total


def _decoded(text: bytes) -> Point | None:
    number = int.from_bytes(text, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= PRIME:
        return None
    square = (y * y - 1) * pow(CURVE * y * y + 1, PRIME - 2, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * ROOT_OF_MINUS_ONE % PRIME
    if (x * x - square) % PRIME or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = PRIME - x
    return (x, y, 1, x * y % PRIME)


def _encoded(point: Point) -> bytes:
    inverse = pow(point[2], PRIME - 2, PRIME)
    x, y = point[0] * inverse % PRIME, point[1] * inverse % PRIME
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = _decoded((4 * pow(5, PRIME - 2, PRIME) % PRIME).to_bytes(32, "little")) or NEUTRAL
