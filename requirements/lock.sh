#!/bin/sh
# Rebuild both locks: one resolution for Python 3.11-3.13, with hashes, naming no index.
set -eu
cd "$(dirname "$0")/.."
lock() {
    uv pip compile pyproject.toml --quiet --universal --fork-strategy fewest --python-version 3.11 \
        --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
        --constraint requirements/constraints.txt "$@"
}
lock --output-file requirements/runtime.txt
lock --extra dev --constraint requirements/runtime.txt --output-file requirements/dev.txt
