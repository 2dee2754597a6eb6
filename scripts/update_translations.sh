#!/bin/sh
# Brings translations/*.ts up to date with the texts in the sources. English needs plurals only.
# Afterwards translate what is marked as unfinished: linguist translations/kodama_ja.ts
set -eu
cd "$(dirname "$0")/.."
lupdate=$(command -v lupdate6 || true)
[ -n "$lupdate" ] || lupdate=/usr/lib/qt6/bin/lupdate
"$lupdate" -silent -I . -locations none -no-obsolete -source-language en app \
    -ts translations/kodama_ja.ts -target-language ja
"$lupdate" -silent -I . -locations none -no-obsolete -pluralonly -source-language en app \
    -ts translations/kodama_en.ts -target-language en
