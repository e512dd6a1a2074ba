# SPDX-License-Identifier: MIT
# Completion of wsprecv's command line for bash; every word comes from the program's own help.
# shellcheck shell=bash

# _wsprecv_values OPTION PAGE...: the words of `--option=a|b|c`, where its help lists words
_wsprecv_values() {
	local option=$1
	shift
	case $option in
	-m) option=--mode ;;
	-o) option=--output ;;
	-f) option=--flags ;;
	esac
	case $option in
	--flags) wsprecv explain | sed -n '/^flag$/{n;s/^ *//p;}' ;;
	--rule) wsprecv help rules | sed -n 's/^  \([a-z-]*=\)[a-z].*/\1/p' ;;
	--report)
		case $1 in
		fuzz) printf '%s\n' junit sarif junit: sarif: ;;
		*) printf '%s\n' tap junit json tap: junit: json: ;;
		esac
		;;
	--target) wsprecv fuzz --help | sed -n '/^Targets/,/^$/s/^  \([a-z]*\)  *.*/\1/p' ;;
	*) wsprecv "$@" 2>/dev/null | sed -n "s/.*$option=\([a-z|]*|[a-z|]*\).*/\1/p" | tr '|' '\n' ;;
	esac
}

_wsprecv() {
	local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]} words
	# An equals sign and a colon are words of their own.
	[ "$current" = = ] && current=
	[ "$before" = = ] && before=${COMP_WORDS[COMP_CWORD - 2]}
	if [ "$COMP_CWORD" = 1 ]; then
		words="$(wsprecv help | sed -n '/^Commands/,$s/^  \([a-z]*\)  *[^t ].*/\1/p') --help --version"
	elif [ "$verb" = help ]; then
		words=$(wsprecv help | sed -n '/^Commands/,$s/^  \([a-z]*\)  *.*/\1/p')
	elif [ "$verb" = errors ]; then
		words=$(wsprecv errors | cut -d ' ' -f 1)
	elif [ "$verb" = explain ]; then
		words=$(wsprecv explain | sed -n 's/^  //p')
	elif [ "$verb" = fuzz ] && [ "$COMP_CWORD" = 2 ]; then
		words=$(wsprecv fuzz --help | sed -n '/^Commands/,/^$/s/^  \([a-z]*\)  *.*/\1/p')
	elif [ "$verb" = fuzz ] && [[ $current == -* ]]; then
		words=$(wsprecv fuzz "${COMP_WORDS[2]}" --help 2>/dev/null | sed -n 's/^  .*\(--[a-z0-9-]*\).*/\1/p')
	elif [ "$verb" = fuzz ] && [ "${COMP_WORDS[2]}" = run ] && [[ $before != --* ]]; then
		words=$(_wsprecv_values --target fuzz)
	elif [[ $current == -* ]]; then
		words=$(wsprecv "$verb" --help 2>/dev/null | sed -n 's/^  .*\(--[a-z0-9-]*\).*/\1/p')
	elif [ "$before" != --record ]; then
		words=$(_wsprecv_values "$before" "$verb" --help)
		[ "$verb" != export ] || [ "$COMP_CWORD" != 2 ] || words=c
		[ -n "$words" ] || [ "$verb" != recv ] ||
			words=$(wsprecv help addresses | sed -n 's/^  \([a-z0-9-]*:\).*/\1/p')
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
	case ${COMPREPLY[0]-} in *[:=]) compopt -o nospace ;; esac
}

complete -o default -F _wsprecv wsprecv
