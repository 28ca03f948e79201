"""From a file of any accepted format to a Document. The door is `read`; it knows nothing of the form.

`needs_office` and `convert` let a caller turn doc, wps, rtf and odt into docx before the limited child reads it.
"""

from reviewer.extract.office import convert
from reviewer.extract.opener import needs_office, read

__all__ = ["convert", "needs_office", "read"]
