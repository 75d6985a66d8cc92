#!/usr/bin/env python3
"""Finds a METSTATUS_SPLAY_SEED whose delay lies between two shares of --splay, so that a trial need not wait.

Usage: seed.py FROM TO, such as 0 0.0005
"""

import sys

MASK = 2**64 - 1


def share(seed):
    hash = 0xCBF29CE484222325
    for byte in seed.encode():
        hash = (hash ^ byte) * 0x100000001B3 & MASK
    hash = (hash ^ hash >> 30) * 0xBF58476D1CE4E5B9 & MASK
    hash = (hash ^ hash >> 27) * 0x94D049BB133111EB & MASK
    return (hash ^ hash >> 31) / MASK


least, most = map(float, sys.argv[1:])
print(next(seed for seed in map(str, range(10**7)) if least <= share(seed) <= most))
