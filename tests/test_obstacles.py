"""Pages that stand where an article should be are told apart from articles."""

import pytest

from extractors.article import ArticleError, parse_page

ARTICLE = (
    "Larkmoor Energy will build a plant of 450 megawatts beside the data center of Halden Cloud. "
    "It is expected to cost $1.1 billion and to run by the end of 2027, the company said."
)
BANNER = "<div class=banner>We value your privacy. <button>Accept all</button> Reject all</div>"


def page(title: str, body: str) -> bytes:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body>".encode()


@pytest.mark.parametrize(
    ("title", "body", "words"),
    [
        (
            "Grid Daily",
            "<noscript>You need to enable JavaScript to run this app.</noscript>"
            '<div id="root"></div><script src="/app.js"></script>',
            "needs a browser with JavaScript",
        ),
        ("", "<p>JavaScript is disabled in your browser. Please turn it on.</p>", "JavaScript"),
        ("Just a moment...", "<h1>grid.example</h1><p>Please wait.</p>", "is a person"),
        ("Grid Daily", "<p>Please verify you are a human to go on.</p>", "is a person"),
        ("Access Denied", "<p>Reference #18.4d</p>", "is a person"),
        (
            "Grid Daily",
            "<h1>Before you continue to Grid Daily</h1><p>We and our 812 partners store and/or "
            "access information on a device, such as cookies, for personalised ads.</p>"
            "<button>Accept all</button><button>Reject all</button>",
            "consent to cookies",
        ),
        ("We value your privacy", "<p>Choose how we use your data.</p>", "consent to cookies"),
        ("Page not found | Grid Daily", "<p>Here are our latest stories.</p>", "nothing at this"),
        ("404", "<p>Oh no.</p>", "nothing at this"),
        (
            "Grid Daily",
            "<p>Sorry, we can’t find that page.</p><p>The link may have expired.</p>",
            "nothing at this",
        ),
        ("503 Service Unavailable", "<p>Varnish</p>", "host is failing"),
        (
            "Grid Daily",
            "<form><p>Sign in to continue</p><p>Forgot password?</p></form>",
            "to log in",
        ),
        ("grid.example", "<p>This domain is for sale!</p>", "parked"),
    ],
)
def test_what_is_no_article_is_told(title: str, body: str, words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        parse_page(page(title, body))


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("404 Media finds a plant", ARTICLE),
        ("Larkmoor builds a plant - Error Log", ARTICLE),
        ("Larkmoor builds a plant", f"{ARTICLE} The firm did not find the page it had lost."),
        ("Why sites ask you to enable JavaScript", f"{ARTICLE} " * 8 + "Please enable JavaScript."),
        ("Larkmoor builds a plant", "Larkmoor builds a plant of 450 MW."),
        ("Larkmoor builds a plant", f"{ARTICLE} You may sign in to continue."),
    ],
)
def test_articles_that_speak_of_such_things_are_articles(title: str, body: str) -> None:
    text = parse_page(page(title, f"{BANNER}<article><p>{body}</p></article>")).text
    assert "Larkmoor" in text
