"""Rules as people read them: one view for the command line, the generated reference and the page."""

from reviewer.rulebook.markdown import markdown
from reviewer.rulebook.view import Line, Page, Row, line, page

__all__ = ["Line", "Page", "Row", "line", "markdown", "page"]
