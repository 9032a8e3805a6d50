"""Parsers of documents' structure: ``RawText`` becomes provisions. They know nothing of files.

A structure is a file here with ``parse(raw, source) -> Document``.
"""
