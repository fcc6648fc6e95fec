#!/bin/sh
# The main job on the shipped corpus.  Run from the repository root with `provenance` on PATH: make demo
set -eu

family=corpora/icebreaker-lease
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

headline() {
  printf '\n\n=== %s\n' "$1"
  shift
  printf '$ %s\n\n' "$*"
}

headline "1. One text: an English article whose last line credits a French version" \
  "provenance inspect $family/en-back.txt"
provenance inspect "$family/en-back.txt"

headline "2. Three versions: the report, its French translation, and the English text again" \
  "provenance compare $family/en.txt $family/fr.txt $family/en-back.txt"
provenance compare "$family/en.txt" "$family/fr.txt" "$family/en-back.txt"

headline "3. The same record as JSON, checked against its schema" \
  "provenance inspect $family/en-back.txt --format json -o record.json && provenance validate record.json"
provenance inspect "$family/en-back.txt" --format json -o "$work/record.json"
provenance validate "$work/record.json"

printf '\nThe true chain of this story stands in %s/manifest.json\n' "$family"
