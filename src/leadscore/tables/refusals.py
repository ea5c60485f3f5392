"""Why a file cannot be read at all: what was found, what is allowed, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leadscore.errors import InputError, OutputError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = [
    "bad_header",
    "bad_name",
    "changed_while_read",
    "damaged_archive",
    "damaged_parquet",
    "damaged_workbook",
    "empty_file",
    "header_quoted_whole",
    "header_without_names",
    "headers_differ",
    "locked_archive",
    "long_header",
    "nested_columns",
    "no_columns",
    "no_copy",
    "no_header_there",
    "no_regular_file",
    "no_room",
    "no_such_file",
    "no_such_sheet",
    "not_text",
    "other_format",
    "other_members",
    "several_sheets",
    "sheet_too_big",
    "twice",
    "unpacks_to_too_much",
    "unreadable",
    "wide_without_mark",
]

_READ: Final = "CSV (also .gz and .zip), .xlsx and .parquet"


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


def empty_file(place: str) -> InputError:
    """Return the error for a file without a single line of text."""
    return _refusal(
        place, "the file is empty", "a CSV file starts with a line of column names; export it again"
    )


def changed_while_read(path: Path) -> InputError:
    """Return the error for a file that grew or shrank under our hands."""
    return _refusal(path, "the file changed while it was being read", "run again when the export is complete")


def other_format(place: str, kind: str, remedy: str) -> InputError:
    """Return the error for a file that is something else than a table, by its first bytes."""
    return _refusal(place, f"this is {kind}; read are {_READ}", remedy)


def not_text(place: str) -> InputError:
    """Return the error for bytes that are no text."""
    return _refusal(
        place, f"this is not text; read are {_READ}", "is it the right file? Export the list itself as CSV"
    )


def wide_without_mark(place: str) -> InputError:
    """Return the error for UTF-16 text that does not say so."""
    return _refusal(
        place,
        "this looks like UTF-16 text without a byte order mark",
        "say so in the rules file: sources: {contacts: {encoding: utf-16}}, or save it as “CSV UTF-8”",
    )


def damaged_archive(place: str) -> InputError:
    """Return the error for an archive that cannot be unpacked."""
    return _refusal(place, "the archive is damaged or cut off", "fetch it again, or unpack it yourself")


def locked_archive(path: Path) -> InputError:
    """Return the error for an archive with a password."""
    return _refusal(path, "the archive needs a password", "unpack it first")


def unpacks_to_too_much(path: Path) -> InputError:
    """Return the error for an archive that may be made to fill the disk."""
    return _refusal(
        path,
        "unpacks to far more than an export does (over 100 MB and 200 times its size), so it was left alone",
        "if it is meant, unpack it yourself and give the files",
    )


def other_members(path: Path, names: Sequence[str]) -> InputError:
    """Return the error for an archive that holds something else than CSV files."""
    found = f"holds {_quoted(names)} besides CSV files" if names else "holds no CSV file"
    return _refusal(path, f"the archive {found}", "unpack it and give the CSV files of this input")


def damaged_workbook(place: str) -> InputError:
    """Return the error for a workbook that cannot be read."""
    return _refusal(
        place,
        "the workbook is damaged or has a password",
        "save it again as .xlsx, or save the sheet as “CSV UTF-8”",
    )


def sheet_too_big(path: Path, limit: int) -> InputError:
    """Return the error for a sheet with a cell far outside its table."""
    return _refusal(
        path,
        f"a sheet goes over more than {limit:,} cells, most of them empty",
        "delete the cells far outside the table, or save the sheet as “CSV UTF-8”",
    )


def several_sheets(place: str, names: Sequence[str]) -> InputError:
    """Return the error for a workbook in which several sheets could be meant."""
    return _refusal(
        place,
        f"has several sheets: {_quoted(names)}",
        f'say which one, in the rules file: sources: {{contacts: {{sheet: "{names[0]}"}}}}',
    )


def no_such_sheet(place: str, wanted: str, names: Sequence[str]) -> InputError:
    """Return the error for a sheet that the rules name and a workbook does not have."""
    return _refusal(
        place, f'has no sheet "{wanted}"', did_you_mean(wanted, names) or f"it has: {_quoted(names)}"
    )


def damaged_parquet(place: str) -> InputError:
    """Return the error for a Parquet file that cannot be read."""
    return _refusal(place, "the Parquet file is damaged or cut off", "write it again")


def nested_columns(place: str, names: Sequence[str]) -> InputError:
    """Return the error for columns whose cells are no single values."""
    return _refusal(
        place,
        f"the cells of {_quoted(names)} are lists, records or bytes",
        "write such columns as text, or leave them out",
    )


def no_columns(place: str) -> InputError:
    """Return the error for a frame without columns."""
    return _refusal(
        place, "the frame has no columns", "is it the right one? Its columns are named like a header"
    )


def no_header_there(place: str, line: int, lines: Sequence[int]) -> InputError:
    """Return the error for a header line that the rules name and where no record begins."""
    there = ", ".join(map(str, lines[:10]))
    return _refusal(
        f"{place}:{line}",
        "the rules say that the header is here, but no record begins here",
        f"records begin on lines {there}, …",
    )


def header_quoted_whole(place: str, line: int) -> InputError:
    """Return the error for a header that a spreadsheet saved as one quoted cell."""
    return _refusal(
        f"{place}:{line}",
        "the header is quoted as a whole, as if it were one column",
        "a spreadsheet saved it so; export it again and do not open it in between; or, if the header is another line, "
        "say which: sources: {contacts: {header_line: 4}}",
    )


def bad_header(place: str, line: int, fault: str) -> InputError:
    """Return the error for a header that is no record."""
    return _refusal(
        f"{place}:{line}",
        f"the header cannot be read: {fault}",
        "the header must be column names with the same delimiter between them; export the file again, or, "
        "if the header is another line, say which: sources: {contacts: {header_line: 4}}",
    )


def long_header(place: str, limit: int) -> InputError:
    """Return the error for a first record that does not end."""
    return _refusal(
        place,
        f"the header does not end within {limit:,} bytes",
        "is this a CSV file, and is every quote in its header closed?",
    )


def header_without_names(place: str, line: int) -> InputError:
    """Return the error for a header of blank cells."""
    return _refusal(
        f"{place}:{line}",
        "the header has no column names",
        "the header must be column names; if it is another line, say which: sources: {contacts: {header_line: 4}}",
    )


def twice(input_: str, first: Path, second: Path) -> InputError:
    """Return the error for one file given two times."""
    also = "" if first == second else f" (as {first} too)"
    return _refusal(
        second, f"given twice as {input_}{also}", "give each file once, or its records would count double"
    )


def headers_differ(first: str, header: Sequence[str], second: str, other: Sequence[str]) -> InputError:
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


def no_copy(place: str, error: OSError) -> InputError:
    """Return the error for a repaired copy that could not be written."""
    return _refusal(
        place,
        f"cannot write a repaired copy of it ({error.strerror})",
        "make room in the folder for temporary files",
    )


def no_room(place: object, error: OSError) -> OutputError:
    """Return the error for a folder that takes no temporary files."""
    return OutputError(
        f"{place}: temporary files cannot be written here ({error.strerror or error})\n"
        "  help: make room there and make sure that you may write there, or name another folder with the environment "
        "variable TMPDIR"
    )
