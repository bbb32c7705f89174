"""Numbers and names in the words of an explanation."""


def number(value: float, *, closely: bool = False) -> str:
    """Three significant figures, in plain digits where that is readable: 1,360, 0.27, 4.1e-05.

    Six where it is to be told ``closely``.
    """
    if closely:
        return f"{value:.6g}"
    if value >= 1e9 or value < 1e-4:
        return f"{value:.3g}"
    if value >= 1000:
        return f"{float(f'{value:.4g}'):,.0f}"
    return f"{value:#.3g}".rstrip("0").rstrip(".") if value < 100 else f"{value:.4g}"


def times(ratio: float) -> str:
    """A ratio as a reader says it, to four figures, as its thresholds are close: 1.251 times."""
    return f"{ratio:.4g} times" if 1e-4 <= ratio < 1000 else f"{number(ratio)} times"


def name(text: str) -> str:
    """A name from a record, on one line and no longer than a name."""
    clean = "".join(c if c.isprintable() else " " for c in text[:200])
    return " ".join(clean.split())[:80]
