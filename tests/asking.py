"""What questions are read as."""

from focqa.types import Turn
from focqa.understand import Understanding


def addresses(reads: Understanding, question: str, *turns: Turn) -> list[str]:
    """The addresses a question names after these turns; those that do not exist with a question mark."""
    query = reads.read(question, turns)
    return [f"{a.document}/{a.locator}" + ("" if a.exists else "?") for a in query.addresses]
