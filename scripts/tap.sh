# SPDX-License-Identifier: MIT
# What the suites share, to be read with `.`: numbered results, and other programs' TAP as part of one's own.
# shellcheck shell=sh

tap_n=0
tap_bad=0
tap_tmp=$(mktemp -d "${TMPDIR:-/tmp}/wsprecv-suite.XXXXXX")
trap 'rm -rf "$tap_tmp"' EXIT

# ok NAME
ok() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1"
}

# not_ok NAME [FILE]: FILE is shown below it
not_ok() {
	tap_n=$((tap_n + 1))
	tap_bad=$((tap_bad + 1))
	echo "not ok $tap_n - $1"
	[ $# -lt 2 ] || sed 's/^/#   /' "$2"
}

# skip NAME REASON
skip() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1 # SKIP $2"
}

# skip_all REASON: this suite cannot run here
skip_all() {
	echo "1..0 # SKIP because $1"
	exit 0
}

# try NAME COMMAND...: one test, passed when the command succeeds; its output is shown when not
try() {
	tap_name=$1
	shift
	if "$@" >"$tap_tmp/try" 2>&1 </dev/null; then
		ok "$tap_name"
	else
		not_ok "$tap_name" "$tap_tmp/try"
	fi
}

# finish: the plan, and the status of the suite
finish() {
	echo "1..$tap_n"
	[ $tap_bad = 0 ]
	exit
}

# build VARIANT TARGET...: no test is worth running where this fails
build() {
	tap_variant=$1
	shift
	if ! make -j "$(nproc)" VARIANT="$tap_variant" WERROR=-Werror "$@" >"$tap_tmp/build" 2>&1 </dev/null; then
		not_ok "the $tap_variant variant builds" "$tap_tmp/build"
		finish
	fi
}

# include LABEL STATUS FILE: the TAP that a program left in FILE before it ended with STATUS. Its results
# get our numbers. A run without a plan, one that stopped short and an unexplained status are failures.
include() {
	awk -v n="$tap_n" -v label="$1" -v status="$2" -v counts="$tap_tmp/counts" '
		function result(good, name) {
			n++
			if (!good)
				bad++
			print (good ? "ok " : "not ok ") n " - " label ": " name
		}
		/^1\.\.[0-9]+/ {
			plans++
			planned += substr($1, 4)
			if ($1 == "1..0" && sub(/^1\.\.0 *# */, ""))
				result(1, "all # " $0)
			next
		}
		/^(not )?ok [0-9]+/ {
			seen++
			good = !/^not/ || /# *(SKIP|skip)/ # cmocka says "not ok" for what it skips
			sub(/^(not )?ok [0-9]+ *(- )?/, "")
			result(good, $0)
			next
		}
		{ print (/^#/ ? "" : "# ") $0 }
		END {
			if (!plans)
				result(0, "the run announces its plan (exit status " status ")")
			else if (seen != planned)
				result(0, "all " planned " tests run, not " seen + 0 " (exit status " status ")")
			else if (status != 0 && !bad)
				result(0, "the exit status is 0, not " status)
			print n, bad + 0 >counts
		}' "$3"
	read -r tap_n tap_more <"$tap_tmp/counts"
	tap_bad=$((tap_bad + tap_more))
}

# run COMMAND... -- FILE...: COMMAND FILE for each, as many at a time as there are processors; the TAP
# of all of them in the order given
run() {
	TAP_COMMAND=
	while [ "$1" != -- ]; do
		TAP_COMMAND="$TAP_COMMAND $1"
		shift
	done
	shift
	export TAP_COMMAND tap_tmp
	printf '%s\n' "$@" | xargs -P "$(nproc)" -I FILE sh -c '
		name=${1##*/}
		$TAP_COMMAND "$1" >"$tap_tmp/$name.tap" 2>&1 </dev/null
		echo $? >"$tap_tmp/$name.status"' sh FILE
	for tap_file; do
		tap_name=${tap_file##*/}
		include "${tap_name%.*}" "$(cat "$tap_tmp/$tap_name.status")" "$tap_tmp/$tap_name.tap"
	done
}
