#!/bin/sh
# SPDX-License-Identifier: MIT
# Compiles bench/wine/loop.c for Windows and runs it under Wine, whose registry and drives are kept below
# build/ from run to run. Prints what the program prints.
set -eu
cd "$(dirname "$0")/../.."
dir=$PWD/build/wine
mkdir -p "$dir"
export WINEPREFIX="$dir/prefix" WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
unset DISPLAY
trap 'wineserver -k 2>/dev/null || :' EXIT

x86_64-w64-mingw32-gcc -O2 -o "$dir/loop.exe" bench/wine/loop.c -lws2_32
timeout 120 wine "$dir/loop.exe" 2>"$dir/log" || {
	status=$?
	tail -n 5 "$dir/log" >&2
	exit $status
}
