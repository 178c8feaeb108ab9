#!/usr/bin/env bash
# Brings the whole compose file up, trains a model, sends requests from outside, kills a processor and a broker on the
# way, checks that nothing was lost, and takes everything down again, also after a failure. Needs Docker, docker compose
# (2, or docker-compose 1.29) and curl. Images are pulled and built as "docker compose up" would, unless
# offline-images.sh made stand-ins.
#
#   docker/smoke.sh            three brokers, two processors; a processor and a broker are killed
#   docker/smoke.sh --light    one broker, one processor; the processor is killed, the broker restarted
#   docker/smoke.sh --keep     leaves everything running at the end
#
#   EXPUNGE_SMOKE_SECONDS      how long the whole may take (default 480)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

env_file=.env
keep=false
for argument in "$@"; do
  case $argument in
    --light) env_file=light.env ;;
    --keep) keep=true ;;
    *)
      echo "smoke: unknown option $argument; there are --light and --keep" >&2
      exit 2
      ;;
  esac
done
limit=${EXPUNGE_SMOKE_SECONDS:-480}
project=expunge-smoke
model=news
SECONDS=0

if docker compose version >/dev/null 2>&1; then
  compose=(docker compose)
elif command -v docker-compose >/dev/null; then
  compose=(docker-compose)
else
  echo "smoke: neither 'docker compose' nor 'docker-compose' is there" >&2
  exit 1
fi
compose+=(--env-file "$env_file" --project-name "$project")

full=true
[ "$env_file" = .env ] || full=false
work=$(mktemp -d)

say() {
  printf '%4d s  %s\n' "$SECONDS" "$1"
}

fail() {
  echo "smoke: FAILED after $SECONDS s: $1" >&2
  exit 1
}

take_down() {
  code=$?
  trap - EXIT INT TERM
  if [ "$code" != 0 ]; then
    "${compose[@]}" ps >&2 || true
    "${compose[@]}" logs --tail 40 >"$work/logs" 2>&1 || true
    cat "$work/logs" >&2
  fi
  if $keep && [ "$code" = 0 ]; then
    say "Everything runs on. Take it down: ${compose[*]} down --volumes"
  else
    "${compose[@]}" --profile full --profile cli --profile grafana down --volumes --remove-orphans --timeout 10 >/dev/null 2>&1 || true
    [ "$code" != 0 ] || say "All taken down."
  fi
  rm -rf "$work"
  exit "$code"
}
trap take_down EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Repeats a command until it succeeds: patience in seconds, what is waited for, command.
await() {
  local patience=$1 what=$2 end
  shift 2
  end=$((SECONDS + patience))
  until "$@" >"$work/await" 2>&1; do
    [ "$SECONDS" -lt "$end" ] || fail "$what: not within $patience s; last: $(tail -c 500 "$work/await")"
    [ "$SECONDS" -lt "$limit" ] || fail "$what: the whole may take $limit s"
    sleep 1
  done
}

container() {
  "${compose[@]}" ps -q "$1" | head -n 1
}

healthy() {
  [ "$(docker inspect --format '{{.State.Health.Status}}' "$(container "$1")")" = healthy ]
}

image() {
  "${compose[@]}" config | sed -n 's/^ *image: *"\{0,1\}\([^"]*\/expunge:[^"]*\)"\{0,1\}$/\1/p' | head -n 1
}

# The command from outside: the published ports of this machine, no network of compose, no volume.
outside() {
  timeout 120 docker run --rm --network host --read-only --tmpfs /tmp:exec --env EXPUNGE_HEAP=128m \
    --env EXPUNGE_JAVA_OPTS=-XX:TieredStopAtLevel=1 "$image" "$@" \
    --bootstrap-servers "$brokers" --registry-url http://localhost:8081/apis/ccompat/v7
}

# One value of one query, from Prometheus' HTTP API.
ask_prometheus() {
  curl -fsS --max-time 10 --data-urlencode "query=$1" http://localhost:9090/api/v1/query
}

if $full; then
  brokers=localhost:19092,localhost:29092,localhost:39092
  processors=(processor-1 processor-2)
else
  brokers=localhost:19092
  processors=(processor-1)
fi
image=$(image)

say "Starting: ${compose[*]} up"
timeout "$limit" "${compose[@]}" up --detach >"$work/up" 2>&1 || {
  cat "$work/up" >&2
  fail "compose up"
}
for processor in "${processors[@]}"; do
  await 120 "$processor is healthy" healthy "$processor"
done
say "Healthy: ${processors[*]}"

say "The image $image: $(docker image inspect --format '{{.Size}}' "$image" | awk '{printf "%.0f MB", $1 / 1e6}')"
jars=$(docker run --rm --entrypoint ls "$image" /opt/expunge/lib)
if grep -E '^(kafka_|kafka-server|kafka-metadata|kafka-streams-test|junit|assertj|jqwik|testcontainers|expunge-.*-tests)' <<<"$jars"; then
  fail "the image holds jars of a broker or of tests"
fi
# shellcheck disable=SC2016 # for the shell in the container
[ "$(docker exec "$(container processor-1)" sh -c 'id -u; touch /opt/expunge/x 2>/dev/null || echo read-only')" = \
  $'10001\nread-only' ] || fail "processor-1 runs as root or may write outside its volumes"

