#!/usr/bin/env bash
# The hook for pre-commit: the linter with the arguments of the hook.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/binary.sh"

find_firstaid
exec "$firstaid" lint "$@"
