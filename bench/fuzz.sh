#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# How fast the fuzz targets are, in seconds of the processor: executions of each as a share of those of a target
# that does nothing, with the same engine and flags; judged operations; programs on real sockets; and over TLS
# whole handshakes, and what is left without them.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${SECONDS_EACH:-5}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/wsprecv-bench.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
TIMEFORMAT='%U %S'

# row METRIC OURS REFERENCE
row() {
	awk -v m="$1" -v a="$2" -v b="$3" 'BEGIN { printf "%s\t%.0f\t%.0f\t%.3f\n", m, a, b, a / b }'
}

# build FOLDER WORD...: the targets, or what else make is told
build() {
	if ! make -j "$(nproc)" OUT="$tmp/$1" "${@:2}" >"$tmp/log" 2>&1; then
		tail -n 5 "$tmp/log" >&2
		return 1
	fi
}

seeds() {
	[ -d "$tmp/seeds/$2" ] || python3 -m zipfile -e "$tmp/$1/$2_seed_corpus.zip" "$tmp/seeds/$2"
}

# rate PROGRAM FOLDER...: executions in a second of the processor, by libFuzzer, from the seeds
rate() {
	local spent
	spent=$({ time "$1" -seed=1 -entropic=0 -use_counters=0 -max_total_time="$seconds" -print_final_stats=1 -artifact_prefix="$tmp/" "${@:2}" \
		>"$tmp/said" 2>&1; } 2>&1)
	awk -v spent="$spent" '/stat::number_of_executed_units/ { split(spent, s); printf "%.1f", $2 / (s[1] + s[2]) }' "$tmp/said"
}

# shares KIND SANITIZER: against the target that does nothing in the same program, both with a corpus that has grown
shares() {
	local empty
	build "$1" SANITIZER="$2" CC=clang CXX=clang++ LIB_FUZZING_ENGINE=-fsanitize=fuzzer fuzz
	build "$1" SANITIZER="$2" CC=clang CXX=clang++ LIB_FUZZING_ENGINE=-fsanitize=fuzzer -f fuzz/Makefile empty
	for target in fuzz_scatter fuzz_recv fuzz_overlapped; do
		seeds "$1" $target
		cp -r "$tmp/seeds/$target" "$tmp/grown"
		rate "$tmp/$1/$target" "$tmp/grown" >/dev/null
		empty=$(rate "$tmp/$1/empty/$target" "$tmp/seeds/$target")
		row "$target, $1: executions/s, an empty target" "$(rate "$tmp/$1/$target" "$tmp/grown")" "$empty"
		rm -rf "$tmp/grown"
	done
}

# replayed TARGET FIELD: what the replay of its seeds says of a second: 1 executions, 3 operations, 8 executions if
# what opens sockets took no time, handshakes among it
replayed() {
	seeds replay "$1"
	"$tmp/replay/$1" --bench="$seconds" "$tmp/seeds/$1" | awk -v f="$2" '{ print $f }'
}

mkdir "$tmp/seeds"
if ! clang -fsanitize=fuzzer -x c -o "$tmp/t" - <<<'int LLVMFuzzerTestOneInput(void);int LLVMFuzzerTestOneInput(void){return 0;}' 2>/dev/null; then
	echo 'bench: the fuzz targets are not measured: clang has no libFuzzer here' >&2
	exit 0
fi
shares plain none
shares asan address
build replay SANITIZER=none CC=gcc CXX=g++ fuzz
for target in fuzz_recv fuzz_overlapped; do
	row "$target: judged operations/s, the goal" "$(replayed $target 3)" 1000000
done
row 'fuzz_kernel: programs/s on real sockets, the goal' "$(replayed fuzz_kernel 1)" 10000
if [ -x "$tmp/replay/fuzz_tls" ]; then
	# Programs that open one socket: certificate, signature and exchange of keys, at both ends.
	for version in max=1.2 min=1.3; do
		mkdir -p "$tmp/$version"
		echo "open a pair:tls,$version" >"$tmp/$version/open.wsp"
		packs=(build/fuzz/*/pack)
		"${packs[0]}" seeds fuzz_tls "$tmp/$version/open.wsp" >"$tmp/$version.zip"
		python3 -m zipfile -e "$tmp/$version.zip" "$tmp/seeds/$version"
		row "fuzz_tls: whole handshakes/s, $version, the goal" \
			"$("$tmp/replay/fuzz_tls" --bench="$seconds" "$tmp/seeds/$version" | awk '{ print $1 }')" 1000
	done
	# Of both, what is left when no socket has to be opened: the goal is a tenth.
	row 'fuzz_tls: executions/s without opens, fuzz_recv' "$(replayed fuzz_tls 8)" "$(replayed fuzz_recv 8)"
fi
