# shellcheck shell=bash disable=SC2034 # `firstaid` is for the script that sources this.
#
# Finds the linter, and sets `firstaid` to the command that runs it. Sourced by the scripts beside it.
#
# FIRSTAID_BINARY   the path of an existing binary
# FIRSTAID_LINKS    true for a binary that visits links
# FIRSTAID_VERSION  the tag of a release to download; its checksum and its attestation are verified
#
# Without either, `firstaid` is taken from the PATH, or else built from the sources that this script belongs to.

find_firstaid() {
    local sources
    sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
    if [[ -n ${FIRSTAID_BINARY:-} ]]; then
        firstaid=$FIRSTAID_BINARY
    elif [[ -n ${FIRSTAID_VERSION:-} ]]; then
        download_firstaid "$FIRSTAID_VERSION"
    elif ! firstaid=$(command -v firstaid); then
        # Linting needs no network, so the binary is built without it, unless links are visited.
        local features=()
        if [[ ${FIRSTAID_LINKS:-} == true ]]; then features=(--features online); fi
        cargo build --quiet --release --locked --manifest-path "$sources/Cargo.toml" \
            --package firstaid-cli --no-default-features ${features[@]+"${features[@]}"} >&2
        firstaid=${CARGO_TARGET_DIR:-$sources/target}/release/firstaid
    fi
}

# The program of GNU or, on macOS, of Perl.
sha256() {
    if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum --algorithm 256 "$@"; fi
}

# Downloads a release into RUNNER_TEMP. Fails unless the workflow of releases made the file.
download_firstaid() {
    local version=$1 repository=${FIRSTAID_REPOSITORY:?} folder target name
    if [[ ! $version =~ ^v[0-9A-Za-z.-]+$ ]]; then
        echo "error: version: \`$version\` is not the tag of a release, such as v1.0.0" >&2
        return 2
    fi
    case "$(uname -s)-$(uname -m)" in
        Linux-x86_64) target=x86_64-unknown-linux-musl ;;
        Linux-aarch64) target=aarch64-unknown-linux-musl ;;
        Darwin-x86_64) target=x86_64-apple-darwin ;;
        Darwin-arm64) target=aarch64-apple-darwin ;;
        MINGW*-x86_64 | MSYS*-x86_64) target=x86_64-pc-windows-msvc ;;
        *)
            echo "error: there is no release for $(uname -s) on $(uname -m)" >&2
            return 2
            ;;
    esac
    name=firstaid-$version-$target
    folder=${RUNNER_TEMP:?}/firstaid-$version
    mkdir -p "$folder"
    gh release download "$version" --repo "$repository" --dir "$folder" --clobber \
        --pattern "$name.tar.gz" --pattern SHA256SUMS >&2
    (cd "$folder" && grep -F "  $name.tar.gz" SHA256SUMS | sha256 --check --strict --quiet -) >&2
    gh attestation verify "$folder/$name.tar.gz" --repo "$repository" \
        --signer-workflow "$repository/.github/workflows/release.yml" >&2
    tar -xzf "$folder/$name.tar.gz" -C "$folder"
    firstaid=$folder/$name/firstaid
}
