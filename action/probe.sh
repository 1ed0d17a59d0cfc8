#!/usr/bin/env bash
# The weekly probe of a guide: visits the links that are due, and keeps one pull request with what was seen.
#
# While the pull request is open, later runs add to it; once the guide has all of its observations, it is closed. There is
# never a second one. All input is in the environment:
#
# FIRSTAID_ROOT     the folder of the guide, below the working folder; "." by default
# FIRSTAID_LEDGER   the ledger in that folder; content/_data/links.jsonl by default
# FIRSTAID_BASE     the branch that the pull request is for
# FIRSTAID_BRANCH   the branch of the pull request, which belongs to this script; firstaid/links by default
# GH_TOKEN          for gh
#
# binary.sh describes where the linter comes from. Needs git, gh, and a checkout that may push.
set -Eeuo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/binary.sh"

temporary=${RUNNER_TEMP:-$(mktemp -d)}
root=${FIRSTAID_ROOT:-.}
base=${FIRSTAID_BASE:?}
branch=${FIRSTAID_BRANCH:-firstaid/links}
ledger=$root/${FIRSTAID_LEDGER:-content/_data/links.jsonl}
ledger=${ledger#./}
# For the build of a binary that can probe.
export FIRSTAID_LINKS=true
find_firstaid

# A clone with its whole history keeps it: `--depth` would cut it at the branch.
depth=()
if [[ $(git rev-parse --is-shallow-repository) == true ]]; then
    depth=(--depth 1)
fi
if git fetch --quiet "${depth[@]}" origin "refs/heads/$branch" 2>/dev/null &&
    git show "FETCH_HEAD:$ledger" >"$temporary/proposed.jsonl" 2>/dev/null; then
    "$firstaid" links merge --root "$root" "$temporary/proposed.jsonl"
fi
"$firstaid" links probe --root "$root" --due

{
    echo "What the weekly probe of links saw. Merging this changes no page; from then on the linter judges links by it."
    echo
    "$firstaid" links status --root "$root" --format markdown | head -n 200
    echo
    echo "If a page blocks robots: open it, then \`firstaid links attest URL --note TEXT\`."
} >"$temporary/summary.md"
if [[ -n ${GITHUB_STEP_SUMMARY:-} ]]; then
    cat "$temporary/summary.md" >>"$GITHUB_STEP_SUMMARY"
fi

number=$(gh pr list --head "$branch" --state open --json number --jq '.[0].number // empty')
git add --force -- "$ledger"
if git diff --cached --quiet; then
    echo "no new observations"
    if [[ -n $number ]]; then
        gh pr close "$number" --delete-branch --comment "The guide has all of these observations."
    fi
    exit 0
fi
git config user.name "links probe"
git config user.email "links-probe@users.noreply.github.com"
git commit --quiet --message "Record what the links probe saw"
git push --quiet --force origin "HEAD:refs/heads/$branch"
if [[ -n $number ]]; then
    gh pr edit "$number" --body-file "$temporary/summary.md"
else
    gh pr create --base "$base" --head "$branch" --title "Links: results of the weekly probe" \
        --body-file "$temporary/summary.md"
fi
