#!/bin/sh
# Writes requirements.lock: exact versions of everything that running and testing needs, resolved in a fresh environment.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade pip
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --group dev .
{
    echo "# Written by make lock; used by make demo, make test and CI so that every run has the same versions."
    "$work/venv/bin/python" -m pip freeze --exclude degree-verify | grep -v '@ file:' | LC_ALL=C sort -f
} >requirements.lock
