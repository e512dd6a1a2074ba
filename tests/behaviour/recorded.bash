# SPDX-License-Identifier: MIT
# Records of `wsprecv recv`: made, run on both networks, and looked at.
# shellcheck shell=bash

# replays: record.wsp passes on both networks, and promises everything that was seen
replays() {
	local net
	for net in sim kernel; do
		runs 0 run --net=$net record.wsp || {
			cat record.wsp
			return 1
		}
	done
	! grep -E 'Recorded was|does not come' record.wsp
	# What fmt would change is not readable.
	runs 0 fmt --check record.wsp
}

# records STATUS ARGUMENT...: wsprecv recv, whose record replays
records() {
	local wanted=$1
	shift
	rm -f record.wsp
	receives "$wanted" --record=record.wsp "$@"
	replays
}

# tells LINE: so does the record, blanks before the arrow counting as one
tells() {
	sed 's/  *-> / -> /' record.wsp | grep -qxF -- "$1" && return
	printf 'the record should have the line %s\n' "$1"
	cat record.wsp
	return 1
}
