# SPDX-License-Identifier: MIT
"""How long the fuzz targets need to find a planted defect, from an empty corpus.

Times are of the processor, not of the clock, so that others who use the machine do not count: what one core
that does nothing else would take. Each is kept when it is known, by the sum of the programs that were
measured, and what is broken off goes on where it was.
"""
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import tempfile

OUT = "build/planted"
TARGETS = ["fuzz_overlapped", "fuzz_recv", "fuzz_partial", "fuzz_fault"]
KINDS = {"judge": "build/planted-fuzz", "crash": "build/planted-crash"}
KEPT = OUT + "/times"
FIRST = 1000  # executions; each time round twice as many
# The address sanitizer, and of undefined behaviour what the services look for.
UB = ("array-bounds,bool,builtin,enum,integer-divide-by-zero,null,object-size,return,returns-nonnull-attribute,"
      "shift,signed-integer-overflow,unreachable,vla-bound")
FLAGS = ("-O1 -g -fno-omit-frame-pointer -fsanitize=address -fsanitize-address-use-after-scope -fsanitize=" + UB +
         " -fno-sanitize-recover=" + UB + " -fsanitize=fuzzer-no-link -DWSP_PLANTED=\\\"tests/planted/planted.h\\\"")


def build():
    """The targets for libFuzzer, with the defects in them: as they are, and such that only crash."""
    for kind, folder in KINDS.items():
        flags = FLAGS + (" -DPLAY_JUDGE=false" if kind == "crash" else "")
        os.makedirs(folder, exist_ok=True)
        subprocess.run(["clang", "-O1", "-std=gnu17", "-I.", "-c", "-o", folder + "/planted.o",
                        "tests/planted/planted.c"], check=True)
        env = dict(os.environ, CC="clang", CXX="clang++", CFLAGS=flags, FUZZING_ENGINE="libfuzzer",
                   CXXFLAGS="-fsanitize=address,undefined %s/planted.o" % folder, LIB_FUZZING_ENGINE="-fsanitize=fuzzer", OUT=folder)
        targets = [folder + "/" + t + end for t in TARGETS for end in ("", ".dict")]
        subprocess.run(["make", "--no-print-directory", "-f", "fuzz/Makefile", *targets], env=env, check=True)


def environment(name):
    return dict(os.environ, WSP_DEFECT=name, ASAN_OPTIONS="detect_leaks=0:symbolize=0")


def execute(command, name):
    """(status, seconds of the processor)"""
    process = subprocess.Popen(command, env=environment(name), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used.ru_utime + used.ru_stime


def go_on(folder, target, name, seed, runs, where):
    """One target for so many executions: (whether it found the defect, seconds)."""
    corpus, prefix = "%s/%s" % (where, target), where + "/finding-"
    os.makedirs(corpus, exist_ok=True)
    status, spent = execute(["%s/%s" % (folder, target), "-seed=%d" % seed, "-runs=%d" % runs, "-timeout=2", "-entropic=0", "-use_counters=0", "-len_control=0",
                             "-dict=%s/%s.dict" % (folder, target), "-rss_limit_mb=4096",
                             "-artifact_prefix=" + prefix, corpus], name)
    found = [where + "/" + f for f in os.listdir(where) if f.startswith("finding-")]
    # What is found without the defect as well is none of its doing.
    own = status != 0 and any(execute(["%s/%s" % (folder, target), f], "")[0] == 0 for f in found)
    for f in found:
        os.remove(f)
    return own, spent


def search(name, seed, kind, limit):
    """Seconds, and the target that found it, or None when the time is up."""
    spent, runs = 0.0, FIRST
    where = tempfile.mkdtemp(prefix="planted-")
    try:
        while spent < limit:
            for target in TARGETS:
                found, t = go_on(KINDS[kind], target, name, seed, runs, where)
                spent += t
                if found:
                    return spent, target
            runs, seed = 2 * runs, seed + 1000
        return spent, None
    finally:
        shutil.rmtree(where)


def sum_of(kind):
    h = hashlib.sha256()
    for target in TARGETS:
        path = "%s/%s" % (KINDS[kind], target)
        h.update(open(path, "rb").read() if os.path.exists(path) else b"")
    return h.hexdigest()[:12]


_known = {}


def load():
    if os.path.exists(KEPT):
        for r in map(json.loads, open(KEPT, encoding="utf-8")):
            _known[r["kind"], r["name"], r["seed"], r["sum"]] = r


def measure(names, seeds, limits):
    """All that is not known yet: one seed of each first, so that what is broken off is told of many."""
    plan = [("judge", n, s) for s in range(1, seeds + 1) for n in names] + [("crash", n, 1) for n in names]
    sums = {kind: sum_of(kind) for kind in KINDS}
    os.makedirs(OUT, exist_ok=True)
    with open(KEPT, "a", encoding="utf-8") as out:
        for kind, name, seed in plan:
            if (kind, name, seed, sums[kind]) in _known:
                continue
            spent, by = search(name, seed, kind, limits[kind])
            r = {"kind": kind, "name": name, "seed": seed, "sum": sums[kind], "seconds": round(spent, 2), "by": by}
            _known[kind, name, seed, sums[kind]] = r
            out.write(json.dumps(r) + "\n")
            out.flush()
            print("%-6s seed %d  %-22s %8.2f s  %s" % (kind, seed, name, spent, by or "not found"), flush=True)


def times(name, seeds, kind):
    """Of the seeds that were run: seconds, None for not found."""
    known = [_known.get((kind, name, s, sum_now(kind))) for s in range(1, seeds + 1)]
    return [r["seconds"] if r["by"] else None for r in known if r is not None]


_sums = {}


def sum_now(kind):
    if kind not in _sums:
        _sums[kind] = sum_of(kind)
    return _sums[kind]


def told(name, seeds, kind):
    all_ = times(name, seeds, kind)
    found = sorted(t for t in all_ if t is not None)
    if not all_:
        return ""
    if not found:
        return "not found"
    if len(found) < len(all_):
        return "%d of %d: %.1f" % (len(found), len(all_), statistics.median(found))
    return "%.1f / %.1f" % (statistics.median(found), found[-1])


def summary(names, seeds):
    """One line for each kind, of all defects and seeds that were run."""
    for kind, what in (("judge", "with the judge"), ("crash", "by crashes alone")):
        all_ = [t for n in names for t in times(n, seeds, kind)]
        found = sorted(t for t in all_ if t is not None)
        if all_:
            print("from nothing, %s: %d of %d searches found it%s" % (
                what, len(found), len(all_), "; median %.1f s, worst %.1f s of one core" % (
                    statistics.median(found), found[-1]) if found else ""))
