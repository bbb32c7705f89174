"""The chain behind a fact as one self-contained page: nothing to fetch, nothing active."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from warehouse.digest.render import safe_url
from warehouse.why.chain import Chain

_TEMPLATES = Environment(
    loader=PackageLoader("warehouse", "why/templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters |= {"safe_url": safe_url, "words": lambda text: str(text).replace("_", " ")}


def html(chain: Chain, stored: dict[str, str]) -> str:
    """The page.

    Args:
        chain: What it shows.
        stored: Where the body of each page lies, by page id.
    """
    return _TEMPLATES.get_template("why.html").render(fact=chain, stored=stored)
