"""Reading a response's body without letting it grow past a bound, compressed or not."""

import zlib
from collections.abc import AsyncIterator, Iterator

import httpx

#: What we ask for, and all that we undo; anything else is refused rather than stored unread.
ACCEPT_ENCODING = "gzip, deflate"


class TooLargeError(Exception):
    """The body is larger than allowed."""


class BrokenBodyError(Exception):
    """The body is not what its headers say."""


async def read_body(response: httpx.Response, limit: int, *, cut: bool = False) -> bytes:
    """The decoded body of a streamed response, at most ``limit`` bytes.

    httpx would decode a whole chunk of a compression bomb before we could count it.

    Args:
        response: What is being sent.
        limit: Size that it may have.
        cut: Whether to take the first ``limit`` bytes of what is larger.

    Raises:
        TooLargeError: as soon as more than ``limit`` bytes have come, or were announced.
        BrokenBodyError: if the compression is unknown, broken or cut off.
    """
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > limit and not cut:
        raise TooLargeError
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    raw = response.aiter_raw()
    chunks = raw if coding in {"identity", ""} else _inflated(raw, coding, limit)
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > limit:
            if cut:
                break
            raise TooLargeError
    return bytes(body[:limit])


def gunzip(body: bytes, limit: int) -> bytes:
    """The content of a gzip file.

    Raises:
        TooLargeError: if it has more than ``limit`` bytes.
        BrokenBodyError: if the compression is broken or cut off.
    """
    inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        content = inflater.decompress(body, limit + 1)
    except zlib.error as error:
        raise BrokenBodyError(f"it is no gzip ({error})") from error
    if len(content) > limit:
        raise TooLargeError
    if not inflater.eof:
        raise BrokenBodyError("its compressed content is cut off")
    return content


async def _inflated(raw: AsyncIterator[bytes], coding: str, limit: int) -> AsyncIterator[bytes]:
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise BrokenBodyError(f"it is compressed with {coding[:40]!r}, which was not asked for")
    inflater = None
    async for chunk in raw:
        if inflater is None:
            inflater = zlib.decompressobj(_window(coding, chunk))
        for piece in _pieces(inflater, chunk, limit):
            yield piece
    if inflater is not None and not inflater.eof:
        raise BrokenBodyError("its compressed body is cut off")


def _window(coding: str, first: bytes) -> int:
    """Which wrapping zlib is to expect; "deflate" comes with and without a header."""
    if coding != "deflate":
        return 16 + zlib.MAX_WBITS
    return zlib.MAX_WBITS if first[:1] == b"\x78" else -zlib.MAX_WBITS


def _pieces(inflater: "zlib._Decompress", chunk: bytes, limit: int) -> Iterator[bytes]:
    while chunk and not inflater.eof:
        try:
            yield inflater.decompress(chunk, limit)
        except zlib.error as error:
            raise BrokenBodyError(f"its compressed body is broken ({error})") from error
        chunk = inflater.unconsumed_tail
