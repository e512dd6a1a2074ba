# SPDX-License-Identifier: MIT
"""One C file with all its mutants in it: beside each function its changed copies, of which one can be on.

Marks tell which statements were come to, so that a mutant need not meet a test that never comes to it.
"""
import re

from mutants import closing, functions, label_ends, tokens


NO_BEGINNINGS = (";", ",", ")", "}", "else", "case", "default")


class Untellable(Exception):
    """The parameters of this function cannot be named."""


def parameters(toks, first, last):
    """The names of what stands between two brackets."""
    parts, depth = [[]], 0
    for sort, text, _, _ in toks[first:last]:
        if text in ("(", "["):
            depth += 1
        elif text in (")", "]"):
            depth -= 1
        if text == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append((sort, text))
    names = []
    for part in parts:
        words = [text for _, text in part]
        if words in ([], ["void"]):
            continue
        if "..." in words:
            raise Untellable
        if "(" in words:  # a function: its name stands behind the asterisk
            name = words[words.index("*", words.index("(")) + 1]
        else:
            name = words[words.index("[") - 1] if "[" in words else words[-1]
        names.append(name)
    return names


class Function:
    """One function of a file: its text, its name, and how it is called with its own parameters."""

    def __init__(self, source, toks, head, first, past):
        opens = next(i for i in range(head, first) if toks[i][1] == "(" and closing(toks, i) == first - 2)
        name = toks[opens - 1]
        self.name = name[1]
        self.start, self.body, self.end = toks[head][2], toks[first - 1][3], toks[past][2]
        self.before = re.sub(r"\b(static|inline)\b", "", source[self.start:name[2]])
        self.behind = source[name[3]:self.body]
        self.prototype = source[self.start:toks[first - 2][3]] + ";"
        self.nothing = toks[opens - 2][1] == "void"
        self.arguments = ", ".join(parameters(toks, opens + 1, first - 2))
        self.places = places(toks, first, past)

    def copy(self, source, m):
        """The changed function, which has a name of its own; what is wrong in it is told of a file of that name."""
        return "MUTANT %s%s_%s%s\n#line %d \"mutant-%s\"\n%s}\n" % (
            self.before, self.name, m["id"], self.behind, line(source, self.body), m["id"],
            source[self.body:m["start"]] + m["replacement"] + source[m["end"]:self.end])

    def choice(self, m):
        call = "%s_%s(%s);" % (self.name, m["id"], self.arguments)
        return "case 0x%sULL: %s\n" % (m["id"], call + " return;" if self.nothing else "return " + call)


def line(source, offset):
    return source.count("\n", 0, offset) + 1


def places(toks, first, past):
    """Where a statement begins in a block: (offset, whether a mark can stand there), in order, and the place that
    each offset belongs to."""
    marks, owners, stack, now = [], [], [], None
    no_block = data(toks, first, past)
    for i in range(first, past):
        before, text = toks[i - 1][1], toks[i][1]
        if before == "}" and stack and toks[i - 1][0] == "sign":
            now = stack.pop()
        if before == "{" and i > first:
            stack.append(now)
        block = before in ("{", "}") or (before == ";" and not in_for(toks, first, i)) or label_ends(toks, first, i - 1)
        tail = text == "while" and toks[closing(toks, i + 1) + 1][1] == ";"  # of do
        if block and i not in no_block and not tail and text not in NO_BEGINNINGS:
            now = len(marks)
            marks.append(toks[i][2])
        owners.append((toks[i][2], now))
    return marks, owners


def in_for(toks, first, at):
    depth = 0
    for i in range(at - 1, first - 1, -1):
        if toks[i][1] == ")":
            depth += 1
        elif toks[i][1] == "(":
            depth -= 1
            if depth < 0:
                return True
        elif toks[i][1] in ("{", "}") and depth == 0:
            return False
    return False


def data(toks, first, past):
    """The indices of what stands between braces that are no block, and of what follows them."""
    found = set()
    for i in range(first, past):
        before = (toks[i - 2][1], toks[i - 1][1])
        if toks[i][1] == "{" and (before[1] in ("=", ",", "{", "(") or in_compound(toks, i) or
                                  {"struct", "union"} & set(before)):
            found.update(range(i, closing(toks, i) + 2))
    return found


def in_compound(toks, at):
    """`(struct x){ ... }`, and no condition before a block."""
    if toks[at - 1][1] != ")":
        return False
    depth = 0
    for i in range(at - 1, -1, -1):
        depth += (toks[i][1] == ")") - (toks[i][1] == "(")
        if depth == 0:
            return toks[i - 1][1] not in ("if", "while", "for", "switch")
    return False


def schemata(path, source, found, number):
    """The text to compile, the mutants that are in it, and the place of each; places count from `number`."""
    toks = tokens(source)
    text, at, kept, where = ['#include "tests/mutate/mutant.h"\n#line 1 "%s"\n' % path], 0, [], {}
    for head, first, past in functions(toks):
        start, end = toks[first - 1][3], toks[past][2]
        own = [m for m in found if start <= m["start"] < end]
        try:
            f = Function(source, toks, head, first, past)
        except Untellable:
            continue
        marks, owners = f.places
        for m in own:
            owner = [n for offset, n in owners if offset <= m["start"]][-1]
            where[m["id"]] = None if owner is None else number + owner
        text.append(source[at:f.start])
        if own:
            text.append(f.prototype + "\n" + "".join(f.copy(source, m) for m in own))
        text.append('#line %d "%s"\n' % (line(source, f.start), path) + source[f.start:f.body])
        if own:
            text.append(" switch (mutant_now) {\n" + "".join(f.choice(m) for m in own) + "}\n")
        text.append('\n#line %d "%s"\n' % (line(source, f.body), path))
        at = f.body
        for n, offset in enumerate(marks):
            text.append(source[at:offset] + "MUTANT_HERE(%d); " % (number + n))
            at = offset
        kept += own
        number += len(marks)
    text.append(source[at:])
    return "".join(text), kept, where, number
