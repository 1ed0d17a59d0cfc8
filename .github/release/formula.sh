#!/usr/bin/env bash
# Writes a formula of Homebrew for the archives of a release to standard output.
#
# formula.sh TAG SHA256SUMS OWNER/REPOSITORY
set -euo pipefail
tag=$1 sums=$2 repository=$3

address() {
    local archive=firstaid-$tag-$1.tar.gz sum
    sum=$(awk -v archive="$archive" '$2 == archive { print $1 }' "$sums")
    if [[ ! $sum =~ ^[0-9a-f]{64}$ ]]; then
        echo "error: $sums has no checksum of $archive" >&2
        exit 2
    fi
    printf '      url "https://github.com/%s/releases/download/%s/%s"\n' "$repository" "$tag" "$archive"
    printf '      sha256 "%s"\n' "$sum"
}

# Set first: in a here document a failure would go unnoticed.
mac_arm=$(address aarch64-apple-darwin)
mac_intel=$(address x86_64-apple-darwin)
linux_arm=$(address aarch64-unknown-linux-musl)
linux_intel=$(address x86_64-unknown-linux-musl)

cat <<END
class Firstaid < Formula
  desc "Linter for digital-security guides"
  homepage "https://github.com/$repository"
  version "${tag#v}"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
$mac_arm
    end
    on_intel do
$mac_intel
    end
  end

  on_linux do
    on_arm do
$linux_arm
    end
    on_intel do
$linux_intel
    end
  end

  def install
    bin.install "firstaid"
    man1.install Dir["man/*"]
    bash_completion.install "completions/firstaid.bash" => "firstaid"
    fish_completion.install "completions/firstaid.fish"
    zsh_completion.install "completions/firstaid.zsh" => "_firstaid"
  end

  test do
    (testpath/"page.md").write "# Page\n\nUse Ostel.\n"
    assert_match "stale-tool", shell_output("#{bin}/firstaid lint --format concise", 1)
  end
end
END
