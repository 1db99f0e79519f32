"""Books and wording → the narrative: each figure printed in a sentence is the claim that the wording names."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from random import Random

from juesuan_nb import codebook, vocabulary
from juesuan_nb.synth.books import SOURCES, USES
from juesuan_nb.synth.layouts import ECONOMIC_SIDES
from juesuan_nb.synth.page import Block, Heading, Prose, Told
from juesuan_nb.synth.press import NUMERALS, Press
from juesuan_nb.synth.quantities import amounts, counts, quantities

Wording = str | list[str]
"""A sentence, or several of which the seed chooses one."""
_SLOT = re.compile(r"\{([^{}]*)\}")
_CHOICES = ("grow", "shrink", "more", "less", "saved", "spent_more")
_MACRO = re.compile(r"<([^<>]+)>")


@cache
def wording(dialect: str) -> dict:
    """The sentences of a dialect; what it does not say is said as in the one it is based on."""
    data = tomllib.loads((files(__package__) / "wording.toml").read_text(encoding="utf-8"))
    own = data[dialect]
    return data["choices"] | (data[own["base"]] | own if "base" in own else own)


class Writer:
    """Writes the narrative of one department in the dialect of its layout."""

    def __init__(self, press: Press) -> None:
        self.press, self.words = press, wording(press.layout.dialect)
        self.quantities, self.amounts, self.counts = quantities(press), amounts(press.books), counts(press.books)
        year, books = press.books.year, press.books
        self.dice = Random(f"{books.department}/{year}/{books.grand_total}")
        years = {"year": str(year), "last": str(year - 1), "next": str(year + 1)}
        self.macros: dict[str, Wording] = {"department": books.department, "us": f"本{books.kind}"} | years
        self.macros |= {name: wording(press.layout.dialect)[name] for name in _CHOICES}
        self.macros |= {
            "sources": self._sources(),
            "uses": self._uses(),
            "uses_listed": self._uses_listed(),
            "categories": self._categories(),
        }
        self.macros |= {"vehicles": self._vehicles()}
        self.macros |= self._economic_names()

    def prose(self, template: Wording, macros: Mapping[str, Wording] | None = None) -> Prose:
        """A paragraph of plain words and figures."""
        text = self._expand(template, macros or {}).replace("部门决算", f"{self.press.books.kind}决算")
        parts = _SLOT.split(text)
        return Prose(tuple(self._told(part) if place % 2 else part for place, part in enumerate(parts) if part))

    def sections(self) -> Iterator[Block]:
        """The narrative section by section, numbered."""
        order = [section for section in self.words["section"] if self._has_table(section["topic"])]
        for numeral, section in zip(NUMERALS, order, strict=False):
            yield Heading(f"{numeral}、{self.prose(section['heading']).text}")
            filled = self._is_filled(section["topic"])
            macros = self._section_macros(section)
            for paragraph in section["filled"] if filled else section["empty"]:
                if paragraph == "<items>":
                    yield from self._items()
                else:
                    yield self.prose(paragraph, macros)

    def _has_table(self, topic: str) -> bool:
        return topic not in vocabulary.statements() or topic in self.press.layout.order

    def _is_filled(self, topic: str) -> bool:
        key = {
            "basic_expenditure": "basic",
            "government_funds": "funds",
            "state_capital": "capital",
            "procurement": "procured",
        }.get(topic)
        if topic == "agency_operating_costs":
            return self._operates()
        if topic == "performance":
            return self.counts["projects"] > 0
        return key is None or self._amount(key) or self._amount(f"{key}.granted")

    def _operates(self) -> bool:
        return bool(self.counts["administrative"]) and self._amount("operating")

    def _amount(self, key: str) -> bool:
        """Whether a quantity prints as anything but zero."""
        return key in self.quantities and bool(self.quantities[key].value.strip("0."))

    def _section_macros(self, section: Mapping) -> dict[str, Wording]:
        macros: dict[str, Wording] = {key: value for key, value in section.items() if isinstance(value, str)}
        for key, (subject, what) in section.get("subjects", {}).items():
            macros[f"change.{key}"] = self._change(key, subject, what)
        for key in ("general", "funds", "capital", "public"):
            base = {"general": "planned", "public": "public.budget"}.get(key, f"{key}.planned")
            macros[f"rate.{key}"] = section.get(f"rate_{key}", "") if self._amount(base) else ""
        macros["compare.public"] = section.get(f"public_{self._compared('public.budget', 'public')}", "")
        if "no_operating" in macros and not self._operates():
            macros["operating"] = macros["no_operating"]
        return macros

    def _change(self, key: str, subject: str, what: str) -> str:
        books, money = self.press.books, self.quantities[f"change.{key}"].value
        more = self.amounts[key] > books.prior[key]
        sentence = self.words["same" if not money.strip("0.") else "up" if more else "down"]
        return self._expand(sentence, {"key": key, "subject": subject, "what": what})

    # Lists

    def _sources(self) -> str:
        listed = {"granted": "财政拨款收入"} | SOURCES
        return "；".join(self._part(key, name) for key, name in listed.items() if self._amount(key))

    def _uses(self) -> str:
        return "；".join(self._part(f"use.{use}", use) for use in USES if self._amount(f"use.{use}"))

    def _uses_listed(self) -> str:
        """The same uses named first, their amounts behind 分别为."""
        uses = [use for use in USES if self._amount(f"use.{use}")]
        amounts = "、".join(f"{{use.{use}:outturn:{use}}}" for use in uses)
        return f"{'、'.join(uses)}{'分别' if len(uses) > 1 else ''}为{amounts}"

    def _part(self, key: str, name: str) -> str:
        return self._expand(self.words["source"], {"key": key, "name": name})

    def _categories(self) -> str:
        tail = self.words["category_drops"]
        return "；".join(
            self._expand(
                self.words["category"],
                {"code": code, "name": self.press.layout.name_of(code).removesuffix(tail), "tail": tail},
            )
            for code in self._codes(3)
        )

    def _codes(self, length: int) -> list[str]:
        """Codes of the general budget's table at one level."""
        codes = (key.removesuffix(".spent") for key in self.quantities if key.endswith(".spent"))
        return sorted(code for code in codes if len(code) == length)

    def _items(self) -> Iterator[Prose]:
        for number, code in enumerate(self._codes(7), 1):
            names = [self.press.layout.name_of(part) for part in (code[:3], code[:5], code)]
            path = "".join(f"{name}（{level}）" for name, level in zip(names, "类款项", strict=True))
            budget = self.quantities[f"{code}.{self.words['budget']}"].value
            told = self._compared(f"{code}.{self.words['budget']}", f"{code}.spent")
            rate = self.words["item_rate"] if budget.strip("0.") else ""
            macros = {"no": str(number), "path": path, "code": code, "rate": rate, "direction": self.words[told]}
            yield self.prose(self.words["item"], macros)

    def _compared(self, budget: str, spent: str) -> str:
        """How an outturn stands to its budget, both as printed: above, below or equal."""
        planned, done = (Decimal(self.quantities[key].value) for key in (budget, spent))
        return "equal" if planned == done else "above" if done > planned else "below"

    def _vehicles(self) -> str:
        kinds = (key for key in self.counts if key.endswith("用车"))
        return "、".join(f"{kind}{{{kind} 辆:count:{kind}}}" for kind in kinds)

    def _economic_names(self) -> dict[str, str]:
        found = {}
        for key, categories in zip(("staff_names", "operating_names"), ECONOMIC_SIDES.values(), strict=True):
            codes = [code for code in self.press.books.economic if code[:3] in categories]
            names = "、".join(codebook.economics()[code].name for code in codes)
            found[key] = f"，主要包括：{names}" if names else ""
        return found

    # Templates

    def _expand(self, template: Wording, macros: Mapping[str, Wording]) -> str:
        known, text = self.macros | dict(macros), self._chosen(template)
        while _MACRO.search(text):
            text = _MACRO.sub(lambda match: self._chosen(known[match[1]]), text)
        return text

    def _chosen(self, said: Wording) -> str:
        return said if isinstance(said, str) else self.dice.choice(said)

    def _told(self, slot: str) -> Told:
        key, measure, subject, code = (*slot.split(":"), "")[:4]
        if key.startswith("="):
            return Told(key[1:], subject, measure, key[1:], "", code)
        key, _, unit = key.partition(" ")
        if unit:
            count = str(self.counts[key])
            return Told(count + unit, subject, measure, count, unit, code)
        if key.endswith(".rate"):
            key = f"{key}.{self.words['budget']}"
        quantity = self.quantities[key]
        return Told(quantity.text, subject, measure, quantity.value, quantity.unit, code)
