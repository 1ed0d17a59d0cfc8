#!/usr/bin/env bash
# The action: lints, and writes annotations, a SARIF file and the summary of the job.
#
# All input is in the environment, so that no text of a pull request becomes part of a script:
#
# FIRSTAID_ROOT           the folder of the guide; "." by default
# FIRSTAID_CONFIG         the configuration, if not firstaid.toml in that folder
# FIRSTAID_CHANGED_SINCE  the commit or branch to compare with; by default the base branch of a pull request, else none
# FIRSTAID_BASELINE       the file of accepted findings, if there is one
# FIRSTAID_DATA           an additional folder of registries below the root, whose identities are listed too
# FIRSTAID_FAIL_ON        error (by default), warning or info
# FIRSTAID_LINKS         true to visit the links that the change adds; false by default
# FIRSTAID_SARIF          the file for SARIF; lint.sarif in RUNNER_TEMP by default
#
# binary.sh describes where the linter comes from. Exit codes are those of the linter: 0 clean, 1 findings, 2 could not run.
set -Eeuo pipefail
trap 'exit 2' ERR
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/binary.sh"

temporary=${RUNNER_TEMP:-$(mktemp -d)}
summary=${GITHUB_STEP_SUMMARY:-/dev/stdout}
sarif=${FIRSTAID_SARIF:-$temporary/lint.sarif}

guide=(--root "${FIRSTAID_ROOT:-.}")
if [[ -n ${FIRSTAID_CONFIG:-} ]]; then
    guide+=(--config "$FIRSTAID_CONFIG")
fi
since=${FIRSTAID_CHANGED_SINCE:-}
if [[ -z $since && -n ${GITHUB_BASE_REF:-} ]]; then
    since=origin/$GITHUB_BASE_REF
fi
options=(--fail-on "${FIRSTAID_FAIL_ON:-error}")
if [[ -n $since ]]; then
    options+=("--changed-since=$since")
fi
if [[ -n ${FIRSTAID_BASELINE:-} ]]; then
    options+=(--baseline "$FIRSTAID_BASELINE")
fi

if [[ -n $since && ${FIRSTAID_LINKS:-} == true ]]; then
    options+=(--online-new)
fi

find_firstaid
if [[ -n ${GITHUB_OUTPUT:-} ]]; then
    echo "sarif=$sarif" >>"$GITHUB_OUTPUT"
fi

# Before links are visited, which adds to the ledger.
if [[ -n $since ]]; then
    review=("${guide[@]}")
    if [[ -n ${FIRSTAID_DATA:-} ]]; then
        review+=("--data=$FIRSTAID_DATA")
    fi
    if [[ -n ${FIRSTAID_BASELINE:-} ]]; then
        review+=(--baseline "$FIRSTAID_BASELINE")
    fi
    "$firstaid" identities diff "${review[@]}" --format markdown -- "$since" >"$temporary/identities.md"
    "$firstaid" translate diff "${guide[@]}" --format markdown -- "$since" >"$temporary/translations.md"
fi

verdict=0
"$firstaid" lint "${guide[@]}" "${options[@]}" --format github \
    --output "sarif=$sarif" --output "markdown=$temporary/counts.md" || verdict=$?
if [[ $verdict -gt 1 ]]; then
    exit "$verdict"
fi

{
    cat "$temporary/counts.md"
    if [[ -n $since ]]; then
        echo
        cat "$temporary/identities.md"
        echo
        cat "$temporary/translations.md"
    fi
} >>"$summary"
exit "$verdict"
