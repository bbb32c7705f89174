"""What the reading components leave on a ``Doc``, for the components after them.

Offsets are characters of ``doc.text``, ends exclusive. Each list is in the order of the text.

===================  ===============================  =================================
extension            type                             left by
===================  ===============================  =================================
``doc._.text``       ``str``                          the caller; else ``doc.text``, joined once
``doc._.published``  ``datetime.date | None``         the caller, before the pipeline
``doc._.title_end``  ``int``                          the caller: where the title stops
``doc._.lines``      ``list[Line]``                   ``gigawatch_layout``
``doc._.quantities`` ``list[Quantity]``               ``gigawatch_quantities``
``doc._.dates``      ``list[DateExpression]``         ``gigawatch_dates``
``doc._.names``      ``list[Name]``                   ``gigawatch_names``
``doc._.doubtful``   ``list[Name]``                   ``gigawatch_names``
``doc._.claims``     ``list[Claim]``                  one component a claim kind
===================  ===============================  =================================

Sentences are spaCy's own (``doc.sents``), set by ``gigawatch_layout``.
"""

from spacy.tokens import Doc

_TEXT_KEY = "gigawatch_text"


def _text(doc: Doc) -> str:
    """The text of a ``Doc``, which spaCy joins from its tokens each time that it is asked for."""
    text: str | None = doc.user_data.get(_TEXT_KEY)
    if text is None:
        text = doc.user_data[_TEXT_KEY] = doc.text
    return text


def _set_text(doc: Doc, text: str) -> None:
    doc.user_data[_TEXT_KEY] = text


def register_extensions() -> None:
    """Declare the extensions above on ``Doc``; safe to call more than once."""
    Doc.set_extension("text", getter=_text, setter=_set_text, force=True)
    defaults: dict[str, object] = {"published": None, "title_end": 0}
    for name, default in defaults.items():
        Doc.set_extension(name, default=default, force=True)
    for name in ("lines", "quantities", "dates", "names", "doubtful", "claims"):
        # A mutable default is copied for each Doc by spaCy.
        Doc.set_extension(name, default=[], force=True)


register_extensions()
