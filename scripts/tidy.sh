#!/usr/bin/env bash
# clang-tidy over all C++ files of the programs, or over those that differ from a branch.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/lib.sh

usage() {
    cat <<'TXT'
usage: scripts/tidy.sh [--changed [BASE]] [FILE...]

  (nothing)         every .cpp of app, common and server
  --changed [BASE]  those that differ from BASE (default: the commit that origin/main
                    or main and this branch have in common, else the last 20 commits)
TXT
}

changed_since() {
    local base=${1-}
    if [ -z "$base" ]; then
        base=$(git merge-base HEAD origin/main 2>/dev/null || git merge-base HEAD main 2>/dev/null) ||
            base=
        if [ -z "$base" ] || [ "$base" = "$(git rev-parse HEAD)" ]; then
            base=$(git rev-list --first-parent -n 20 HEAD | tail -n 1)
        fi
    fi
    git diff --name-only --diff-filter=d "$base" -- 'app/*.cpp' 'common/*.cpp' 'server/*.cpp'
}

case ${1-} in
--help | -h)
    usage
    exit 0
    ;;
--changed) mapfile -t files < <(changed_since "${2-}") ;;
-*)
    echo "tidy.sh: unknown argument '$1'" >&2
    exit 2
    ;;
'') mapfile -t files < <(git ls-files 'app/*.cpp' 'common/*.cpp' 'server/*.cpp') ;;
*) files=("$@") ;;
esac
if [ ${#files[@]} -eq 0 ]; then
    echo "No files to check."
    exit 0
fi

# The compile commands of clang, and the headers that moc and uic write.
configure_preset clang -DKODAMA_BUILD_TESTS=OFF
ninja -C build/clang -t targets all | sed -n 's/^\([^:]*_autogen\): phony.*/\1/p' | sort -u |
    xargs -r ninja --quiet -C build/clang
printf '%s\0' "${files[@]}" | xargs -0 -P "$(nproc)" -n 1 clang-tidy-14 -p build/clang -quiet
