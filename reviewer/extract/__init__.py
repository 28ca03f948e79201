"""From a file of any accepted format to a Document. The door is `read`; it knows nothing of the form.

`needs_office` and `convert` let a caller turn doc, wps, rtf and odt into docx before the limited child reads it.
For writing marks into a file there are `reviewer.extract.docx_package` (a Word file read with the element that every
character came from, and packed again) and `reviewer.extract.pdf_glyphs` (where the characters of a line are printed).
"""

from reviewer.extract.office import convert
from reviewer.extract.opener import kind, needs_office, read

__all__ = ["convert", "kind", "needs_office", "read"]
