#!/usr/bin/env bash
# The one place that knows Debian's package names: prints or installs what Kodama needs, by purpose.
# Needs nothing but bash and apt, so that it can run first on a fresh machine.
set -euo pipefail

usage() {
    cat <<'TXT'
usage: scripts/packages.sh [--print] PURPOSE...

Installs the Debian packages that are missing for the given purposes; asks for
sudo only if you are not root and something is missing.

  build    compile the server, the window and the command line
  run      run them without a display
  window   open the window: fonts, platform plug-ins
  test     build and run all tests
  lint     the static checks of .ci/run
  bench    the benchmarks and their peers

  --print  print the names, one a line, and install nothing
  --help   this text

Exits 2 on a wrong argument and on a system without apt (names are printed).
TXT
}

# Everything is named that is used directly: recommended packages are not installed, and plug-ins
# that are loaded at run time (SVG icons, Wayland) are nobody's dependency.
names_for() {
    case $1 in
    build)
        echo cmake ninja-build g++ libc6-dev libedit-dev libhunspell-dev libsimdjson-dev libssl-dev \
            libxcb1-dev qt6-base-dev qt6-websockets-dev qt6-svg-dev qt6-tools-dev \
            qt6-tools-dev-tools qt6-l10n-tools zlib1g-dev
        ;;
    run)
        echo libqt6core6 libqt6network6 libqt6sql6 libqt6sql6-sqlite libqt6websockets6 libqt6gui6 \
            libqt6dbus6 libqt6widgets6 libhunspell-1.7-0 libedit2 libsimdjson14 libssl3 libxcb1 \
            tzdata zlib1g
        ;;
    window)
        echo libqt6svg6 qt6-qpa-plugins qt6-wayland qt6-translations-l10n hunspell-en-us \
            fonts-dejavu-core fonts-noto-cjk fonts-noto-color-emoji
        ;;
    test)
        echo python3 python3-websockets mold libqt6svg6 qt6-translations-l10n \
            fonts-dejavu-core fonts-noto-cjk fonts-noto-color-emoji \
            libwebsockets-dev chromium xvfb xauth xdotool x11-utils imagemagick openssl dbus
        ;;
    lint)
        echo git python3 clang-format clang-tidy clang cppcheck
        ;;
    bench)
        echo python3 python3-websockets xvfb xauth nodejs node-ws libboost-dev libwebsockets-dev \
            libsimdjson-dev libsqlite3-dev gnuplot-nox
        ;;
    *)
        return 1
        ;;
    esac
}

is_installed() {
    # "ii": wanted and installed. A removed package with leftover configuration is "rc".
    [ "$(dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null | tr -d ' ')" = ii ]
}

missing_of() {
    local known name
    # One call for all is 30 times faster than one each; names it does not know are just absent.
    known=$(dpkg-query -W -f='${binary:Package} ${db:Status-Abbrev}\n' "$@" 2>/dev/null || true)
    for name in "$@"; do
        grep -qE "^${name//+/\\+}(:[a-z0-9]+)? ii" <<<"$known" || is_installed "$name" || echo "$name"
    done
}

install() {
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "These packages are missing, and neither root nor sudo is at hand. As root, run:" >&2
            echo "    apt-get update && apt-get install --no-install-recommends $*" >&2
            exit 2
        fi
        as_root=(sudo)
    fi
    echo "Installing $# packages, which can take some minutes: $*"
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq
        -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
    # A list that cannot be fetched (a third party's repository) need not stop us: the install says
    # what is really missing.
    "${apt[@]}" update ||
        echo "apt-get update reported problems; trying to install all the same" >&2
    # dpkg's hundreds of lines are of no use to anybody; what goes wrong is told on stderr.
    "${apt[@]}" install -y --no-install-recommends "$@" </dev/null >/dev/null
}

main() {
    local print=no purposes=() names=() missing=() purpose
    for argument in "$@"; do
        case $argument in
        --print) print=yes ;;
        --help | -h)
            usage
            exit 0
            ;;
        *)
            if ! names_for "$argument" >/dev/null; then
                echo "packages.sh: unknown argument '$argument'" >&2
                usage >&2
                exit 2
            fi
            purposes+=("$argument")
            ;;
        esac
    done
    if [ ${#purposes[@]} -eq 0 ]; then
        usage >&2
        exit 2
    fi
    mapfile -t names < <(for purpose in "${purposes[@]}"; do names_for "$purpose"; done |
        tr ' ' '\n' | sort -u)
    if [ $print = yes ]; then
        printf '%s\n' "${names[@]}"
        exit 0
    fi
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        echo "This system has no apt. Kodama needs what Debian 12 calls:" >&2
        printf '    %s\n' "${names[@]}" >&2
        echo "Install their like (Qt 6.4 or newer, CMake 3.25 or newer), then add --no-install." >&2
        exit 2
    fi
    mapfile -t missing < <(missing_of "${names[@]}")
    if [ ${#missing[@]} -gt 0 ]; then
        install "${missing[@]}"
    fi
}

main "$@"
