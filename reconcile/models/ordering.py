"""Whole numbers of millions of rows in order: faster than numpy's own hash tables and merge sorts.

numpy sorts plain numbers many times faster than it sorts places by a key or fills hash tables (vector instructions, and
no random access). So the place is packed below the key into one number, these are sorted, and the places taken out.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Ints = np.ndarray[Any, np.dtype[Any]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
DENSE = 4
"""Numbers that one row may stand for where rows are counted by number instead of being sorted."""
_BYTES = 8
_BITS = 63
"""Bits that a key and a place have together."""


def order_of(keys: Ints) -> Ints:
    """Return the places of `keys` in ascending order, equal ones in the order they stand: a stable argsort."""
    packed, bits = _packed(keys)
    if packed is None:
        return np.asarray(np.argsort(keys, kind="stable"))
    packed.sort()
    packed &= (1 << bits) - 1
    return packed


def distinct(keys: Ints) -> Ints:
    """Return the distinct keys, ascending."""
    if keys.dtype == object:
        return np.unique(keys)
    ordered = np.sort(keys)
    return ordered[_begins(ordered)]


def distinct_places(keys: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the distinct keys, ascending, the first place of each, and for each place the number of its key."""
    packed, bits = _packed(keys)
    if packed is None:
        found, firsts, numbers = np.unique(keys, return_index=True, return_inverse=True)
        return found, firsts, numbers
    packed.sort()
    order = packed & ((1 << bits) - 1)
    packed >>= bits
    begins = _begins(packed)
    numbers = np.empty(len(keys), dtype=np.int64)
    numbers[order] = np.cumsum(begins) - 1
    firsts = order[begins]
    return keys[firsts], firsts, numbers


def repeated(keys: Ints) -> Flags:
    """Say of each place whether another has the same key."""
    low, high = (int(keys.min()), int(keys.max())) if len(keys) else (0, -1)
    if high - low < DENSE * len(keys):
        dense = _above(keys, low)
        return np.asarray(np.bincount(dense)[dense] > 1, dtype=bool)
    order = order_of(keys)
    begins = _begins(keys[order])
    found = np.empty(len(keys), dtype=bool)
    found[order] = ~(begins & np.append(begins[1:], True))
    return found


def _begins(ordered: Ints) -> Flags:
    """Say of each of some keys in order whether it is the first of its kind."""
    return np.concatenate([np.ones(min(len(ordered), 1), dtype=bool), ordered[1:] != ordered[:-1]])


def _above(keys: Ints, low: int) -> Ints:
    """Return by how much keys are above the lowest, which is less than 2^63, as a new array."""
    wide = keys if keys.dtype.itemsize == _BYTES else keys.astype(np.int64)
    return np.asarray((wide - wide.dtype.type(low)).astype(np.int64))


def _packed(keys: Ints) -> tuple[Ints | None, int]:
    """Return each key with its place below it in one number, and the bits of a place; None where it has no room."""
    bits = max(len(keys) - 1, 1).bit_length()
    if keys.dtype.kind not in "iu" or not len(keys):
        return None, bits
    low, high = int(keys.min()), int(keys.max())
    if (high - low).bit_length() + bits > _BITS:
        return None, bits
    packed = _above(keys, low)
    packed <<= bits
    packed |= np.arange(len(keys), dtype=np.int64)
    return packed, bits
