#!/usr/bin/env bash
# Packs the packages, then compiles and runs the programs of docs/library.md against them alone, as an outside user does, and installs and
# runs the tool. Prints the number of checks that passed and failed.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
root=$PWD work=$PWD/artifacts/outside
passed=0 failed=0

check() {
  local name=$1 pattern=$2 output status
  shift 2
  output=$("$@" 2>&1)
  status=$?
  if [ $status -eq 0 ] && grep -qE -- "$pattern" <<< "$output"; then
    passed=$((passed + 1))
    printf 'ok      %s\n' "$name"
  else
    failed=$((failed + 1))
    printf 'FAILED  %s (exit code %s, expected output like "%s"):\n%s\n' "$name" "$status" "$pattern" "$output"
  fi
}

rm -rf "$work" artifacts/packages
mkdir -p "$work/data"

# The SDK keeps what it built of a program, and does not see that a package of the same version has other dependencies than before.
# Therefore it builds in a new directory. The feeds' packages are not fetched again.
export NUGET_HTTP_CACHE_PATH=${NUGET_HTTP_CACHE_PATH:-${XDG_DATA_HOME:-$HOME/.local/share}/NuGet/http-cache}
export XDG_DATA_HOME=$work/data
dotnet pack AsyncRL.sln -c Release --no-build > "$work/pack.log" 2>&1 || { cat "$work/pack.log"; exit 1; }
cd tests/outside
check "an own environment, trained and evaluated" '^1$|^1[.]0' dotnet run line.cs
check "typed options, own network, own optimizer, saved and loaded" 'ended by (TargetReturn|AgentSteps)' dotnet run everything.cs -- "$work/line"
check "an own algorithm with own options, heads, loss and policy" '^return of the policy (1[.]00|0[.]9)' dotnet run algorithm.cs -- "$work/soft-q"
check "an agent of another program, loaded" '^at 0.5 it takes 1$' dotnet run load.cs -- "$work/line"
check "a run, begun" '^trained to agent step 20[0-9]{3}$' dotnet run resume.cs -- "$work/resumed" 20000
check "a run, resumed" '^trained to agent step 40[0-9]{3}$' dotnet run resume.cs -- "$work/resumed" 40000
check "an agent that acts in an episode" '^return of one episode 1[.]00$' dotnet run act.cs -- "$work/line"
command() { dotnet run command.cs -- "$@"; }
check "the command for an own environment: train" 'Watch it: +dotnet run command[.]cs -- play' command \
  train line --threads 1 --agent-steps 20000 --set evaluation-episodes=10 --output "$work/trained"
check "the command for an own environment: evaluate" 'mean return|Mean return|Return' command evaluate "$work/trained" --episodes 10
check "the command for an own environment: play" '^1 episode, mean return' command play "$work/trained" --episodes 1
check "the command for an own environment: record" 'line[.]gif' command record "$work/trained" --output "$work/line.gif"
check "the command for an own environment: profile" 'act' command profile line --threads 1 --seconds 1
check "the command for an own environment: check" 'line keeps its contract' command check line
check "the command for an own environment: list" 'an environment of the user' command list line
check "the command for an own environment: a run of another program" 'mean return|Mean return|Return' command \
  evaluate "$work/resumed" --episodes 10
cd "$root"
check "the tool, installed" '' dotnet tool install AsyncRL.Tool --tool-path "$work/tool" --source artifacts/packages --version 0.1.0
check "the tool, run" 'catch' "$work/tool/asyncrl" list
printf 'Outside: Passed: %s, Failed: %s\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
