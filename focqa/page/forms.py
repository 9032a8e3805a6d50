"""What callers may send to each function, whichever way they come: checked once, here."""

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from focqa.errors import InputError


class Form(BaseModel):
    """A function's arguments; unknown ones and wrong types are refused, None is what was left out."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Ask(Form):
    """Arguments of ``ask``."""

    question: str
    history: list[Any] | None = None
    documents: list[str] | None = None
    years: list[int] | None = None


class Search(Form):
    """Arguments of ``search``."""

    text: str
    k: int | None = None
    documents: list[str] | None = None


class Id(Form):
    """Arguments of ``show`` and ``list``."""

    id: str


class Compare(Form):
    """Arguments of ``compare``."""

    before: int
    after: int
    topic: str | None = None


FORMS: dict[str, type[Form]] = {"ask": Ask, "search": Search, "show": Id, "list": Id, "compare": Compare}


def fill(name: str, given: Any) -> dict[str, Any]:
    """The arguments of a function as its form has them, those left out left out.

    Raises:
        InputError: Naming the field, what is wrong with it, and the fields there are.
    """
    form = FORMS[name]
    fields = ", ".join(form.model_fields)
    try:
        filled = form.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = str(first["loc"][0]) if first["loc"] else "the body"
        raise InputError(f"{where[:50]!r}: {first['msg']}; {name} takes a JSON object with {fields}") from None
    return {field: value for field, value in dict(filled).items() if value is not None}
