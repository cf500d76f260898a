"""The command ``lunarsim``: verbs and runs, messages and exit codes."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from lunarsim.door.command_line import check_flags, check_words, take_apart
from lunarsim.door.options import Arguments
from lunarsim.study.run.signals import ended_cleanly, exit_code_of
from lunarsim.words.errors import Fault, InputError, LunarsimError, is_memory_short
from lunarsim.words.terminal import EscapingStream

OUTPUT_LOST = 1
PIPE_CLOSED = 141
MEMORY_SHORT = "memory is short: the system gave no more of it; see the limit (ulimit -v) and what else runs"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code.

    0: done; 1: a store or an output that cannot be used; 2: errors in the input, so that nothing was written, or an
    analysis that the dataset does not allow; 3: some runs failed; 130: interrupted (143 by SIGTERM, 129 by SIGHUP);
    141: the reader of the output has gone.
    """
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - open to the end of the process, as the real one would be
    if sys.stdout is None:
        return _end("standard output is closed", OUTPUT_LOST)
    with escaped_output(), ended_cleanly():
        return _main(sys.argv[1:] if arguments is None else arguments)


@contextmanager
def escaped_output() -> Iterator[None]:
    """Make whatever is printed fit for a terminal, warnings and logs of libraries included."""
    before = sys.stdout, sys.stderr
    # A type checker wants streams in full; these leave to the real ones what they do not do themselves.
    escaping: Any = [EscapingStream(stream) for stream in before]
    sys.stdout, sys.stderr = escaping
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def _main(arguments: Sequence[str]) -> int:
    """Run one command line that may print."""
    message = ""
    try:
        code = _dispatch(take_apart(arguments))
        sys.stdout.flush()
        return code
    except LunarsimError as error:
        message, code = str(error), error.exit_code
    except KeyboardInterrupt as end:
        message, code = "interrupted", exit_code_of(end)
    except SystemExit as end:
        # Rich exits in this way when a pipe is closed.
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        code = PIPE_CLOSED
    except BrokenPipeError:
        code = PIPE_CLOSED
    except OSError as error:
        message, code = _described(error), OUTPUT_LOST
    except Exception as error:
        if not is_memory_short(error):
            raise
        message, code = MEMORY_SHORT, OUTPUT_LOST
    return _end(message, code)


def _end(message: str, code: int) -> int:
    """Print why the command ends, and return its exit code."""
    try:
        sys.stdout.flush()
    except (OSError, AttributeError):
        # The interpreter must not complain when it flushes at its end.
        with suppress(OSError, AttributeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if message:
        with suppress(OSError):
            print(f"lunarsim: {message}", file=sys.stderr)
    return code


def _described(error: OSError) -> str:
    try:
        os.getcwd()
    except OSError:
        return "the working directory no longer exists"
    return f"{error.filename or 'cannot read or write'}: {error.strerror or error}"


def _dispatch(arguments: Arguments) -> int:
    if arguments.version or arguments.help or arguments.hydra_help or arguments.shell_completion:
        return _about(arguments)
    if arguments.verb is not None:
        from lunarsim.door.verb import load

        check_flags(arguments, f"the verb {arguments.verb}")
        return load(arguments.verb).run(arguments)
    check_words(arguments.words)
    if arguments.cfg or arguments.info:
        from lunarsim.door.hydra_commands import show_config

        if arguments.cfg:
            check_flags(arguments, "--cfg", ("cfg", "multirun", "config_dir", "package", "resolve"))
        else:
            check_flags(arguments, "--info", ("info", "multirun", "config_dir"))
        return show_config(arguments)
    from lunarsim.door.run_line import run

    check_flags(arguments, "a run; it belongs to --cfg", ("multirun", "config_dir", "dry_run"))
    return run(arguments)


def _about(arguments: Arguments) -> int:
    """Answer questions about the command itself."""
    if arguments.version:
        from lunarsim.version import __version__

        check_flags(arguments, "--version", ("version",))
        print(f"lunarsim {__version__}")
        return 0
    if arguments.shell_completion:
        check_flags(arguments, "--shell-completion", ("shell_completion",))
        return _completion(arguments.words)
    if arguments.help:
        return _help(arguments)
    from lunarsim.door.hydra_commands import show_hydra_help

    check_flags(arguments, "--hydra-help", ("hydra_help",))
    return show_hydra_help()


def _help(arguments: Arguments) -> int:
    from lunarsim.door.help import help_text
    from lunarsim.door.line.option_catalog import Catalog

    if arguments.verb is not None:
        from lunarsim.door.help import verb_help
        from lunarsim.door.verb import load

        check_flags(arguments, f"the verb {arguments.verb}", ("help",))
        print(verb_help(arguments.verb, load(arguments.verb), shutil.get_terminal_size((120, 24)).columns))
        return 0
    check_flags(arguments, "--help", ("help", "multirun", "config_dir"))
    errors = [Fault(str(folder), "is not a directory") for folder in arguments.config_dir if not folder.is_dir()]
    if errors:
        raise InputError(errors)
    print(help_text(Catalog(arguments.config_dir), shutil.get_terminal_size((120, 24)).columns))
    return 0


def _completion(words: Sequence[str]) -> int:
    queries = {"query=bash": " ", "query=zsh": "\n", "query=fish": "\n"}
    if len(words) == 1 and words[0] in queries:
        from lunarsim.door.completion import suggestions

        line, point = os.environ.get("COMP_LINE", "lunarsim "), os.environ.get("COMP_POINT", "")
        print(queries[words[0]].join(suggestions(line[: int(point)] if point.isdecimal() else line)))
        return 0
    from lunarsim.door.hydra_commands import set_up_completion

    return set_up_completion(words)
