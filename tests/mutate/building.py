# SPDX-License-Identifier: MIT
"""One build of the program and the unit tests with all the chosen mutants in it."""
import concurrent.futures
import functools
import glob
import hashlib
import json
import os
import re
import subprocess

import mutants
import schemata

OUT = "build/mutate"
B = OUT  # where is built
MEMORY = "-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
PLACES = 16384  # as mutant.h has it


def sources():
    return [f for f in sorted(glob.glob("core/*/*.c")) if f != "core/net/tls_none.c"]


@functools.lru_cache(None)
def command():
    """How a file of the core is compiled."""
    said = subprocess.run(["make", "-s", "VARIANT=mutate", "commands"], check=True, capture_output=True, text=True)
    return said.stdout.splitlines()[-1]


def refused(compile_, path, text, found):
    """The names of the mutants that no compiler takes, with what it says; looked at again while there are more."""
    good, bad = found, {}
    while True:
        mixed = schemata.schemata(path, text, good, 0)[0]
        made = subprocess.run("%s -fmax-errors=0 -fsyntax-only -x c -" % compile_, shell=True,
                              capture_output=True, check=False, input=mixed, text=True)
        if made.returncode == 0:
            return bad
        said = dict(reversed(re.findall(r"^mutant-(\w+):.* error: (.*)", made.stderr, re.M)))
        if not said:  # one that leaves something open, of which what follows complains
            said = {m: "unfinished" for m in re.findall(r"^mutant-(\w+):", made.stderr, re.M)[:1]}
        if not said:
            raise SystemExit("%s cannot be compiled with its mutants:\n%s" % (path, made.stderr[:2000]))
        bad.update(said)
        good = [m for m in good if m["id"] not in bad]


def checked(compile_, path, text, found):
    """The mutants that compile; what is known of a file is kept until its text changes."""
    kept = "%s/refused/%s.json" % (OUT, path)
    sign = hashlib.sha1("\n".join([compile_, text] + [m["id"] for m in found]).encode()).hexdigest()
    try:
        known = json.load(open(kept, encoding="utf-8"))
    except FileNotFoundError:
        known = {}
    if known.get("sign") != sign:
        known = {"sign": sign, "bad": refused(compile_, path, text, found)}
        put(kept, json.dumps(known))
    return [m for m in found if m["id"] not in known["bad"]]


def put(path, text):
    """Only where it is another one, for make looks at the time."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if not os.path.exists(path) or open(path, encoding="utf-8").read() != text:
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)


def all_mutants(texts, jobs):
    """Every mutant that compiles, by file."""
    compile_ = command()

    def one(path):
        return checked(compile_, path, texts[path], mutants.mutants(path, texts[path]))

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        return dict(zip(texts, pool.map(one, texts)))


def build(texts, chosen, jobs):
    """Writes the core with the chosen mutants, makes everything, and returns the place of each mutant."""
    number, where = 0, {}
    for path, text in texts.items():
        own = [m for m in chosen if m["path"] == path]
        mixed, _, own_places, number = schemata.schemata(path, text, own, number)
        where.update(own_places)
        put("%s/%s" % (B, path), mixed)
    assert number <= PLACES
    tests = [B + "/tests/" + os.path.basename(t)[:-2] for t in sorted(glob.glob("tests/unit/test_*.c"))]
    flags = ["CFLAGS=" + MEMORY] if B != OUT else []
    subprocess.run(["make", "-s", "-j%d" % jobs, "VARIANT=mutate", "B=" + B] + flags + [B + "/wsprecv"] + tests,
                   check=True)
    return where, tests


@functools.lru_cache(None)
def optimized(compile_, text):
    """What an optimizing compiler makes of it."""
    run = subprocess.run("%s -DNDEBUG -O2 -S -o - -x c -" % compile_, shell=True, check=False, capture_output=True,
                         input=text, text=True)
    return run.stdout if run.returncode == 0 else None


def same_code(compile_, m, text):
    """Whether the changed text is the same code: then nobody can see the change."""
    changed = optimized.__wrapped__(compile_, text[:m["start"]] + m["replacement"] + text[m["end"]:])
    return changed is not None and changed == optimized(compile_, text)
