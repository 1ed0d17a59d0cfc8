#!/usr/bin/env bash
# Packs a binary for those who install by pip, npm or apt. Builds nothing.
#
# packages.sh VERSION TARGET BINARY FOLDER writes a wheel and a package of npm into FOLDER, and for Linux a package of
# Debian. They are called `firstaid` unless FIRSTAID_PACKAGE is set: no name is registered anywhere yet.
#
# Needs `wheel` of PyPI, `npm`, and `dpkg-deb` for Linux. The same binary makes the same wheel and package of Debian:
# their dates are SOURCE_DATE_EPOCH, or that of the last commit.
set -euo pipefail
version=$1 target=$2 binary=$(realpath "$3") out=$4
name=${FIRSTAID_PACKAGE:-firstaid}
mkdir -p "$out"
out=$(realpath "$out")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
summary="A linter for digital-security guides: dead tools, damaged keys, links that lead elsewhere"
# What Python, Node and Debian call the machine. A static binary runs with any C library.
case $target in
    x86_64-unknown-linux-*) tag=manylinux_2_17_x86_64.musllinux_1_1_x86_64 system=linux machine=x64 debian=amd64 ;;
    aarch64-unknown-linux-*) tag=manylinux_2_17_aarch64.musllinux_1_1_aarch64 system=linux machine=arm64 debian=arm64 ;;
    x86_64-apple-darwin) tag=macosx_10_12_x86_64 system=darwin machine=x64 debian= ;;
    aarch64-apple-darwin) tag=macosx_11_0_arm64 system=darwin machine=arm64 debian= ;;
    x86_64-pc-windows-msvc) tag=win_amd64 system=win32 machine=x64 debian= ;;
    *)
        echo "error: no package is known for $target" >&2
        exit 2
        ;;
esac
program=firstaid
if [[ $system == win32 ]]; then program=firstaid.exe; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

licences() {
    mkdir -p "$1"
    cp LICENSE-APACHE LICENSE-MIT "$1"
    for licence in crates/language/data/*/LICENSE; do
        cp "$licence" "$1/dictionary-$(basename "$(dirname "$licence")")"
    done
    cp crates/language/data/LICENSE-common crates/language/data/en/LICENSE-known-misspellings \
        crates/registry/data/public_suffix.LICENSE "$1"
}

wheel_of_python() {
    local folder=$work/wheel dist=${name//-/_}-$version
    mkdir -p "$folder/$dist.data/scripts"
    install -m 755 "$binary" "$folder/$dist.data/scripts/$program"
    licences "$folder/$dist.dist-info/licenses"
    cat >"$folder/$dist.dist-info/METADATA" <<END
Metadata-Version: 2.4
Name: $name
Version: $version
Summary: $summary
License-Expression: MIT OR Apache-2.0
Requires-Python: >=3.8
Description-Content-Type: text/markdown

$(cat README.md)
END
    printf 'Wheel-Version: 1.0\nGenerator: packages.sh\nRoot-Is-Purelib: false\n' >"$folder/$dist.dist-info/WHEEL"
    local one
    for one in ${tag//./ }; do echo "Tag: py3-none-$one" >>"$folder/$dist.dist-info/WHEEL"; done
    wheel pack --dest-dir "$out" "$folder"
}

package_of_npm() {
    local folder=$work/npm
    mkdir -p "$folder/bin"
    install -m 755 "$binary" "$folder/bin/$program"
    licences "$folder/licences"
    cp README.md "$folder"
    cat >"$folder/package.json" <<END
{
  "name": "$name-$system-$machine",
  "version": "$version",
  "description": "$summary",
  "license": "MIT OR Apache-2.0",
  "os": ["$system"],
  "cpu": ["$machine"],
  "bin": { "firstaid": "bin/$program" },
  "files": ["bin", "licences"]
}
END
    (cd "$folder" && npm pack --silent --pack-destination "$out")
}

package_of_debian() {
    local folder=$work/debian
    install -D -m 755 "$binary" "$folder/usr/bin/firstaid"
    mkdir -p "$folder/DEBIAN" "$folder/usr/share/doc/$name"
    "$binary" manual "$folder/usr/share/man/man1"
    gzip --best --no-name "$folder"/usr/share/man/man1/*
    gzip --best --no-name <CHANGELOG.md >"$folder/usr/share/doc/$name/changelog.gz"
    local shell place
    for shell in bash:bash-completion/completions/firstaid zsh:zsh/vendor-completions/_firstaid \
        fish:fish/vendor_completions.d/firstaid.fish; do
        place=$folder/usr/share/${shell#*:}
        mkdir -p "$(dirname "$place")"
        "$binary" completions "${shell%%:*}" >"$place"
    done
    licences "$work/licences"
    {
        echo "Code and registries: MIT or Apache-2.0, as you choose. The dictionaries keep their licences."
        tail -n +1 "$work"/licences/*
    } >"$folder/usr/share/doc/$name/copyright"
    cat >"$folder/DEBIAN/control" <<END
Package: $name
Version: $version
Architecture: $debian
Maintainer: The maintainers of First Aid Kit <maintainers@first-aid-kit.invalid>
Installed-Size: $(du --summarize --block-size=1024 "$folder/usr" | cut -f 1)
Suggests: git
Section: text
Priority: optional
Description: linter for digital-security guides
 It reads guides of many site generators and their translations, and says what
 is wrong, where, why, and what to write instead. Without the network, unless
 it is asked to visit links.
END
    find "$folder" -type d -exec chmod 755 {} +
    find "$folder/usr/share" -type f -exec chmod 644 {} +
    dpkg-deb --root-owner-group --build "$folder" "$out/${name}_${version}_$debian.deb"
}

wheel_of_python
package_of_npm
if [[ -n $debian ]]; then package_of_debian; fi
