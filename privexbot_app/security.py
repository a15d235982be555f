"""Passwords, tokens, sealed secrets, and the keys they hang on: one for each purpose, so none passes for another."""

import hashlib
import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from itsdangerous import BadSignature, URLSafeTimedSerializer

from privexbot_app.settings import settings

HASHER = PasswordHasher()  # Argon2id with the library's defaults, RFC 9106's low-memory profile
KEY_ID_BYTES, NONCE_BYTES = 4, 12
PUBLIC_ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz"


def hash_password(password: str) -> str:
    """About 50 ms of CPU and 64 MiB: call it from a thread."""
    return HASHER.hash(password)


def is_password(password: str, hashed: str | None) -> bool:
    """Whether the password is right; takes as long for a user who does not exist (`hashed` None)."""
    try:
        return HASHER.verify(hashed or _nobodys_hash(), password) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return HASHER.hash(secrets.token_urlsafe(32))


def new_token() -> str:
    """256 random bits for a browser to keep; we keep `hash_token` of it."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """SHA-256 in hex: enough for a random token, and a stolen table opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def random_letters(count: int) -> str:
    """Letters and digits that cannot be mistaken for each other, for ids that people see."""
    return "".join(secrets.choice(PUBLIC_ALPHABET) for _ in range(count))


def sign(purpose: str, *facts: str) -> str:
    """A short-lived token that carries facts; only `read_signed` with the same purpose accepts it."""
    return str(_signer(purpose).dumps(facts))


def read_signed(purpose: str, token: str, max_age_seconds: int) -> tuple[str, ...] | None:
    """The facts in a token, or None if it is forged, expired, or was made for another purpose."""
    try:
        return tuple(_signer(purpose).loads(token, max_age=max_age_seconds))
    except BadSignature:
        return None


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return _signer_with(settings().key(), purpose)


@lru_cache(maxsize=32)
def _signer_with(key: str, purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt=f"privexbot.{purpose}", signer_kwargs={"digest_method": hashlib.sha256})


def seal(secret: str, *place: str) -> bytes:
    """Encrypt for storing, AES-256-GCM: only `unseal` with the same place (workspace, table, row) reads it again."""
    key = _sealing_key(settings().key())
    nonce = secrets.token_bytes(NONCE_BYTES)
    return _key_id(key) + nonce + AESGCM(key).encrypt(nonce, secret.encode(), _associated(place))


def unseal(sealed: bytes, *place: str) -> str | None:
    """None if it was sealed under a key that is unknown here, was changed, or was moved from another place."""
    key_id, nonce, text = (
        sealed[:KEY_ID_BYTES],
        sealed[KEY_ID_BYTES:][:NONCE_BYTES],
        sealed[KEY_ID_BYTES + NONCE_BYTES :],
    )
    key = next((known for known in map(_sealing_key, settings().keys()) if _key_id(known) == key_id), None)
    if key is None:
        return None
    try:
        return AESGCM(key).decrypt(nonce, text, _associated(place)).decode()
    except (InvalidTag, ValueError):
        return None


def is_sealed_anew(sealed: bytes) -> bool:
    """Whether it was sealed under the key of today, so that the one before may be forgotten."""
    return sealed[:KEY_ID_BYTES] == _key_id(_sealing_key(settings().key()))


@lru_cache(maxsize=8)
def _sealing_key(secret: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"privexbot.seal").derive(secret)


def _key_id(key: bytes) -> bytes:
    """Tells keys apart, and nothing about them."""
    return hashlib.sha256(b"key id" + key).digest()[:KEY_ID_BYTES]


def _associated(place: tuple[str, ...]) -> bytes:
    return "|".join(place).encode()
