# SPDX-License-Identifier: MIT
"""The mutants of one C file: small wrong changes of its text, each of one operator, constant or statement."""
import hashlib
import re

TOKEN = re.compile(r"""
    (?P<skip>\s+|/\*.*?\*/|//[^\n]*|^[ \t]*\#(?:\\\n|[^\n])*|\\\n)
  | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
  | (?P<number>0x[0-9a-fA-F]+[uUlL]*|\d+[uUlL]*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<sign><<=|>>=|\.\.\.|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|.)
""", re.X | re.S | re.M)

SIGNS = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&", "+": "-", "-": "+",
    "/": "*", "%": "*", "<<": ">>", ">>": "<<", "&": "|", "|": "&", "+=": "-=", "-=": "+=", "|=": "&=", "&=": "|=",
    "++": "--", "--": "++",
}
KIND = {
    **dict.fromkeys(["<", "<=", ">", ">=", "==", "!="], "EqualityOperator"),
    **dict.fromkeys(["&&", "||"], "LogicalOperator"),
    **dict.fromkeys(["+", "-", "/", "%", "<<", ">>", "&", "|"], "ArithmeticOperator"),
    **dict.fromkeys(["+=", "-=", "|=", "&="], "AssignmentOperator"),
    **dict.fromkeys(["++", "--"], "UpdateOperator"),
}
BINARY_ONLY = {"+", "-", "&", "|"}
NOT_STATEMENTS = {
    "return", "if", "for", "while", "do", "switch", "case", "goto", "else", "struct", "enum", "union", "const", "static",
    "int", "char", "bool", "size_t", "unsigned", "long", "DWORD", "BOOL", "SOCKET", "void", "default", "typedef",
    "volatile", "ssize_t", "uint64_t", "uint32_t", "uintptr_t", "socklen_t", "sizeof", "PLANT", "LPINT", "LPDWORD",
    "WSABUF", "WSAOVERLAPPED", "WSPRULE", "WSATHREADID", "assert", "PLANTED",
}


def tokens(source):
    found = []
    for m in TOKEN.finditer(source):
        if m.lastgroup != "skip":
            found.append((m.lastgroup, m.group(), m.start(), m.end()))
    return found


def closing(toks, at):
    """The place of the bracket that closes the one at `at`."""
    pairs, depth = {"(": ")", "{": "}", "[": "]"}, 0
    for i in range(at, len(toks)):
        if toks[i][1] in pairs and toks[i][0] == "sign":
            depth += 1
        elif toks[i][1] in pairs.values() and toks[i][0] == "sign":
            depth -= 1
            if depth == 0:
                return i
    return len(toks) - 1


def functions(toks):
    """Where functions are: indices of the first token of each, of the first in its body, and of the end of that."""
    i, head, found = 0, 0, []
    while i < len(toks):
        if toks[i][1] == ";":
            head = i + 1
        elif toks[i][1] == "{":
            end = closing(toks, i)
            if toks[i - 1][1] == ")":
                found.append((head, i + 1, end))
                head = end + 1
            i = end
        i += 1
    return found


def statement_end(toks, i, past):
    depth = 0
    for k in range(i, past):
        if toks[k][1] in "({[":
            depth += 1
        elif toks[k][1] in ")}]":
            depth -= 1
        elif toks[k][1] == ";" and depth == 0:
            return k
    return None


def of_token(toks, i):
    """(kind, replacement) for one token by itself."""
    sort, text, _, _ = toks[i]
    before, after = toks[i - 1], toks[i + 1]
    if sort == "number":
        digits = re.sub("[uUlL]+$", "", text)
        value = int(digits, 8 if re.fullmatch("0[0-7]+", digits) else 0)
        yield "Constant", "1" if value == 0 else str(value + 1)
        if value == 1:
            yield "Constant", "0"
    elif sort == "word" and text in ("true", "TRUE", "false", "FALSE"):
        yield "BooleanLiteral", {"true": "false", "false": "true", "TRUE": "FALSE", "FALSE": "TRUE"}[text]
    elif sort == "sign" and text in SIGNS:
        operand = before[0] in ("word", "number") and before[1] not in NOT_STATEMENTS or before[1] in (")", "]")
        if text in BINARY_ONLY and (not operand or after[1] in (")", ",")):
            return
        if text == "-" and before[1] == ")" and after[0] == "number":
            return
        yield KIND[text], SIGNS[text]
    elif text == "!" and after[1] != "=":
        yield "BooleanNegation", ""


