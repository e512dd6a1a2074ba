# SPDX-License-Identifier: MIT
"""Which test notices a mutant: the corpus on both networks, then the unit tests, then the behaviour over TLS, as far as
they come to it.

A hang is told by the processor's time, which other work on the machine does not lengthen. What was late by the
clock, or differed where threads and a kernel are, is run again by itself before it counts, and must pass unchanged
right after that: so a busy machine is no reason.
"""
import glob
import hashlib
import json
import math
import os
import re
import signal
import subprocess
import threading

B = "build/mutate"  # where the program and the unit tests are
ENV = dict(os.environ, NO_COLOR="1", TERM="dumb", LC_ALL="C.UTF-8", CMOCKA_MESSAGE_OUTPUT="TAP",
           ASAN_OPTIONS="symbolize=0")
STAGES = ("sim", "kernel", "unit", "behaviour")
BEHAVIOUR = ["tests/behaviour/tls.bats", "tests/behaviour/dtls.bats"]  # with strangers, which no scenario can have
START = {"sim": 0.02, "kernel": 0.02, "unit": 0, "behaviour": 0}  # seconds that a program spends before its first scenario
HUNG = re.compile("did not end within")
SPUN = re.compile("XCPU|signal 24")


def run(command, env, spent, limit):
    """(what it printed, exit status, seconds of the processor); stopped after `limit` seconds, or when a process of it
    has spent `spent` seconds."""
    process = subprocess.Popen(["sh", "-c", "ulimit -c 0; ulimit -S -t %d; exec \"$@\"" % math.ceil(spent), "sh"] + command,
                               env=dict(ENV, WSPRECV=os.path.abspath(B + "/wsprecv"), **env), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               stdin=subprocess.DEVNULL, start_new_session=True)
    late = threading.Timer(limit, end, [process])
    late.start()
    said = b""
    for line in process.stdout:
        said += line
        if line.startswith(b"not ok"):  # that is enough
            end(process)
            break
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    late.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    end(process)
    return said.decode(errors="replace"), process.returncode, usage.ru_utime + usage.ru_stime


