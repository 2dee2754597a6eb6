#!/usr/bin/env bash
# Runs all tests with coverage counters; prints the table and fails below the limit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ "${1-}" = --help ] || [ "${1-}" = -h ]; then
    echo "usage: scripts/coverage.sh [CTEST ARGUMENT...]"
    exit 0
fi
if ! command -v gcovr >/dev/null; then
    echo "coverage.sh: gcovr is missing: apt-get install gcovr" >&2
    exit 2
fi
find build/coverage -name '*.gcda' -delete 2>/dev/null || true
scripts/test --preset coverage -LE 'lint|e2e' "$@"
gcovr -r . --object-directory build/coverage --filter 'app/' --filter 'common/' \
    --filter 'server/' --exclude '.*autogen.*' --exclude-throw-branches \
    --html-details build/coverage/report.html --print-summary --fail-under-line 85