def of_statement(toks, i, past):
    """(kind, first, last, replacement) for the statement that begins at i."""
    text = toks[i][1]
    if text in ("if", "while") and toks[i + 1][1] == "(":
        end = closing(toks, i + 1)
        yield "NegatedCondition", i + 2, end - 1, "!(%s)"
    elif text == "return" and toks[i + 1][1] != ";":
        end = statement_end(toks, i, past)
        value = " ".join(t[1] for t in toks[i + 1:end])
        if value not in ("0", "true", "false", "TRUE", "FALSE", "NULL"):
            yield "ReturnValue", i + 1, end - 1, "0"
            if not re.fullmatch("[A-Z_0-9]+", value):
                yield "ReturnValue", i + 1, end - 1, "1"
    elif text in ("break", "continue"):
        yield "RemovedStatement", i, i, ""
    elif toks[i][0] == "word" and text not in NOT_STATEMENTS or text == "*":
        end = statement_end(toks, i, past)
        if end is None or (toks[i + 1][0] == "word" and toks[i][0] == "word") or toks[i + 1][1] == ":":
            return
        yield "RemovedStatement", i, end - 1, ""


def mutants(path, source):
    """Dictionaries with kind, start, end (offsets) and replacement."""
    toks, found = tokens(source), []

    def add(kind, first, last, replacement):
        start, end = toks[first][2], toks[last][3]
        if "%s" in replacement:
            replacement = replacement % source[start:end]
        text = "%s:%s:%d:%d:%s" % (path, body, start - begin, end - begin, replacement)
        name = hashlib.sha1(text.encode()).hexdigest()[:12]  # another one when its function changes
        if name not in {m["id"] for m in found[-9:]}:
            found.append({"id": name, "path": path, "kind": kind, "start": start, "end": end, "replacement": replacement})

    for _, first, past in functions(toks):
        begin = toks[first - 1][3]
        body = source[begin:toks[past][2]]
        i, inner, begins = first, 0, True
        while i < past:
            text = toks[i][1]
            if text in ("PLANT", "PLANTED", "assert", "sizeof") and toks[i + 1][1] == "(":
                i = closing(toks, i + 1) + 1
                continue
            if text == "for" and begins:  # its parts are no statements
                inner = closing(toks, i + 1)
            if begins and i > inner:
                for change in of_statement(toks, i, past):
                    add(*change)
            # What joins a planted defect to a condition is no part of the core.
            joins = "PLANTED" in (toks[i + 1][1], toks[i + 2][1] if toks[i + 1][1] == "!" else "")
            for kind, replacement in [] if joins else of_token(toks, i):
                add(kind, i, i, replacement)
            begins = text in (";", "{", "}", "else", "do") or label_ends(toks, first, i) or (
                text == ")" and toks[i + 1][0] == "word" and condition_ends(toks, first, i))
            i += 1
    return found


def label_ends(toks, first, at):
    """Whether the colon at `at` is that of a case, or of a place to go to."""
    if toks[at][1] != ":":
        return False
    for i in range(at - 1, first - 1, -1):
        if toks[i][1] in ("case", "default"):
            return True
        if toks[i][1] in (";", "{", "}", "?"):
            return toks[i][1] != "?" and i == at - 2
    return False


def condition_ends(toks, first, at):
    """Whether the bracket at `at` closes the condition of an if, while or for."""
    depth = 0
    for i in range(at, first, -1):
        if toks[i][1] == ")":
            depth += 1
        elif toks[i][1] == "(":
            depth -= 1
            if depth == 0:
                return toks[i - 1][1] in ("if", "while", "for", "switch")
    return False
