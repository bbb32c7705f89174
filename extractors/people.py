"""The people whom an article names, for speakers and so that no person becomes a party."""

from spacy.tokens import Doc

from extractors.capitals import Run, is_person, runs
from extractors.regions import Regions


def people(doc: Doc) -> list[tuple[int, int, str]]:
    """Start, end and full name of each mention of a person, in the order of the text."""
    known = Regions((name.start, name.end) for name in doc._.names)
    found = find_people(doc._.text, list(runs(doc._.text, known)))
    return [(run.start, run.end, name) for run, name in found]


def find_people(text: str, capitalised: list[Run]) -> list[tuple[Run, str]]:
    """The runs that name people, each with the fullest form of the name in the text."""
    told = [(run, run.words, is_person(text, run)) for run in capitalised]
    full: dict[str, str] = {}
    for run, words, is_known in told:
        if is_known and len(words) > 1:
            full.setdefault(words[-1], run.text)
    return [
        (run, full.get(words[-1], run.text))
        for run, words, is_known in told
        if is_known or run.text in full or words[-1] in full
    ]
