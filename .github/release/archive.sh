#!/usr/bin/env bash
# Builds the binary for this machine, linked statically where the system allows it, and packs it with its completions,
# its manual pages and the licences of the dictionaries in it.
#
# archive.sh TAG TARGET FOLDER writes FOLDER/firstaid-TAG-TARGET.tar.gz.
set -euo pipefail
tag=$1 target=$2 out=$3
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
if [[ $tag != "v$version" ]]; then
    echo "error: the tag is $tag, and the version in Cargo.toml $version" >&2
    exit 2
fi

# macOS has no static system libraries.
if [[ $target != *-apple-* ]]; then
    export RUSTFLAGS="-C target-feature=+crt-static"
fi
if [[ -z ${FIRSTAID_BINARY:-} ]]; then
    rustup target add "$target"
    cargo build --release --locked --package firstaid-cli --target "$target"
    FIRSTAID_BINARY=target/$target/release/firstaid
    [[ -f $FIRSTAID_BINARY ]] || FIRSTAID_BINARY+=.exe
fi

name=firstaid-$tag-$target
folder=$(mktemp -d)/$name
mkdir -p "$folder/completions" "$folder/licences"
cp -R "$FIRSTAID_BINARY" README.md docs CHANGELOG.md LICENSE-APACHE LICENSE-MIT "$folder"
for shell in bash elvish fish powershell zsh; do
    "$FIRSTAID_BINARY" completions "$shell" >"$folder/completions/firstaid.$shell"
done
"$FIRSTAID_BINARY" manual "$folder/man"
for licence in crates/language/data/*/LICENSE; do
    cp "$licence" "$folder/licences/dictionary-$(basename "$(dirname "$licence")")"
done
cp crates/language/data/LICENSE-common crates/language/data/en/LICENSE-known-misspellings \
    crates/registry/data/public_suffix.LICENSE "$folder/licences/"

mkdir -p "$out"
tar -czf "$out/$name.tar.gz" -C "$(dirname "$folder")" "$name"
