"""The many ways in which a request fails, told as one error in words for a person."""

import datetime as dt
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime

import h2.exceptions
import httpx

from pipeline.acquire.addresses import AddressRefusedError
from pipeline.acquire.body import BrokenBodyError, TooLargeError
from pipeline.acquire.exchange import FetchError
from pipeline.acquire.limits import Limits
from pipeline.fetch_log import Outcome

#: Statuses that may be another one in a moment.
_COME_BACK = {408, 425, 429, 500, 502, 503, 504}


@contextmanager
def as_fetch_errors(limits: Limits, limit: int) -> Iterator[None]:
    """Raise every failure of a request as a ``FetchError``."""
    try:
        yield
    except FetchError:
        raise
    except AddressRefusedError as error:
        message = f"{error}; say local = true if this source is on your own network"
        raise FetchError(Outcome.ADDRESS, message) from error
    except TooLargeError as error:
        raise FetchError(Outcome.TOO_LARGE, f"it is larger than {limit:,} bytes") from error
    except BrokenBodyError as error:
        raise FetchError(Outcome.BROKEN, str(error)) from error
    except TimeoutError as error:
        message = f"it was not sent within {limits.total_seconds:.0f} s"
        raise FetchError(Outcome.TIMED_OUT, message) from error
    except Exception as error:
        raise _of_library(error) from error


def _of_library(error: Exception) -> FetchError:
    """What a library raised; a hostile answer makes it raise what it does not document, too."""
    match error:
        case httpx.TimeoutException():
            message = f"the host did not answer in time ({type(error).__name__})"
            return FetchError(Outcome.TIMED_OUT, message, passing=True)
        case httpx.ConnectError():
            return _not_connected(error)
        case httpx.LocalProtocolError() | h2.exceptions.ProtocolError():
            return _not_spoken(error)
        case httpx.InvalidURL() | httpx.UnsupportedProtocol() | UnicodeError():
            return FetchError(Outcome.BAD_ADDRESS, f"it cannot be asked for: {error}")
        case httpx.TransportError():
            message = f"the answer broke off or is no HTTP ({str(error) or type(error).__name__})"
            return FetchError(Outcome.BROKEN, message, passing=True)
    message = f"reading the answer failed with {type(error).__name__}: {error}"
    return FetchError(Outcome.BROKEN, message)


def _not_connected(error: httpx.ConnectError) -> FetchError:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError):
            reason = getattr(cause, "verify_message", "") or cause.reason or str(cause)
            return FetchError(Outcome.BAD_TLS, f"its certificate or TLS is not valid: {reason}")
    return FetchError(Outcome.UNREACHABLE, f"the host cannot be reached: {error}", passing=True)


def _not_spoken(error: Exception) -> FetchError:
    """The error of a protocol: what we cannot say, or in HTTP/2 also what the host said."""
    if any(isinstance(cause, h2.exceptions.ProtocolError) for cause in _causes(error)):
        return FetchError(Outcome.BROKEN, f"the answer is no HTTP/2 ({error})", passing=True)
    return FetchError(Outcome.BAD_ADDRESS, f"it cannot be asked for: {error}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and those that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def refusal(response: httpx.Response, limits: Limits) -> FetchError:
    """The error for a status that brings no page."""
    status = response.status_code
    after = _retry_after(response.headers.get("retry-after", ""))
    message = f"the host answered HTTP {status} {response.reason_phrase}".rstrip()
    if after > limits.longest_wait:
        message += f" and asks to come back in {after:.0f} s"
    return FetchError(
        Outcome.HTTP_STATUS,
        message,
        status=status,
        passing=status in _COME_BACK and after <= limits.longest_wait,
        retry_after=after,
    )


def _retry_after(header: str) -> float:
    """Seconds that a Retry-After header asks for, given as seconds or as a date."""
    if header.strip().isdecimal():
        return float(header.strip()[:9])
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=dt.UTC)
    return max(0.0, (until - dt.datetime.now(dt.UTC)).total_seconds())
