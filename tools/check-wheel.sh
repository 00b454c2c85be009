#!/bin/sh
# Builds wheel and sdist, installs the wheel in an empty environment outside the checkout, and checks the demo there.
set -eu
python=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
constraints=$(pwd)/requirements.lock
"$python" -m build --outdir "$work/dist" . >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --constraint "$constraints" "$work"/dist/*.whl
cd "$work"
venv/bin/degree-verify demo demo >/dev/null
venv/bin/degree-verify check demo/inbox --roster demo/roster.xlsx --as-of 2023-06-05 --out out --exit-zero --format jsonl -q >results.jsonl
cmp results.jsonl out/results.jsonl
venv/bin/python - <<'PY'
import json, pathlib, tarfile
lines = [json.loads(line) for line in pathlib.Path("results.jsonl").read_text(encoding="utf-8").splitlines()]
read = [line for line in lines if line["fields"].get("name")]
assert len(read) > 20, f"only {len(read)} documents were read"
assert any(line["verdict"] == "accept" for line in lines) and any(line["verdict"] != "accept" for line in lines)
names = tarfile.open(next(pathlib.Path("dist").glob("*.tar.gz"))).getnames()
for part in ("templates/documents/", "templates/policies/", "fixtures/demo/inbox/"):
    assert any(part in name for name in names), f"the sdist lacks {part}"
print(f"wheel: {len(lines)} results, {len(read)} documents read in an empty environment")
PY
