"""JSON files that are whole or not there, and lines of JSON."""
import json
import os

from .problems import input_problem


def write_atomically(file, text):
    """Writes a file so that after a crash it holds the old text or the new one."""
    part = file.with_name(f"{file.name}.part-{os.getpid()}")
    with open(part, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    os.replace(part, file)


def lines_of(text):
    """The lines of a file of JSON lines. Not by splitlines(), which ends a line at U+0085 and U+2028 of a text as well."""
    return text.split("\n")


def read_rows(file, fields):
    """Rows of a JSONL file, each with at least `fields`; the first field names the record in errors."""
    if not file.exists():
        raise input_problem(f"expected {file.name} beside run.json, got none")
    rows = []
    for number, line in enumerate(lines_of(file.read_text(encoding="utf-8")), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            raise input_problem(f"{file.name}, line {number}: expected JSON, got something else") from None
        missing = [field for field in fields if not isinstance(row, dict) or row.get(field) is None]
        if missing:
            record = str(row[fields[0]]) if isinstance(row, dict) and row.get(fields[0]) is not None else None
            raise input_problem(f"{file.name}, line {number}: expected a value for {missing[0]}, got none", record)
        rows.append(row)
    return rows


def whole_lines(file):
    """The rows of a log of ours; a line that was cut off by a crash is left out."""
    rows = []
    if file.exists():
        for line in lines_of(file.read_text(encoding="utf-8", errors="replace")):
            try:
                rows.append(json.loads(line))
            except json.JSONDecodeError:
                continue
    return rows


def as_lines(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


class Lines:
    """A file to which lines of JSON are appended, after those of `kept`."""

    def __init__(self, file, kept):
        write_atomically(file, as_lines(kept))
        self.out = open(file, "a", encoding="utf-8")

    def append(self, row):
        self.out.write(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n")
        self.out.flush()

    def sync(self):
        """Returns when the lines would survive a power cut."""
        os.fsync(self.out.fileno())

    def close(self):
        self.out.close()
