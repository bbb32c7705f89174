"""What all pictures share: ink, palettes, and how they become SVG and PNG without a browser.

Text takes the colour of the page (``currentColor``), so that a picture reads in light and dark;
what differs by colour differs in lightness, shape or dashes too, for grey print and colour-blind
eyes.
"""

import hashlib
import json
import re
from typing import Any

import altair as alt
import vl_convert

INK = "currentColor"
#: A grey that shows on white and on black.
MIDDLE = "#888888"
#: Dark to light, so that order survives grey print (Okabe and Ito 2008, arranged by lightness).
FIRMNESS = {"contracted": "#0072B2", "announced": "#56B4E9", "soft": "#D9D9D9"}
#: Ids of gradients and clips, which the renderer counts over the life of the process.
_COUNTED_ID = re.compile(r'(?<=["#])((?:gradient_|clip)\d+)(?=[")])')
_PAPER, _PRINT = "#ffffff", "#222222"

AnyChart = alt.Chart | alt.LayerChart | alt.FacetChart


def colour(field: str, palette: dict[str, str]) -> alt.Color:
    """The colour of a field's words, with its legend."""
    scale = alt.Scale(domain=list(palette), range=list(palette.values()))
    return alt.Color(f"{field}:N", title=None, scale=scale)


def svg(chart: AnyChart) -> str:
    """A chart as SVG on a transparent ground."""
    styled: Any = chart.configure(background="transparent", font="sans-serif")
    styled = styled.configure_view(stroke=None)
    styled = styled.configure_axis(
        labelColor=INK, titleColor=INK, domainColor=MIDDLE, tickColor=MIDDLE,
        gridColor=f"{MIDDLE}55", labelLimit=320,
    )  # fmt: skip
    styled = styled.configure_header(labelColor=INK, titleColor=INK)
    styled = styled.configure_legend(labelColor=INK, titleColor=INK, orient="top")
    specification = styled.to_dict()
    rendered: str = vl_convert.vegalite_to_svg(specification)
    return _with_own_ids(rendered, json.dumps(specification, sort_keys=True))


def _with_own_ids(picture: str, specification: str) -> str:
    """A picture whose ids are the same at each drawing, and no other picture's of its page."""
    own = hashlib.sha256(specification.encode()).hexdigest()[:8]
    found = list(dict.fromkeys(_COUNTED_ID.findall(picture)))
    return _COUNTED_ID.sub(lambda match: f"i{own}-{found.index(match[1])}", picture)


def png(picture: str, *, scale: float = 1.5) -> bytes:
    """An SVG as PNG, in dark ink on white: what shows it may be light or dark."""
    inked = picture.replace(INK, _PRINT)
    ground = f'<rect width="100%" height="100%" fill="{_PAPER}"/>'
    head, bracket, rest = inked.partition(">")
    rendered: bytes = vl_convert.svg_to_png(f"{head}{bracket}{ground}{rest}", scale=scale)
    return rendered
