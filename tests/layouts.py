"""One article in the lay-outs of many sites; what is no part of it says LEAK."""

TITLE = "Acme to build power plant near Ashtabula"
PROSE = (
    "Acme Corp. said on Sunday that it would build a power plant of 300 megawatts near Ashtabula, "
    "Ohio, its largest so far, to feed the data centres that it runs for other companies there.",
    "The plant will cost $4 billion, according to people familiar with the matter, and will be "
    "paid for over three years by the company and two partners that it did not name.",
    "“We looked at eleven counties,” the chief executive, Jo Stone, told reporters at the site. "
    "“This one had the water, the rails and the will.”",
    "Local officials welcomed the plan, which they expect to bring four hundred jobs to a county "
    "that has lost most of its mills since the nineties.",
    "Initech will deliver the turbines, the first of them in the second half of 2026, and the "
    "plant is to run at full power in early 2029.",
    "It is not the first attempt: in 2019 a rival dropped a plan for half as much power because "
    "the line to the grid could not be built in time.",
)
HEADINGS = ("What it costs", "Who builds it")
ITEMS = ("Construction starts in the second half of 2026", "Full power is due in early 2029")
ROWS = (("Site", "Power", "Ready"), ("Ashtabula", "300 MW", "2029"), ("Lorain", "120 MW", "2027"))


def _tag(name: str, content: str, attributes: str = "") -> str:
    return f"<{name} {attributes}>{content}</{name}>"


def _paragraphs(*texts: str) -> str:
    return "".join(_tag("p", text) for text in texts)


LIST = _tag("ul", "".join(_tag("li", item) for item in ITEMS))
TABLE = _tag("table", "".join(_tag("tr", "".join(_tag("td", c) for c in row)) for row in ROWS))
STORY = (
    f"{_paragraphs(*PROSE[:2])}<h2>{HEADINGS[0]}</h2>{_paragraphs(PROSE[2])}{LIST}"
    f"{_paragraphs(PROSE[3])}<h2>{HEADINGS[1]}</h2>{TABLE}{_paragraphs(*PROSE[4:])}"
)

MENU = "".join(f'<li><a href="/{n}">{n} LEAK</a></li>' for n in ("Home", "Chips", "Energy"))
NAV = f"<nav><ul>{MENU}</ul></nav>"
NAV_DIV = f'<div class="topmenu"><ul>{MENU}</ul></div>'
RELATED = (
    '<div class="related-posts"><h3>Related LEAK</h3><ul><li><a href="/a">Globex raises $10 billion'
    ' LEAK</a></li><li><a href="/b">Hooli leases 2 GW from Initech LEAK</a></li></ul></div>'
)
CARDS = "<section><h2>More from the Grid LEAK</h2>" + "".join(
    f'<article><a href="/{n}"><h3>Story {n} of a $9 billion deal LEAK</h3></a>'
    f"<p>A teaser of story {n} that goes on for a line or two and then stops LEAK.</p></article>"
    for n in range(5)
) + "</section>"  # fmt: skip
LETTER = (
    '<div class="newsletter-signup"><p>Sign up for our newsletter to get the best stories in your '
    "inbox LEAK.</p><form><input type=email><button>Subscribe LEAK</button></form></div>"
)
COOKIES = (
    '<div id="cookie-banner"><p>We use cookies to give you the best experience LEAK. '
    "<button>Accept LEAK</button></p></div>"
)
CONSENT = _tag(
    "div",
    "".join(f"<p>We and our {n}00 partners store data on a device LEAK.</p>" for n in "1234"),
    'class="consent" role="dialog"',
)
COMMENTS = (
    '<section id="comments"><h3>2 comments LEAK</h3><div class="comment"><p>bob77 LEAK</p><p>I '
    "think that $4 billion is far too much for a plant like this one LEAK.</p></div></section>"
)
AUTHOR = (
    '<div class="author-bio"><p>Al Green is a senior reporter at the Grid who covers energy LEAK.'
    "</p></div>"
)
FOOTER = '<footer><p>© 2026 The Grid LEAK.</p><a href="/p">Privacy LEAK</a></footer>'
FIGURE = "<figure><img src=x><figcaption>A hall LEAK. Photo: Agency LEAK</figcaption></figure>"
SHARE = '<div class="share-buttons"><a href="1">Share LEAK</a> <a href="2">Copy LEAK</a></div>'
BYLINE = '<div class="byline">By <a href="/al">Al Green</a></div>'
PROMOTION = '<div class="x1"><p>Subscribe to the Grid for $1 a week LEAK</p></div>'
READ_MORE = '<p><strong>Read more: <a href="/z">Globex raises $10 billion LEAK</a></strong></p>'
H1 = f"<h1>{TITLE}</h1>"


def _page(body: str) -> str:
    head = f'<title>{TITLE} - The Grid</title><meta property="og:site_name" content="The Grid">'
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8>{head}</head><body>{body}</body>"
    )


