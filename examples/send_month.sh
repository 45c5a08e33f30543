#!/usr/bin/env bash
# Send a month's data of a team, with curl.
#
#   export CENTERLINE_URL=https://centerline.example.org
#   export CENTERLINE_TOKEN=ctl_...        # with the scope write:observations
#   examples/send_month.sh NETWORK TEAM examples/month.json
#
# The file lists what is sent, one entry for each measure and period: see month.json.
# It can be sent as often as one likes: what is stored and the same stays as it is.
set -euo pipefail

if [ $# -ne 3 ]; then
    echo "usage: $0 NETWORK TEAM FILE" >&2
    exit 2
fi
network=$1 team=$2 file=$3

# The same file always gets the same key: should the line break while the answer is on its way,
# the same call again gets the answer of the first.
key=$(sha256sum < "$file" | cut -d ' ' -f 1)
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

status=$(
    curl --silent --show-error --output "$answer" --write-out '%{http_code}' \
        --retry 3 --retry-connrefused \
        --header "Authorization: Bearer ${CENTERLINE_TOKEN:?Set CENTERLINE_TOKEN.}" \
        --header "Content-Type: application/json" \
        --header "Idempotency-Key: $key" \
        --data-binary "@$file" \
        "${CENTERLINE_URL:?Set CENTERLINE_URL.}/api/v1/networks/$network/teams/$team/observations"
)
cat "$answer"
echo
# 200: all of it is stored. Anything else: nothing is, and the answer says why.
[ "$status" = 200 ]
