"""What the page shows, as HTML text: pure functions, everything that comes from documents or questions escaped."""
