#!/usr/bin/env bash
# Formats all C++ files of the tree; with --check only says which ones would change.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case ${1-} in
'') options=(-i) ;;
--check) options=(--dry-run -Werror) ;;
--help | -h)
    echo "usage: scripts/format.sh [--check]"
    exit 0
    ;;
*)
    echo "format.sh: unknown argument '$1'" >&2
    exit 2
    ;;
esac
# Version 14 is Debian 12's; another one would format some lines differently.
formatter=$(command -v clang-format-14 || command -v clang-format) || {
    echo "format.sh: clang-format is missing: scripts/packages.sh lint" >&2
    exit 2
}
git ls-files -z '*.h' '*.cpp' | xargs -0 "$formatter" "${options[@]}"
