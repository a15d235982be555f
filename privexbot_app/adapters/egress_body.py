"""The bytes of an answer, counted before and after unpacking, so that neither a flood nor a bomb gets in."""

import zlib
from collections.abc import AsyncIterator

from privexbot_app.adapters.egress_target import FetchError

PLAIN, PACKED = ("", "identity"), ("gzip", "x-gzip")
INCOMPLETE = "The answer broke off before its end."


async def read_body(chunks: AsyncIterator[bytes], encoding: str, most_bytes: int) -> bytes:
    """All of it; raises FetchError above `most_bytes`, packed or unpacked.

    Only gzip is asked for, because its decoder can be told how much it may give at a time; those of
    brotli and zstandard turn one chunk into gigabytes.
    """
    if encoding not in PLAIN + PACKED:
        raise FetchError("The answer came in an encoding that cannot be read.")
    body = _Unpacked(most_bytes) if encoding in PACKED else _Plain(most_bytes)
    packed = 0
    async for chunk in chunks:
        packed += len(chunk)
        _check(packed, most_bytes)
        body.add(chunk)
    return body.whole()


class _Plain:
    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._content = bytearray()

    def add(self, chunk: bytes) -> None:
        self._content += chunk
        _check(len(self._content), self._most_bytes)

    def whole(self) -> bytes:
        return bytes(self._content)


class _Unpacked(_Plain):
    def __init__(self, most_bytes: int) -> None:
        super().__init__(most_bytes)
        self._decoder = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)

    def add(self, chunk: bytes) -> None:
        try:
            super().add(self._decoder.decompress(chunk, self._most_bytes + 1 - len(self._content)))
        except zlib.error as error:
            raise FetchError(INCOMPLETE) from error

    def whole(self) -> bytes:
        if not self._decoder.eof:
            raise FetchError(INCOMPLETE, retryable=True)
        return super().whole()


def _check(size: int, most_bytes: int) -> None:
    if size > most_bytes:
        raise FetchError(f"The answer is larger than {most_bytes / 1e6:g} MB.")
