"""The command ``lunarsim``: verbs and runs, messages and exit codes."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress

from lunarsim.door.line.arguments import (
    EXPORTS,
    OF_VERBS,
    VERBS,
    WITH_OVERRIDES,
    Arguments,
    check_flags,
    check_words,
    take_apart,
)
from lunarsim.study.store.places.address import is_url
from lunarsim.words.errors import Fault, InputError, LunarsimError

OUTPUT_LOST = 1
INTERRUPTED = 130
PIPE_CLOSED = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code.

    0: done; 1: a store or an output that cannot be used; 2: faults in the input, nothing was
    written, or an analysis that the dataset does not allow; 3: some runs
    failed; 130: interrupted; 141: what reads the output has gone.
    """
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - open to the end of the process, as the real one would be
    if sys.stdout is None:
        return _end("standard output is closed", OUTPUT_LOST)
    message = ""
    try:
        code = _dispatch(take_apart(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
        return code
    except LunarsimError as error:
        message, code = str(error), error.exit_code
    except KeyboardInterrupt:
        message, code = "interrupted", INTERRUPTED
    except SystemExit as end:
        # So rich answers a closed pipe.
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        code = PIPE_CLOSED
    except BrokenPipeError:
        code = PIPE_CLOSED
    except OSError as error:
        message, code = _in_words(error), OUTPUT_LOST
    return _end(message, code)


def _end(message: str, code: int) -> int:
    """Say why the command ends, and return its exit code."""
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


def _in_words(error: OSError) -> str:
    try:
        os.getcwd()
    except OSError:
        return "the working directory does not exist any more"
    return f"{error.filename or 'cannot read or write'}: {error.strerror or error}"


def _dispatch(arguments: Arguments) -> int:
    if arguments.version or arguments.help or arguments.hydra_help or arguments.shell_completion:
        return _about(arguments)
    if arguments.verb is not None:
        check_flags(arguments, f"the verb {arguments.verb}", OF_VERBS.get(arguments.verb, ()))
        return _verb(arguments.verb, arguments.words[1:], arguments)
    check_words(arguments.words)
    if arguments.cfg or arguments.info:
        from lunarsim.door.hydra_commands import show_config

        if arguments.cfg:
            check_flags(arguments, "--cfg", ("cfg", "multirun", "config_dir", "package", "resolve"))
        else:
            check_flags(arguments, "--info", ("info", "multirun", "config_dir"))
        return show_config(arguments)
    from lunarsim.door.verbs.run import run

    check_flags(arguments, "a run; it belongs to --cfg", ("multirun", "config_dir", "dry_run"))

    return run(arguments)


def _about(arguments: Arguments) -> int:
    """Answer what concerns the command itself."""
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

    check_flags(arguments, "--help", ("help", "multirun", "config_dir"))
    missing = [Fault(str(folder), "is no folder") for folder in arguments.config_dir if not folder.is_dir()]
    if missing:
        raise InputError(missing)
    print(help_text(Catalog(arguments.config_dir), shutil.get_terminal_size((120, 24)).columns))
    return 0


def _completion(words: Sequence[str]) -> int:
    queries = {"query=bash": " ", "query=zsh": " ", "query=fish": "\n"}
    if len(words) == 1 and words[0] in queries:
        from lunarsim.door.completion import suggestions

        line, point = os.environ.get("COMP_LINE", "lunarsim "), os.environ.get("COMP_POINT", "")
        print(queries[words[0]].join(suggestions(line[: int(point)] if point.isdecimal() else line)))
        return 0
    from lunarsim.door.hydra_commands import set_up_completion

    return set_up_completion(words)


def _verb(verb: str, words: Sequence[str], arguments: Arguments) -> int:
    # The name of a file of statements may hold an equals sign.
    overrides = [word for word in words if "=" in word and not is_url(word) and verb != "backcast"]
    names = [word for word in words if word not in overrides]
    if len(names) > 1 or (overrides and verb not in WITH_OVERRIDES):
        usage = VERBS[verb].partition("  ")[0]
        raise InputError([Fault(" ".join(words), f"too many words for {verb}: lunarsim {verb} {usage}")])
    if verb == "resume":
        from lunarsim.door.verbs.resume import resume

        return resume(names, overrides)
    if verb == "replay":
        from lunarsim.door.verbs.replay import replay

        return replay(names, overrides, arguments.picture)
    if verb == "export":
        return _export(names, arguments)
    if verb == "backcast":
        from lunarsim.door.verbs.backcast import backcast

        return backcast(names, arguments.as_of, arguments.until, arguments.json)
    if verb == "parameters":
        from lunarsim.door.verbs.parameters import print_parameters

        print_parameters(*names)
    else:
        from lunarsim.door.verbs.find_store import find_store

        store = find_store(*names)
        if arguments.json:
            from lunarsim.reading.tables.json_summary import show_json as show
        else:
            from lunarsim.reading.tables.summary_table import show
        show(store)
    return 0


def _export(names: Sequence[str], arguments: Arguments) -> int:
    if arguments.to is None:
        raise InputError([Fault("export", f"needs --to {'|'.join(EXPORTS)}")])
    from lunarsim.door.verbs.find_store import find_store

    path = find_store(*names)
    from lunarsim.reading.export.files import export

    print(f"exported: {export(path, arguments.to, arguments.output)}")
    return 0
