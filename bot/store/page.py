"""A part of a long list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items of a list that follow one another.

    `total` is how many the whole list has; where `more_than_total`, counting stopped there and it has still more.
    """

    items: tuple[Item, ...]
    total: int
    more_than_total: bool = False

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def count_up_to(most: int, *, limit: int, offset: int) -> int:
    """How many keys `cut_page` is to be given at most: one more than is counted tells that there are more."""
    return max(most, offset + limit) + 1


def cut_page(
    keys: Sequence[Key], load: Callable[[Key], Item | None], *, limit: int, offset: int, most: int
) -> Page[Item]:
    """The page of a list given by the keys of its items, of which only those on the page are loaded."""
    most = count_up_to(most, limit=limit, offset=offset) - 1
    loaded = (load(key) for key in keys[:most][offset : offset + limit])
    items = tuple(item for item in loaded if item is not None)
    return Page(items, min(len(keys), most), len(keys) > most)
