#!/usr/bin/env bash
# Lists module calls without an owner.
set -euo pipefail
grep -rL --include='*.tf' -e 'owner *=' "${1:-.}"
