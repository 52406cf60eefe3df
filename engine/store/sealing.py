"""Closing and opening of bytes: AES-256-GCM with associated data (NIST SP 800-38D), a fresh 96-bit nonce each time."""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
SMALLEST = 1024


class NotOpened(Exception):
    """The bytes do not open under this key and associated data: tampered, moved, or another key."""


def new_key() -> bytes:
    return os.urandom(32)


def seal(key: bytes, content: bytes, associated: bytes) -> bytes:
    """nonce (12 bytes) + ciphertext + tag (16 bytes)."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, associated)


def unseal(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    """Raises NotOpened."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], associated)
    except (InvalidTag, ValueError) as error:
        raise NotOpened from error


def associated(*parts: str | int | bytes) -> bytes:
    """Unambiguous associated data: each part with its length before it."""
    out = bytearray()
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode()
        out += len(raw).to_bytes(4, "big") + raw
    return bytes(out)


def keyed_token(key: bytes, *parts: str) -> str:
    """Opaque id for plain columns: 80 bits of HMAC-SHA256 in hex, equal for equal parts."""
    return hmac.new(key, associated(*parts), hashlib.sha256).hexdigest()[:20]


def padded(content: bytes) -> bytes:
    """Filled up to 1 KiB, 2 KiB, 4 KiB …: the size of a sealed part does not tell whether there is something in it."""
    size = SMALLEST
    while size < len(content) + 4:
        size *= 2
    return (len(content).to_bytes(4, "big") + content).ljust(size, b"\0")


def unpadded(content: bytes) -> bytes:
    return content[4 : 4 + int.from_bytes(content[:4], "big")]