def end(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


class Test:
    """A scenario on one network, a unit test, or a file of behaviour tests."""

    def __init__(self, stage, path):
        self.stage, self.path = stage, path
        self.kept = "%s/places/%s/%s" % (B, stage, path)
        self.places, self.spent, self.good, self.kills = b"", 0.1, False, {}

    def learn(self, sign):
        """Runs it unchanged: whether it passes, what it costs and where it comes to. Kept while nothing changes."""
        sign += hashlib.sha1(open(self.path, "rb").read()).hexdigest()
        try:
            known = json.load(open(self.kept + ".json", encoding="utf-8"))
        except FileNotFoundError:
            known = {}
        if known.get("sign") != sign:
            os.makedirs(os.path.dirname(self.kept), exist_ok=True)
            said, status, spent = run(alone(self), {"WSP_PLACES": os.path.abspath(self.kept)}, 60, 300)
            known = {"sign": sign, "good": status == 0, "spent": spent, "said": said[:300]}
            with open(self.kept + ".json", "w", encoding="utf-8") as out:
                json.dump(known, out)
        self.good, self.spent = known["good"], max(known["spent"] - START[self.stage], 0.003)
        if self.good:
            self.places = open(self.kept, "rb").read()
        elif known["said"]:  # else it is for the other network
            print("%s: %s does not pass unchanged, and is left out: %s" % (
                self.stage, self.path, known["said"].partition("\n")[0]))

    def comes_to(self, place):
        return self.good and (place is None or self.places[place] != 0)

    def promise(self, m):
        """How likely it is to notice that mutant, for its cost."""
        return (self.kills.get(m["path"], 0) + 0.1 * sum(self.kills.values()) + 0.02) / self.spent


def replay(stage, files, scale, limit, workers):
    return [B + "/wsprecv", "run", "-q", "--judge", "--repeat=1", "--until-fail", "--net=" + stage,
            "-j%d" % workers, "--time-scale=%d" % scale, "--limit=%ds" % limit] + files


def alone(test, said=""):
    """The command that runs it by itself; of the behaviour what has said that it failed."""
    if test.stage == "unit":
        return [test.path]
    if test.stage == "behaviour":
        name = re.sub(r"^not ok \d+ ", "", said)
        return ["bats", "--tap", test.path] + (["-f", "^%s$" % re.escape(name)] if name else [])
    return replay(test.stage, [test.path], 2, 6, 1)


def all_tests(units):
    scenarios = sorted(glob.glob("corpus/**/*.wsp", recursive=True))
    return [Test(s, f) for s in ("sim", "kernel") for f in scenarios] + [
        Test("unit", t) for t in units] + [Test("behaviour", t) for t in BEHAVIOUR]


def pieces(tests, m):
    """The likeliest first; each time twice as much as before."""
    tests, at, room = sorted(tests, key=lambda t: -t.promise(m)), 0, 0.3
    while at < len(tests):
        first, cost = at, 0
        while at < len(tests) and (at == first or (cost < room and tests[at].stage in STAGES[:2])):
            cost += tests[at].spent
            at += 1
        yield tests[first:at], cost
        room *= 2


class Bench:
    """All tests, and what they have noticed."""

    def __init__(self, tests, where):
        self.tests, self.where = tests, where

    def judge(self, m, since, all_stages):
        """(status, stage, by): what became of it; only tests that are newer than `since`, or only the corpus."""
        late = ""
        for stage in STAGES if all_stages else STAGES[:2]:
            able = [t for t in self.tests if t.stage == stage and t.comes_to(self.where[m["id"]]) and
                    os.path.getmtime(t.path) > since]
            for piece, cost in pieces(able, m):
                while piece:
                    by, test, said = self.meet(m, piece, cost)
                    if by == "passed":
                        break
                    if by != "doubtful":
                        if test is not None:
                            test.kills[m["path"]] = test.kills.get(m["path"], 0) + 1
                        return by, stage, said
                    late = said
                    piece = [t for t in piece if t is not test] if test is not None else []
        return "Survived", "", late and "once only: " + late

    def meet(self, m, piece, cost):
        """One piece of the tests: (what came of it, the test, its first words)."""
        env, stage = {"WSP_MUTANT": m["id"]}, piece[0].stage
        if stage not in STAGES[:2]:
            command, limit = alone(piece[0]), 20 + 10 * cost
        else:
            files = [t.path for t in piece]
            command, limit = replay(stage, files, 1, 6, 1 if stage == "sim" else 8), 60 + 20 * len(files)
        said, status, _ = run(command, env, 2 + 5 * cost, limit)
        first = failed(said, stage)
        if status == 0 and not first:
            return "passed", None, ""
        test = next((t for t in piece if first.startswith(t.path + ":")), piece[0] if len(piece) == 1 else None)
        words = first or "status %d %s" % (status, said.strip().partition("\n")[0])
        if stage not in STAGES[:2]:
            words = os.path.basename(piece[0].path) + ": " + words
        if SPUN.search(first) or status == -signal.SIGXCPU:
            return "Timeout", test, words
        hung = HUNG.search(first) or status == -signal.SIGKILL
        if stage == "sim" and not hung or "crashed" in first or status < 0 and not hung or test is None:
            return "Killed", test, words
        # Again, by itself: a busy machine, or the turns of threads, may have been the reason.
        spent = 5 + 10 * cost
        if (run(alone(test, first), env, spent, 2 * limit)[1] == 0 or
                run(alone(test, first), {}, spent, 2 * limit)[1] != 0):
            return "doubtful", test, words
        return "Timeout" if hung else "Killed", test, words


def failed(said, stage):
    """The first line that tells of a failure."""
    for line in said.splitlines():
        if line.startswith("not ok") if stage not in STAGES[:2] else line:
            return line.strip()
    return ""
