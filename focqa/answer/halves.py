"""Questions of which the documents answer one half: that half is answered, and the other is said to be left open.

"Who manages the partnership, and what is its budget?" as a whole is not answered anywhere. Each half is asked by itself, the
later ones as follow-ups to the first.
"""

from dataclasses import replace

from focqa.answer.writer import Writer
from focqa.catalogue import Catalogue
from focqa.types import Answer, Hit, Query

# A later half says little by itself; where the first has no answer, it must be this sure.
SURE_ALONE = 0.9


def answer_halves(
    query: Query, declined: Answer, asked: tuple[str, ...], answers: tuple[Answer, ...], catalogue: Catalogue
) -> Answer:
    """The halves that are answered, one after the other, with a note of those that are not; ``declined`` where none is.

    Args:
        query: The whole question.
        declined: Its abstention as a whole.
        asked: Its halves.
        answers: What answers each, or the abstention.
        catalogue: The tree.
    """
    least = 0.0 if answers[0].status == "answered" else SURE_ALONE
    said = [a for a in answers if a.status == "answered" and a.confidence >= least]
    if not said:
        return declined
    writer = Writer(catalogue)
    for answer in said:
        writer.take(answer)
    unsaid = "; ".join(half.rstrip(" ?") for half, answer in zip(asked, answers, strict=True) if answer not in said)
    found = {h.passage.id: h.passage for a in (*said, declined) for h in a.hits}
    ranked = tuple(Hit(p, 1 / n, n) for n, p in enumerate(found.values(), start=1))
    whole = writer.answered(query, ranked, min(a.confidence for a in said))
    return replace(whole, notes=(f"The documents do not say: {unsaid}.",) if unsaid else ())
