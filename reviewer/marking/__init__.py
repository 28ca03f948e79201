"""Notes into the submitted file, at the places that a finding's evidence names; runs in the reading child.

The file is read and recognised again with its own places kept, so that nothing is searched for: what cannot be found
that way is left out and told. The door for the child is `mark`; `reviewer.annotate` is the one for everybody else.
"""

from reviewer.marking.job import mark

__all__ = ["mark"]
