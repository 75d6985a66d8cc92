#!/usr/bin/env python3
"""Prints what stands at a place of a YAML file: a text as it is, everything else as JSON.

Usage: at.py FILE [KEY|NUMBER]...
"""

import json
import sys

import yaml

with open(sys.argv[1]) as file:
    value = yaml.safe_load(file)
for key in sys.argv[2:]:
    value = value[int(key) if isinstance(value, list) else key]
print(value if isinstance(value, str) else json.dumps(value))
