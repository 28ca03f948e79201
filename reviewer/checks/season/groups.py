"""Disjoint groups of numbers that grow together (union-find)."""

from __future__ import annotations


class Groups:
    """`join` two numbers; `sets` gives the groups of two and more, each in order."""

    def __init__(self) -> None:
        self._root: dict[int, int] = {}

    def _of(self, one: int) -> int:
        while (above := self._root.setdefault(one, one)) != one:
            self._root[one] = self._root[above]
            one = above
        return one

    def same(self, one: int, other: int) -> bool:
        return one in self._root and other in self._root and self._of(one) == self._of(other)

    def join(self, one: int, other: int) -> None:
        """The smaller root stays, so that the same joins in another order end the same."""
        roots = sorted((self._of(one), self._of(other)))
        self._root[roots[1]] = roots[0]

    def sets(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for one in sorted(self._root):
            found.setdefault(self._of(one), []).append(one)
        return [group for group in found.values() if len(group) > 1]
