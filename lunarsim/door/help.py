"""The text of ``lunarsim --help``; needs no Hydra."""

from __future__ import annotations

import textwrap

from lunarsim.door.line.option_catalog import Catalog
from lunarsim.door.options import HELP, Option
from lunarsim.door.verb import Verb
from lunarsim.door.verb_table import VERBS, Entry

_TEXT = """\
lunarsim: when will a lunar station work, what rare earths could it give, at what cost, and how sure can one be?

Usage
  lunarsim [OVERRIDE ...]           simulate the base scenario a few hundred times; print a table and store the dataset
  lunarsim -m OVERRIDE ...          sweep: compare levers side by side, vary uncertain factors
{verbs}

Overrides
  group=option                      lunarsim scenario=china_alone site=fra_mauro
  key=value                         lunarsim plant.units=2 missions.change_8.planned=2030-01-01
  -m key=a,b                        a lever; also choice(), range(), glob()
  -m key=interval(a,b)              an uncertain factor, uniform from a to b; tag(log,interval(a,b)): log-uniform;
                                    tagged normal or lognormal: a and b are P5 and P95;
                                    triangular: the mode is the configured value;
                                    cut: the declared distribution, cut to a..b
  -m experiment=NAME                levers and factors from a file; your own: ./experiments/NAME.yaml

Examples
  lunarsim design=nominal output=none
  lunarsim -m cooperation=active,lapsed plant.units=1,2,4 design.samples=50
  lunarsim -m site=peary,fra_mauro plant.units=1,4 design.pair=[site,plant.units] --dry-run
  lunarsim -m 'logistics.delivery_usd_per_kg=tag(log,interval(1e3,1e6))' site=shackleton,fra_mauro

Groups and their options (* marks that of the base scenario)
{groups}

Options
  -m, --multirun          allow sweeps
  -cd, --config-dir DIR   directory with your own options: DIR/site/mine.yaml, DIR/experiment/mine.yaml
  --cfg job|all           print the composed config and stop
  --info [WHAT]           print how it was composed and stop
  -sc, --shell-completion install=bash|zsh|fish    eval "$(lunarsim -sc install=bash)"
  --dry-run               print the plan: dimensions, factors, runs, time and size; write nothing
  --hydra-help, --version, -h, --help
"""


def help_text(catalog: Catalog, width: int = 120) -> str:
    """Return the help, with the groups and options of a catalog, for a terminal of a width [characters]."""
    verbs = "\n".join(_verb_line(verb, entry) for verb, entry in VERBS.items())
    text = _TEXT.format(verbs=verbs, groups="\n".join(_group_lines(catalog, width)))
    return "\n".join(line for long in text.splitlines() for line in _wrapped(long, width))


def verb_help(name: str, verb: Verb, width: int = 120) -> str:
    """Return the help of one verb, for a terminal of a width [characters]."""
    entry = VERBS[name]
    options = [(_form(option), option.about) for option in (*verb.options, HELP)]
    widest = max(len(form) for form, _ in options)
    lines = [f"lunarsim {name} {entry.usage}", "", entry.about]
    lines += [text for paragraph in verb.details() for text in ("", *paragraph.splitlines())]
    lines += ["", "Options", *(f"  {form:<{widest}}  {about}" for form, about in options)]
    return "\n".join(line for long in lines for line in _wrapped(long, width))


def _form(option: Option) -> str:
    """Return an option with its value as the help shows it."""
    return f"{', '.join(option.forms)} {option.shown or '|'.join(option.choices)}".rstrip()


def _verb_line(verb: str, entry: Entry) -> str:
    return f"  {f'lunarsim {verb} {entry.usage}':<32}  {entry.about}"


def _group_lines(catalog: Catalog, width: int) -> list[str]:
    lines = []
    for key, base in catalog.base.items():
        options = catalog.options(key.partition("@")[0])
        names = ", ".join(name + "*" * (name == base) for name in options)
        lines.append(f"  {key}={names}")
    return lines


def _wrapped(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    indent = "      " if line.startswith(" ") else ""
    return textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
