"""Why a file cannot be read at all: what was found, what is allowed, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadscore.errors import InputError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = [
    "bad_header",
    "bad_name",
    "carriage_returns_only",
    "changed_while_read",
    "empty_file",
    "header_without_names",
    "headers_differ",
    "long_header",
    "miscounted",
    "no_copy",
    "no_regular_file",
    "no_such_file",
    "not_text",
    "not_utf8",
    "other_separator",
    "twice",
    "unreadable",
]


def _refusal(place: object, found: str, help_: str) -> InputError:
    return InputError(f"{place}: {found}\n  help: {help_}")


def no_such_file(path: Path) -> InputError:
    """Return the error for a path where nothing lies, with the closest name that is there."""
    folder = path.parent
    if not folder.is_dir():
        return _refusal(path, "no such file", f"there is no folder {folder} either; check the path")
    try:
        names = sorted({entry.name for entry in folder.iterdir()} - {path.name})
    except OSError:
        names = []
    advice = "check the spelling; a path without a leading / starts at the folder you are in"
    return _refusal(path, "no such file", did_you_mean(path.name, names) or advice)


def no_regular_file(path: Path, kind: str) -> InputError:
    """Return the error for a folder, a pipe or a device."""
    return _refusal(
        path,
        f"this is {kind}, not a CSV file",
        "give the file itself; several files may be a quoted glob such as 'nightly/*.csv'",
    )


def bad_name(path: Path) -> InputError:
    """Return the error for a file whose name cannot be written down."""
    name = str(path).encode("utf-8", "backslashreplace").decode("utf-8")
    return _refusal(name, "the name of the file, or of a folder above it, is not UTF-8", "rename it")


def unreadable(path: Path, error: OSError) -> InputError:
    """Return the error for a file that the system does not let us read."""
    return _refusal(
        path,
        f"cannot be read ({error.strerror})",
        "check that you may open it, and that no other program holds it",
    )


def empty_file(path: Path) -> InputError:
    """Return the error for a file without a single line of text."""
    return _refusal(
        path, "the file is empty", "a CSV file starts with a line of column names; export it again"
    )


def changed_while_read(path: Path) -> InputError:
    """Return the error for a file that grew or shrank under our hands."""
    return _refusal(path, "the file changed while it was being read", "run again when the export is complete")


def not_text(path: Path, kind: str, remedy: str) -> InputError:
    """Return the error for a file that is something else than a CSV file, by its first bytes."""
    return _refusal(path, f"this is {kind}; only CSV files in UTF-8 are read so far", remedy)


def not_utf8(path: Path, line: int, byte: int) -> InputError:
    """Return the error for a byte that cannot stand where it stands in UTF-8."""
    return _refusal(
        f"{path}:{line}",
        f"not UTF-8: found the byte 0x{byte:02X}; only CSV files in UTF-8 are read so far",
        "export it again as UTF-8 (in a spreadsheet: save as “CSV UTF-8”)",
    )


def bad_header(path: Path, line: int, fault: str) -> InputError:
    """Return the error for a header that is no record."""
    return _refusal(
        f"{path}:{line}",
        f"the header cannot be read: {fault}",
        "the first line must be column names with commas between them; export the file again",
    )


def long_header(path: Path, limit: int) -> InputError:
    """Return the error for a first record that does not end."""
    return _refusal(
        path,
        f"the header does not end within {limit:,} bytes",
        "the first line must be column names with commas between them; is this a CSV file, and is every quote in its first line closed?",
    )


def header_without_names(path: Path, line: int) -> InputError:
    """Return the error for a header of blank cells."""
    return _refusal(
        f"{path}:{line}",
        "the header has no column names",
        "the first line must be column names; remove what stands above them",
    )


def other_separator(path: Path, line: int, name: str) -> InputError:
    """Return the error for a header whose only cell looks like several."""
    return _refusal(
        f"{path}:{line}",
        f"found {name} between the column names; only commas are read so far",
        "export it again with commas between the columns",
    )


def carriage_returns_only(path: Path, line: int) -> InputError:
    """Return the error for a file with the line ends of old Macs."""
    return _refusal(
        f"{path}:{line}",
        "lines end with a carriage return alone; allowed are LF and CRLF",
        "export it again (in a spreadsheet: “CSV UTF-8”, not “CSV (Macintosh)”)",
    )


def twice(input_: str, first: Path, second: Path) -> InputError:
    """Return the error for one file given two times."""
    also = "" if first == second else f" (as {first} too)"
    return _refusal(
        second, f"given twice as {input_}{also}", "give each file once, or its records would count double"
    )


def headers_differ(first: Path, header: Sequence[str], second: Path, other: Sequence[str]) -> InputError:
    """Return the error for files of one input that do not have the same columns."""
    lacking = [name for name in header if name not in other]
    added = [name for name in other if name not in header]
    differences = [
        f"lacks {_quoted(lacking)}" if lacking else "",
        f"has {_quoted(added)} besides" if added else "",
        "" if lacking or added else _order(header, other),
    ]
    found = f"{' and '.join(filter(None, differences))}, compared with {first}"
    return _refusal(
        second,
        found,
        "the files of one input must have the same columns in the same order; export them in one way",
    )


def _quoted(names: Sequence[str], most: int = 5) -> str:
    return ", ".join(f'"{name}"' for name in names[:most]) + (
        f" and {len(names) - most} more" if len(names) > most else ""
    )


def _order(header: Sequence[str], other: Sequence[str]) -> str:
    if len(header) != len(other):
        return f"has {len(other)} columns and not {len(header)}"
    place = next(place for place, name in enumerate(header) if name != other[place])
    return f'has "{other[place]}" as column {place + 1} and not "{header[place]}"'


def miscounted(path: Path, counted: int, read: int) -> InputError:
    """Return the error for records that got lost on the way; it never happens unless there is a bug."""
    return _refusal(
        path,
        f"{counted:,} records were counted and {read:,} were read, so nothing of it can be relied on",
        "if the file did not change meanwhile, this is a bug of leadscore: please report it",
    )


def no_copy(path: Path, error: OSError) -> InputError:
    """Return the error for a repaired copy that could not be written."""
    return _refusal(
        path,
        f"cannot write a repaired copy of it ({error.strerror})",
        "make room in the folder for temporary files",
    )
