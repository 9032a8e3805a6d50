"""focqa answers questions about numbered policy documents in sentences that cite the exact provision.

>>> import focqa
>>> assistant = focqa.open()
>>> assistant.ask("What is Goal 2 of the 2024 programme?").citations[0].id
'poa-2024/2'
"""

from focqa.assistant import Assistant
from focqa.assistant import open_assistant as open  # noqa: A004  # the public name: focqa.open()
from focqa.errors import FocqaError
from focqa.types import Answer, Citation, Hit, Passage, Sentence, Suggestion, Turn

__version__ = "0.1.0"
__all__ = ["Answer", "Assistant", "Citation", "FocqaError", "Hit", "Passage", "Sentence", "Suggestion", "Turn", "open"]
