# SPDX-License-Identifier: MIT
# Cuts the headers here into pieces, one definition each, and prints them as a table in C.
#
#	awk -f pieces.awk cli/export/say.h ...
#
# A piece ends at a blank line outside of braces. Its names are what it defines; a program gets the
# pieces whose names it uses, and those that they use.

function escape(text) {
	gsub(/\\/, "&&", text)
	gsub(/"/, "\\\\\"", text)
	gsub(/\t/, "\\\\t", text)
	return text
}

function flush_piece() {
	if (body == "")
		return
	printf "\t{ \"%s\", \"%s \", %s, \"\"\n%s },\n", file, names, after, body
	body = names = ""
}

# The braces of a line that are neither in quotes nor in a comment.
function braces(line, opened) {
	gsub(/\\./, "", line)
	gsub(/'.'/, "", line)
	gsub(/"[^"]*"/, "", line)
	gsub(/\/\*.*/, "", line)
	opened = gsub(/{/, "", line)
	return opened - gsub(/}/, "", line)
}

# What a line outside of braces defines.
function define(line, parts, n, i) {
	sub(/\/\*.*/, "", line)
	if (line ~ /^#define /) {
		split(line, parts, /[ (]/)
		names = names " " parts[2]
	} else if (line ~ /^struct [a-z_]+ \{/) {
		split(line, parts, " ")
		names = names " " parts[2]
	} else if (line ~ /^static .*\(/ && line !~ /^static [^(]*=/) {
		sub(/\(.*/, "", line)
		sub(/.*[ *]/, "", line)
		names = names " " line
	} else if (line ~ /^static .*[;={]/ && line !~ /struct [{]/) {
		sub(/[=;].*/, "", line)
		n = split(line, parts, ",")
		for (i = 1; i <= n; i++) {
			sub(/\[.*/, "", parts[i])
			sub(/ +$/, "", parts[i])
			sub(/.*[ *]/, "", parts[i])
			names = names " " parts[i]
		}
	} else if (line ~ /^} [a-z_]+/) {
		split(substr(line, 3), parts, /[^a-z_]/)
		names = names " " parts[1]
	}
}

BEGIN {
	print "/* Made by pieces.awk. */"
	print "#include \"cli/export_pieces.h\"\n"
	print "const struct export_piece export_pieces[] = {"
	after = 0
}

FNR == 1 {
	flush_piece()
	file = FILENAME
	sub(/.*\//, "", file)
	head = 1
}

# The licence and the comment on the file.
head {
	if (/^#pragma once/)
		head = 0
	next
}

/^#include </ {
	flush_piece()
	printf "\t{ \"%s\", NULL, 0, \"%s\" },\n", file, escape($0)
	next
}

/^#include "wspmore.h"/ { after = 1 }
/^#include/ { next }

/^$/ && depth == 0 {
	flush_piece()
	next
}

{
	if (depth == 0 || /^}/)
		define($0)
	depth += braces($0)
	body = body "\t  \"" escape($0) "\\n\"\n"
}

END {
	flush_piece()
	print "\t{ NULL, NULL, 0, NULL },\n};"
}
