#!/bin/sh
# Kills trainings at random instants, as a power cut or the system's memory killer would, resumes each, and looks at what is left.
#
# usage: tests/kill.sh [COUNT [SEED]]     (default: 200 kills, from a seed of the clock)
#
# A run is killed again and again until it has been killed ten times, and the next one begins. After each kill: the run resumes, its T is
# not behind that of its newest checkpoint, and no table has a torn row. Exit code 1 if anything of this failed even once.
set -eu
cd "$(dirname "$0")/.."

count="${1:-200}"
seed="${2:-$(date +%s)}"
program="${ASYNCRL:-dotnet artifacts/bin/AsyncRL.Cli/release/asyncrl.dll}"
[ -n "${ASYNCRL:-}" ] || dotnet build -c Release src/AsyncRL.Cli >/dev/null
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
echo "$count kills, seed $seed, in $directory"

# Fractions of a second to 2 decimals from a seed, one a line, between starting up and some checkpoints later.
awk -v count="$count" -v seed="$seed" 'BEGIN { srand(seed); for (i = 0; i < count; i++) printf "%.2f\n", 0.05 + 2.5 * rand() }' \
    > "$directory/times"

resumed=0
torn=0
behind=0
failed=0
early=0
run=0
kills=0

agent_steps_of_newest() {
    ls "$1/checkpoints" 2>/dev/null | grep -E '^[0-9]{12}\.checkpoint$' | sort | tail -1 | sed -E 's/^0*([0-9]+)\..*/\1/'
}

# Rows with another number of columns than the heading, and files that do not end with a line end.
torn_rows() {
    for table in metrics threads episodes
    do
        file="$1/$table.csv"
        [ -s "$file" ] || continue
        awk -F, -v file="$table" 'NR == 1 { columns = NF } NF != columns || /\0/ { print file ": row " NR ": " $0 }' "$file"
        [ -z "$(tail -c 1 "$file")" ] || echo "$table: no line end"
    done
}

start() {
    if [ -f "$1/run.json" ]
    then set -- train --resume "$1" --agent-steps 1000000000000
    else set -- train catch --network mlp --set rows=6 --set columns=6 --threads 2 --agent-steps 1000000000000 --output "$1" \
        --set checkpoint-seconds=0.02 --set report-seconds=0.01
    fi
    $program "$@" >"$directory/output" 2>&1 &
    process=$!
}

while read -r time
do
    [ $((kills % 10)) -ne 0 ] || run=$((run + 1))
    path="$directory/run-$run"
    start "$path"
    sleep "$time"
    kill -9 "$process" 2>/dev/null || { failed=$((failed + 1)); echo "kill $kills: the training had ended:"; cat "$directory/output"; }
    wait "$process" 2>/dev/null || true
    kills=$((kills + 1))
    if [ ! -f "$path/run.json" ]
    then
        # Killed before there was a run: the next start begins it in the same place, and would fail if that were not free.
        early=$((early + 1))
        continue
    fi

    newest=$(agent_steps_of_newest "$path")

    # Resumes with an end near by: everything is restored, trained on, and saved again. The next start puts the end far away again.
    if ! timeout 60 $program train --resume "$path" --agent-steps "$((${newest:-0} + 2000))" --set evaluation-episodes=0 --json \
        >"$directory/result" 2>"$directory/output"
    then
        failed=$((failed + 1))
        echo "kill $kills: not resumed:"
        cat "$directory/output"
        continue
    fi

    resumed=$((resumed + 1))
    reached=$(sed -nE 's/.*"agentSteps": ([0-9]+).*/\1/p' "$directory/result" | head -1)
    if [ "$reached" -lt "${newest:-0}" ]
    then
        behind=$((behind + 1))
        echo "kill $kills: T is $reached, and the newest checkpoint was of $newest"
    fi

    rows=$(torn_rows "$path")
    if [ -n "$rows" ]
    then
        torn=$((torn + 1))
        echo "kill $kills: torn rows:"
        echo "$rows" | head -5
    fi
done < "$directory/times"

echo "$kills kills, $early of them before there was a run: $resumed resumed, $failed failed, $torn with torn rows, $behind behind the checkpoint"
[ "$failed" -eq 0 ] && [ "$torn" -eq 0 ] && [ "$behind" -eq 0 ] && [ $((resumed + early)) -eq "$kills" ]