awk 'BEGIN {
  srand(7); split("sport science politics cooking travel finance", label, " ")
  print "document_id,label,text"
  for (i = 0; i < 600; i++) {
    text = ""
    for (j = 0; j < 12; j++) text = text label[i % 6 + 1] int(rand() * 40) " "
    for (j = 0; j < 8; j++) text = text "word" int(rand() * 60) " "
    print "d" i "," label[i % 6 + 1] "," text
  }
}' >"$work/news.csv"
chmod 755 "$work"
timeout 120 "${compose[@]}" run --rm -T --volume "$work:/data:ro" cli train --model $model --data /data/news.csv \
  >"$work/train" 2>&1 || fail "train: $(tail -n 5 "$work/train")"
say "$(tail -n 1 "$work/train")"

requests=0
# Sends a removal of one document without waiting for its outcome.
send() {
  outside request documents --model $model --ids "d$1" >"$work/request" 2>&1 || fail "request: $(cat "$work/request")"
  requests=$((requests + 1))
}

all_verified() {
  outside status --json --model $model >"$work/status" || return 1
  # One line a request, and one for the registration of the trained model.
  [ "$(grep -c '"state":"VERIFIED"' "$work/status")" = "$(grep -c . "$work/status")" ] &&
    [ "$(grep -c . "$work/status")" -ge "$requests" ]
}

say "Request from outside: forget class 'science'"
outside request class --model $model --label science --wait --timeout 60s >"$work/first" 2>&1 ||
  fail "the first request: $(tail -n 3 "$work/first")"
requests=1
say "$(tail -n 1 "$work/first" | cut -c27-)"

if $full; then
  victim=processor-1
  docker exec "$(container processor-1)" /opt/expunge/bin/healthy
  say "Killing processor-1 (SIGKILL) and going on"
  send 0
  docker kill "$(container $victim)" >/dev/null
  send 2
  outside request documents --model $model --ids d3,d4 --wait --timeout 90s >"$work/wait" 2>&1 ||
    fail "with one processor: $(tail -n 3 "$work/wait")"
  requests=$((requests + 1))
  say "processor-2 took over: $(tail -n 1 "$work/wait" | cut -c27-)"
  say "Killing kafka-2 (SIGKILL) and going on"
  docker kill "$(container kafka-2)" >/dev/null
  send 5
  outside request documents --model $model --ids d6,d8 --wait --timeout 90s >"$work/wait" 2>&1 ||
    fail "with two brokers: $(tail -n 3 "$work/wait")"
  requests=$((requests + 1))
  say "With two brokers: $(tail -n 1 "$work/wait" | cut -c27-)"
  docker start "$(container $victim)" "$(container kafka-2)" >/dev/null
else
  send 0
  say "Killing processor-1 (SIGKILL)"
  docker kill "$(container processor-1)" >/dev/null
  send 2
  docker start "$(container processor-1)" >/dev/null
  # The only broker of a cluster may leave a transaction open for ever if it is killed in one (soak.md): let it rest first.
  await 120 "the requests before the broker is killed" all_verified
  say "Killing kafka-1 (SIGKILL)"
  docker kill "$(container kafka-1)" >/dev/null
  docker start "$(container kafka-1)" >/dev/null
  await 60 "kafka-1 is healthy" healthy kafka-1
  send 3
fi
for name in "${processors[@]}" $($full && echo kafka-2); do
  await 120 "$name is healthy again" healthy "$name"
done
say "Healthy again: all that was killed"
send 9
await 120 "every request is VERIFIED" all_verified
say "All $requests requests are VERIFIED"

outside versions --model $model --json >"$work/versions"
numbers=$(awk 'match($0, /"version":[0-9]+/) { printf "%s ", substr($0, RSTART + 10, RLENGTH - 10) }' "$work/versions")
[ "$numbers" = "$(seq -s ' ' "$(grep -c . "$work/versions")") " ] || fail "the versions are $numbers"
say "Versions are consecutive: $numbers"
letters=$(outside dead-letters --json | grep -c . || true)
[ "$letters" = 0 ] || fail "$letters dead letters"

verified_in_prometheus() {
  ask_prometheus "sum(expunge_requests{model=\"$model\",state=\"verified\"}) >= $requests" | grep -q '"value"'
}
await 60 "Prometheus knows the requests" verified_in_prometheus
rules=$(curl -fsS http://localhost:9090/api/v1/rules | grep -o '"name":"Expunge[A-Za-z]*"' | wc -l)
expected=$(grep -c 'alert: ' ../processor/src/main/resources/io/expunge/processor/expunge-alerts.yml)
[ "$rules" = "$expected" ] || fail "Prometheus has $rules alert rules of $expected"
say "Prometheus scrapes every processor and evaluates $rules alert rules"
queries=0
while IFS= read -r query; do
  answer=$(ask_prometheus "$query") || fail "Prometheus refuses the dashboard's query $query"
  grep -q '"value"' <<<"$answer" || fail "the dashboard's query has no answer: $query: $answer"
  queries=$((queries + 1))
done < <(sed -n 's/^ *"expr": "\(.*\)",$/\1/p' grafana/expunge.json | sed 's/\\"/"/g')
[ "$queries" -gt 0 ] || fail "the dashboard has no queries"
say "Prometheus answers $queries queries of the dashboard"
say "GOOD: nothing was lost."
