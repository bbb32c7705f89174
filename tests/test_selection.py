"""Of several tellings of one thing: one claim, by its surest telling, quoted where first told."""

from dataclasses import replace

from extractors.claims.assemble import Statement, select
from extractors.claims.confidence import Confidence, Models, Scaling
from extractors.claims.context import Context, Draft
from extractors.reading import make_doc, reading_pipeline
from schema.vocabulary import ClaimKind

ANY = Confidence(0.0, {}, {kind: Scaling(1.0, 0.0) for kind in ClaimKind})
MODELS = Models({}, ANY, ANY, threshold=0.4)


def statements(*sentences: tuple[str, float]) -> tuple[Context, list[Statement]]:
    """An article, and each sentence's draft of a capacity, Meta its subject, as sure as given."""
    nlp = reading_pipeline()
    with nlp.select_pipes(disable=["gigawatch_claims"]):
        doc = nlp(make_doc(nlp, "", "\n".join(text for text, _ in sentences), None))
    context: Context = doc._.context
    (meta,) = {g for s in context.sentences[:1] for g in s.groups if g.canonical == "Meta"}
    drafts: list[Draft] = [d for d in doc._.drafts if d.kind is ClaimKind.CAPACITY]
    told = zip(drafts, sentences, strict=True)
    return context, [
        Statement(draft, meta, None, None, None, None, (), sure, sure) for draft, (_, sure) in told
    ]


def test_the_first_telling_that_is_nearly_as_sure_is_quoted_as_sure_as_the_surest() -> None:
    context, told = statements(
        ("Meta will build a 900 MW campus.", 0.5),
        ("The planned 900 MW campus is the largest in the state.", 0.8),
    )
    (kept,) = select(context, told, MODELS)
    assert kept.draft.sentence.text == "Meta will build a 900 MW campus."
    assert kept.probability == told[1].probability


def test_a_telling_that_is_hardly_one_is_not_quoted() -> None:
    context, told = statements(
        ("Meta will build a 900 MW campus.", 0.1),
        ("The planned 900 MW campus is the largest in the state.", 0.8),
    )
    (kept,) = select(context, told, MODELS)
    assert kept.draft.sentence.text.startswith("The planned")


def test_a_kind_may_have_a_threshold_of_its_own() -> None:
    context, told = statements(("Meta will build a 900 MW campus.", 0.35))
    assert not select(context, told, MODELS)
    lenient = replace(MODELS, thresholds={ClaimKind.CAPACITY: 0.3})
    assert len(select(context, told, lenient)) == 1
