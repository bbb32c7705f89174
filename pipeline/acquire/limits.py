"""The bounds of one run's fetching."""

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """What fetching may cost us and the hosts we ask; seconds and bytes."""

    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    total_seconds: float = 60.0
    page_bytes: int = 10 * MEGABYTE
    filing_bytes: int = 20 * MEGABYTE  # annual reports in inline XBRL; no larger page is parsed
    feed_bytes: int = 4 * MEGABYTE  # parsing one takes two seconds a megabyte
    index_bytes: int = 4 * MEGABYTE
    sitemap_bytes: int = 50 * MEGABYTE  # the most that the protocol allows
    robots_bytes: int = MEGABYTE // 2
    file_bytes: int = 50 * MEGABYTE
    settled_seconds: float = 0.0  # that a file of a folder must have stood unchanged
    redirects: int = 5
    attempts: int = 3
    backoff_seconds: float = 1.0
    longest_wait: float = 60.0
    delay: float = 1.0  # between two requests to one public host
    longest_delay: float = 30.0  # a host that asks for more is asked once a run
    host_failures: int = 2  # in a row, after which the host is left alone for this run
    hosts_at_once: int = 16
    source_requests: int = 2_000  # a run, also for those that follow
    source_bytes: int = 500 * MEGABYTE
    source_seconds: float = 3_600.0  # a host that drips must not hold up the next hourly run
    cited_requests: int = 200  # a run, for what articles cite
    run_requests: int = 20_000
    run_bytes: int = 5_000 * MEGABYTE

    def page_limit(self, *, filing: bool) -> int:
        """The most bytes that a page may have."""
        return self.filing_bytes if filing else self.page_bytes
