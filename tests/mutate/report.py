# SPDX-License-Identifier: MIT
"""What became of the mutants: a report in the format of mutation-testing-elements, a page of it, and the numbers."""
import json
import re

OUT = "build/mutate"
DEAD = ("Killed", "Timeout")


def equivalent():
    """Changes that change nothing, by file, line of text and replacement, with the reason."""
    rows = {}
    for line in open("tests/mutate/equivalent", encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            path, text, replacement, reason = line.rstrip("\n").split("\t")
            rows[path, text, replacement] = reason
    return rows


def place(source, offset):
    return {"line": source.count("\n", 0, offset) + 1, "column": offset - source.rfind("\n", 0, offset)}


def line_of(source, m):
    first = source.rfind("\n", 0, m["start"]) + 1
    return source[first:source.find("\n", m["start"])].strip()


def short(m):
    """As it stands in tests/mutate/equivalent."""
    return "!(...)" if m["replacement"].startswith("!(") else m["replacement"]


def settle(m, result, texts, reasons):
    """The status that counts, and the reason for it."""
    if result["status"] != "Survived":
        return result["status"], result["by"]
    if result.get("same"):
        return "Ignored", "equivalent: the compiler makes the same of it"
    why = reasons.get((m["path"], line_of(texts[m["path"]], m), short(m)))
    return ("Ignored", "equivalent: " + why) if why is not None else ("Survived", result["by"])


def write(chosen, results, texts):
    """The report and the page; prints the survivors and the numbers."""
    reasons, files, count, survivors = equivalent(), {}, {}, []
    for m in sorted(chosen, key=lambda m: (m["path"], m["start"])):
        if m["id"] not in results:
            continue
        r, source = results[m["id"]], texts[m["path"]]
        status, reason = settle(m, r, texts, reasons)
        key = r["stage"] if status in DEAD else status
        count[key] = count.get(key, 0) + 1
        if status == "Survived":
            survivors.append((m, source))
        files.setdefault(m["path"], {"language": "c", "source": source, "mutants": []})["mutants"].append({
            "id": m["id"], "mutatorName": m["kind"], "replacement": m["replacement"], "status": status,
            "statusReason": reason, "duration": r["ms"], "killedBy": [r["stage"]] if r["stage"] else [],
            "location": {"start": place(source, m["start"]), "end": place(source, m["end"])}})
    report = {"schemaVersion": "1.7", "thresholds": {"high": 90, "low": 75}, "files": files}
    with open(OUT + "/mutation.json", "w", encoding="utf-8") as out:
        json.dump(report, out)
    page = open("tests/mutate/page.html", encoding="utf-8").read()
    with open(OUT + "/mutation.html", "w", encoding="utf-8") as out:
        out.write(page.replace("REPORT", json.dumps(report).replace("</", "<\\/"), 1))
    tell(count, survivors, len(chosen))


def tell(count, survivors, wanted):
    for m, source in survivors:
        changed = re.sub(r"\s+", " ", source[m["start"]:m["end"]])
        print("survived: %s:%d: %s: `%s` -> `%s`\n\t%s" % (
            m["path"], place(source, m["start"])["line"], m["kind"], changed[:70], short(m), line_of(source, m)))
    corpus = count.get("sim", 0)
    replays = corpus + count.get("kernel", 0)
    killed = replays + count.get("unit", 0) + count.get("behaviour", 0)
    owed, known = killed + len(survivors), sum(count.values())
    if owed:
        print("%d mutants of %d chosen, %d of them equivalent; of the %d others killed: %d (%.1f %%) by the corpus on"
              " the simulated network, %d (%.1f %%) by the corpus on both, %d (%.1f %%) by all tests; %d survived"
              % (known, wanted, count.get("Ignored", 0), owed, corpus, 100 * corpus / owed, replays,
                 100 * replays / owed, killed, 100 * killed / owed, len(survivors)))
    print("the report: %s/mutation.html" % OUT)
