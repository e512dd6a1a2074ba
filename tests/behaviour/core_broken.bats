# SPDX-License-Identifier: MIT
# A circuit that is known to be broken is told, and never waited on.

load helper

# clauses: E14
@test "E14: a reset of a record socket is told where no record is left" {
	run timeout 20 "$WSPRECV" recv --fault=ECONNRESET pair:seqpacket
	[ "$status" -eq 4 ]
	[[ "$output" == *reset*WSAECONNRESET* ]]
}

# clauses: E14
@test "E14: records queued before a reset are delivered first" {
	run timeout 20 "$WSPRECV" recv -n 0 --peer='send "kept"; rst' pair:seqpacket
	[ "$status" -eq 4 ]
	[[ "${lines[0]}" == *data*kept* ]]
	[[ "${lines[1]}" == *reset*WSAECONNRESET* ]]
}
