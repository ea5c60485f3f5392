"""The command line: parse, call one function, render, exit."""

from leadscore.cli.app import app, main

__all__ = ["app", "main"]