#: Each lay-out by name.
LAYOUTS = {
    name: _page(body)
    for name, body in {
        "elements that say what they are": (
            f"{COOKIES}<header>{NAV}</header><main><article>{H1}{BYLINE}{FIGURE}{STORY}{SHARE}"
            f"{AUTHOR}</article>{LETTER}{RELATED}{COMMENTS}</main>{CARDS}{FOOTER}"
        ),
        "classes that say what they are": (
            f'{NAV_DIV}<div class="post">{H1}{BYLINE}<div class="entry-content">{FIGURE}{STORY}'
            f'{SHARE}</div>{AUTHOR}{RELATED}{COMMENTS}</div><div class="sidebar">{CARDS}{LETTER}'
            f"</div>{FOOTER}"
        ),
        "no word of what is what": (
            f"<div><a href=/>Home LEAK</a></div><div><div>{H1}<div>{STORY}</div></div><div><h4>"
            f"Also LEAK</h4><a href=/x>Globex raises LEAK</a></div></div><div>© 2026 LEAK</div>"
        ),
        "classes made by a program": (
            f'<div class="css-1x2y"><div class="css-a1">{NAV_DIV}</div><div class="css-b2">{H1}'
            + "".join(f'<div class="c9"><p class="q1"><span>{p}</span></p></div>' for p in PROSE)
            + f'</div><div class="css-z">{CARDS}</div></div>'
        ),
        "laid out by a table": (
            f"<table><tr><td colspan=2>{NAV_DIV}</td></tr><tr><td><font size=5>{TITLE}</font><br>"
            f"{_paragraphs(*PROSE)}</td></tr><tr><td>Copyright 2026 LEAK</td></tr></table>"
        ),
        "line breaks for paragraphs": (
            f'{NAV_DIV}<div class="story">{H1}{"<br><br>".join(PROSE)}</div>{FOOTER}'
        ),
        "boxes for paragraphs": (
            f"{NAV_DIV}<article>{H1}"
            + "".join(f'<div class="paragraph">{p}</div>' for p in PROSE)
            + f"</article>{RELATED}{FOOTER}"
        ),
        "promotions between paragraphs": (
            f"<article>{H1}{_paragraphs(PROSE[0])}{READ_MORE}{_paragraphs(PROSE[1])}{PROMOTION}"
            f"<h2>{HEADINGS[0]}</h2>{_paragraphs(PROSE[2])}<aside><p>Related: <a href=/q>Hooli "
            f"LEAK</a></p></aside>{_paragraphs(*PROSE[3:])}</article>{FOOTER}"
        ),
        "one paragraph": f"{NAV}<article>{H1}{_paragraphs(PROSE[0])}</article>{RELATED}{FOOTER}",
        "two paragraphs among teasers": (
            f"{NAV}<article>{H1}{_paragraphs(*PROSE[:2])}</article>{CARDS}{CARDS}{FOOTER}"
        ),
        "press release": (
            f'<div class="nav">{NAV}</div><div class="release">{H1}<div>February 15, 2026 09:00 AM '
            f"Eastern</div><div>{_paragraphs(*PROSE[:2])}<p><b>{HEADINGS[0]}</b></p>"
            f"{_paragraphs(PROSE[2])}{LIST}{_paragraphs(*PROSE[3:])}</div></div>{FOOTER}"
        ),
        "a long notice of consent": f"{CONSENT}<article>{H1}{STORY}</article>{FOOTER}",
        "blog": (
            f'<div id="page"><header>{NAV}</header><main><article class="post"><header>{H1}'
            f'{BYLINE}</header><div class="entry-content">{STORY}<div class="sharing">{SHARE}'
            f"</div>{RELATED}</div><footer>Posted in Energy LEAK</footer></article>{COMMENTS}"
            f'</main><aside class="widget-area">{CARDS}</aside>{FOOTER}</div>'
        ),
        "newsletter": (
            f'<div class="main-menu">{NAV_DIV}</div><article>{H1}<div class="body">{STORY}<div '
            'class="subscription"><p>Subscribe for free to receive new posts LEAK.</p></div>'
            f"</div></article>{COMMENTS}"
        ),
        "live blog": (
            f"{NAV}<main>{H1}"
            + "".join(
                f'<div class="live-post"><time>1{i}:05</time><h3>Update {i}</h3><p>{p}</p></div>'
                for i, p in enumerate(PROSE)
            )
            + f"</main>{FOOTER}"
        ),
        "filing": (
            "<div><p align=center><b>UNITED STATES SECURITIES AND EXCHANGE COMMISSION</b></p>"
            f"{_paragraphs(*PROSE[:2])}{TABLE}{_paragraphs(*PROSE[4:])}</div>"
        ),
        "title apart": (
            f'{NAV}<div class="hero">{H1}<p>A deal in the rust belt.</p></div><div '
            f'class="article-body">{STORY}</div>{CARDS}{FOOTER}'
        ),
        "quotation": (
            f"<article>{H1}{_paragraphs(*PROSE[:2])}<blockquote>{_paragraphs(PROSE[2])}</blockquote>"
            f"{_paragraphs(*PROSE[3:])}</article>"
        ),
        "list of paragraphs": (
            f"{NAV}<article>{H1}<p>{PROSE[0]}</p><ol>"
            + "".join(f"<li><p>{p}</p></li>" for p in PROSE[1:])
            + f"</ol></article>{FOOTER}"
        ),
    }.items()
}


def expected_lines(page: str) -> list[str]:
    """The lines of the article that a page holds."""
    lines = [line for line in (*PROSE, *HEADINGS, *ITEMS) if line in page]
    return lines + [" | ".join(row) for row in ROWS if "120 MW" in page]
