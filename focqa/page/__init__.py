"""The web page and its server: ``layout`` is what people see, all else is what stands behind it.

``opener`` opens the index in the background, ``desk`` limits how many ask at once, ``machines`` are the functions that
programs call (through Gradio's API, ``api`` over plain HTTP, ``mcp`` as tools), ``security`` guards every request,
``server`` puts them together and ``listen`` serves them. Importing this package imports none of the vendors.
"""
