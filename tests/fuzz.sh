#!/bin/sh
# Runs every test whose name has "Fuzz" in it for a time: damaged run.json and checkpoints, damaged states of environments, and whatever
# else is named so. Each such test goes on for the time, so the whole takes several times as long.
#
# usage: tests/fuzz.sh [SECONDS [SEED]]     (default: 3600 seconds altogether, from a seed of the clock)
#
# Exit code 0 if everything was used or refused as it should be. The seed is printed: with it a failure repeats.
set -eu
cd "$(dirname "$0")/.."

seconds="${1:-3600}"
seed="${2:-$(date +%s)}"
count=$(grep -rlE 'class [A-Za-z]*Fuzz[A-Za-z]*Tests' tests --include='*.cs' | wc -l)
projects=$(grep -rlE 'class [A-Za-z]*Fuzz[A-Za-z]*Tests' tests --include='*.cs' | cut -d/ -f1,2 | sort -u)
echo "$count test classes, seed $seed"
failed=0
for project in $projects
do
    ASYNCRL_FUZZ_SECONDS=$((seconds / $(echo "$projects" | wc -w))) ASYNCRL_FUZZ_SEED="$seed" \
        dotnet test -c Release "$project" --filter FullyQualifiedName~Fuzz || failed=1
done
exit "$failed"
