#!/usr/bin/env bash
# The whole journey through HTTP alone: a visitor opts in, a member finds the lead, a campaign reaches it, its click and
# its leaving come back. Needs bash, curl and jq, and a running WeBox (make run) without EMAIL_URL.
#
#   EMAIL=demo@webox.example PASSWORD=… docs/journey.sh [http://localhost:8000]
set -euo pipefail

base=${1:-http://localhost:8000}
: "${EMAIL:?the address you sign in with}" "${PASSWORD:?its password}"
visitor="camille.$RANDOM$RANDOM@example.com"
agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
cookies=$(mktemp)
trap 'rm -f "$cookies"' EXIT

say() { printf '\n== %s\n' "$*"; }
ask() { curl --silent --show-error --fail-with-body "$@"; }
api() { # METHOD PATH [JSON]
  ask -X "$1" "$base/api/$2" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' ${3:+-d "$3"}
}
until_it() { # until_it JQ-CONDITION PATH: asks until the answer fulfils the condition
  for _ in $(seq 120); do
    api GET "$2" | jq -e "$1" >/dev/null && return
    sleep 0.5
  done
  echo "Waited in vain for $1 at $2" >&2
  exit 1
}

say "A member signs in"
token=$(ask "$base/api/auth/token" -H 'Content-Type: application/json' \
  -d "$(jq -n --arg email "$EMAIL" --arg password "$PASSWORD" '{email: $email, password: $password}')" | jq -r .access)

say "… and makes a funnel, published at once"
slug="guide-$RANDOM$RANDOM"
funnel=$(api POST marketing/funnels "{\"name\": \"Le guide\", \"slug\": \"$slug\", \"consent_text\": \"J’accepte vos emails.\"}" | jq .id)
api PATCH "marketing/funnels/$funnel" '{"is_active": true}' | jq '{name, slug, is_active, public_url}'
public=$(api GET "marketing/funnels/$funnel" | jq -r .public_url)

say "A visitor comes from an ad, and leaves an address"
page=$(ask -L -c "$cookies" -b "$cookies" -A "$agent" -w '\n%{url_effective}' \
  "$base$(echo "$public" | sed 's|^https*://[^/]*||')?utm_source=google&utm_campaign=guide&gclid=Cj0KCQ-Test")
address=$(echo "$page" | tail -n 1)
hidden=$(echo "$page" | grep -o 'name="wb_token" value="[^"]*"' | head -n 1 | sed 's/.*value="//; s/"$//')
ask -o /dev/null -w 'sent on to %{redirect_url}\n' -b "$cookies" -A "$agent" "$address" \
  --data-urlencode "email=$visitor" --data-urlencode "first_name=Camille" \
  --data-urlencode "consent=on" --data-urlencode "wb_token=$hidden"

say "The member finds the lead by three letters of the address …"
lead=$(api GET "marketing/leads?search=cam&email=$visitor" | jq '.results[0].id')
api GET "marketing/leads/$lead" | jq '{id, email, status, source, source_url, consent_text, consent_at, consent_ip}'

say "… notes a call, moves it on, gives it a tag"
api POST "marketing/leads/$lead/interactions" '{"interaction_type": "call", "content": "Rappeler lundi", "metadata": {"minutes": 4}}' |
  jq '{interaction_type, content, metadata}'
tag="journey-$RANDOM$RANDOM"
api PATCH "marketing/leads/$lead" "{\"status\": \"contacted\", \"tags\": [\"$tag\"]}" | jq '{status, tags}'

say "A campaign for this tag, this status, this funnel"
campaign=$(api POST marketing/campaigns "$(jq -n --arg tag "$tag" --arg funnel "$funnel" '{
  name: "Le parcours", subject: "Bonjour {{ first_name | default: \"vous\" }}", from_email: "atelier@example.com",
  html_content: "<p>Bonjour {{ first_name }}</p><p><a href=\"https://example.com/offre\">Voir</a></p>",
  segment_rules: {all: [{field: "tags", op: "any", value: [$tag]}, {field: "status", op: "in", value: ["contacted"]},
    {field: "funnel", op: "in", value: [$funnel]}]}}')" | jq .id)
api GET "marketing/campaigns/$campaign/preview?lead=$lead" | jq '{subject, text}'
api POST "marketing/campaigns/$campaign/test" "{\"to\": \"$EMAIL\", \"lead\": $lead}"
api POST "marketing/campaigns/$campaign/send" | jq '{status}'
until_it '.status == "completed"' "marketing/campaigns/$campaign"
api GET "marketing/campaigns/$campaign/stats" | jq .

say "The message waits in the outbox; its reader opens it, clicks, and leaves"
message=$(api GET "marketing/outbox?search=$visitor" | jq '.results[0].id')
letter=$(api GET "marketing/outbox/$message")
links=$(echo "$letter" | jq -r .html | grep -o 'http[^"]*/e/[a-z]/[^"]*' | sed "s|^https*://[^/]*|$base|")
ask -o /dev/null -w 'pixel %{http_code}\n' -A "$agent" "$(echo "$links" | grep /e/o/)"
ask -o /dev/null -w 'click leads to %{redirect_url}\n' -A "$agent" "$(echo "$links" | grep '/e/c/.*\.1$')"
leave=$(echo "$letter" | jq -r '.headers[] | select(.name == "List-Unsubscribe").value' | tr -d '<>' | sed "s|^https*://[^/]*|$base|")
ask -o /dev/null -w 'one-click unsubscribing %{http_code}\n' -X POST "$leave" -d 'List-Unsubscribe=One-Click'

say "All of it comes back"
until_it '.total_opened == 1 and .total_clicked == 1 and .total_unsubscribed == 1' "marketing/campaigns/$campaign"
api GET "marketing/campaigns/$campaign" | jq '{total_recipients, total_sent, total_opened, total_clicked, total_unsubscribed, open_rate, click_rate}'
api GET "marketing/suppressions?search=$visitor" | jq '.results[0] | {email, reason, detail}'
api GET "analytics/events?lead_id=$lead" | jq -r '.results[] | "\(.at)  \(.type)"'
api GET marketing/pipeline/stats | jq .
