"""Answering: a query and what was retrieved for it become an ``Answer``. No model is needed here."""
