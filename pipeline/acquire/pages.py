"""Sources of kind ``pages``: a list of addresses."""

from pipeline.acquire.candidate import Candidate
from schema.source import PagesSource


def candidates(source: PagesSource) -> list[Candidate]:
    """The addresses of the list, each once."""
    return [Candidate(url) for url in dict.fromkeys(map(str, source.urls))]
