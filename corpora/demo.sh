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

headline "4. The original, found among all texts of the corpus but this story's aggregated copy" \
  "provenance index add originals/ corpora; provenance index remove originals/ $family/en-back.txt; provenance trace $family/en-back.txt --index originals/"
provenance index add "$work/originals" corpora
provenance index remove "$work/originals" "$family/en-back.txt"
provenance trace "$family/en-back.txt" --index "$work/originals"

headline "5. The whole corpus: records, families of versions, counts" \
  "provenance audit corpora -o audit/ && provenance report audit/ -o audit.html"
provenance audit corpora -o "$work/audit"
provenance report "$work/audit" -o "$work/audit.html"

printf '\nThe true chain of this story stands in %s/manifest.json\n' "$family"
