"""Text that is safe in a spreadsheet's cell: a program must not take a note for a formula."""

# Some programs read the wide signs of East Asian keyboards as the plain ones.
_FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")


def safe_cell(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula (CSV injection)."""
    return f"'{text}" if text.startswith((*_FORMULA_STARTS, "'")) else text


def restored_cell(text: str) -> str:
    """The text as it was before `safe_cell`; any other text is returned unchanged."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*_FORMULA_STARTS, "'")) else text
