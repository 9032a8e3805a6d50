"""The web page: ``python app.py``, or ``make serve``. Opens the documents, builds the page, serves it."""

from focqa.page.server import serve

if __name__ == "__main__":
    serve()
