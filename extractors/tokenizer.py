"""spaCy's tokenizer for English, with a bound on its time.

It strips marks from both ends of a run of characters one by one and looks at the whole rest each
time, which takes minutes for a line of ten thousand dollar signs. Runs of marks, and runs that are
longer than any word or address of an article, are therefore cut by a simple rule.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

_MARKS, _LONG = 20, 250
_MARK_RUN = re.compile(rf"[^\w\s]{{{_MARKS + 1},}}")
_LONG_RUN = re.compile(rf"\S{{{_LONG + 1},}}|{_MARK_RUN.pattern}")
_PIECE = re.compile(r"\w{1,50}|[^\w\s]{1,50}")


class BoundedTokenizer:
    """Tokenizes as another tokenizer does, but for very long runs of characters."""

    def __init__(self, inner: Callable[[str], Doc], vocab: Vocab) -> None:
        self._inner = inner
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize a text; the text of the ``Doc`` is the text."""
        longest = max(map(len, text.split()), default=0)
        if longest <= _MARKS or (longest <= _LONG and not _MARK_RUN.search(text)):
            return self._inner(text)
        words: list[str] = []
        spaces: list[bool] = []
        for part, is_long in _parts(text):
            if is_long:
                words += _PIECE.findall(part)
                spaces += [False] * (len(words) - len(spaces))
                continue
            for token in self._inner(part):
                words.append(token.text)
                spaces.append(bool(token.whitespace_))
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Tokenize each text in turn."""
        return map(self, texts)


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in order, cut into long runs and what stands between them."""
    done = 0
    for run in _LONG_RUN.finditer(text):
        if run.start() > done:
            yield text[done : run.start()], False
        yield run.group(), True
        done = run.end()
    if done < len(text):
        yield text[done:], False


def bound_tokenizer(nlp: Language) -> Language:
    """Give a pipeline the bounded form of its tokenizer."""
    nlp.tokenizer = BoundedTokenizer(nlp.tokenizer, nlp.vocab)
    return nlp
