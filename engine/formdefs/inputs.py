"""What an input field says beyond its place and name: options, rules, default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from engine import feel
from engine.feel.values import normalise
from engine.formdefs.coercion import coerce_json, token_of
from engine.formdefs.expressions import formula, strip_marker
from engine.formdefs.model import CHOICE_TYPES, RULE, RULE_TEXT, TEXT_TYPES, Option, Rules
from engine.formdefs.pattern import PatternRefused, compile_pattern
from engine.formdefs.reader import MAX_WORDING, Reader, string
from engine.sentences import say

MAX_OPTIONS = 500


class InputReader(Reader):
    def value_part(self) -> None:
        kind = self.base.type
        if kind == "expression":
            text = self.raw.get("expression")
            if not text:
                self.error("form.feel", say("Das berechnete Feld hat keinen Ausdruck."))
            else:
                self.base = replace(self.base, expression=self.formula(text, say("Der Ausdruck")))
            return
        if kind in CHOICE_TYPES:
            self._options()
        if kind == "number":
            self._digits()
        if kind == "datetime":
            self._subtype()
        appearance = self.raw.get("appearance")
        if isinstance(appearance, dict):
            self.base = replace(
                self.base,
                prefix=string(appearance.get("prefixAdorner")),
                suffix=string(appearance.get("suffixAdorner")),
            )
        self._rules()
        self._rule_across()
        self._default()

    def _subtype(self) -> None:
        subtype = self.raw.get("subtype", "date")
        if subtype not in ("date", "time", "datetime"):
            self.error(
                "form.component_type",
                say("Die Art der Zeitangabe „{subtype}“ ist nicht bekannt.", subtype=string(subtype)[:40]),
                say("Möglich sind date, time und datetime."),
            )
            subtype = "date"
        label = self.base.label
        if not label:
            label = string(self.raw.get("timeLabel" if subtype == "time" else "dateLabel"))
        self.base = replace(
            self.base, subtype=subtype, label=label, disallow_past=self.raw.get("disallowPassedDates") is True
        )

    def _digits(self) -> None:
        digits = self.raw.get("decimalDigits")
        if digits is None:
            return
        if isinstance(digits, bool) or not isinstance(digits, int) or not 0 <= digits <= 15:
            self.error("form.rule", say("Die Zahl der Nachkommastellen (decimalDigits) liegt nicht zwischen 0 und 15."))
            return
        self.base = replace(self.base, decimal_digits=digits)

    def _options(self) -> None:
        raw = self.raw
        sources = [name for name in ("values", "valuesKey", "valuesExpression") if raw.get(name)]
        if len(sources) != 1:
            self.error(
                "form.options",
                say("Das Auswahlfeld braucht genau eine Quelle seiner Möglichkeiten."),
                say("Bitte geben Sie feste Werte, eine Variable oder einen FEEL-Ausdruck an."),
            )
        elif sources == ["values"]:
            self.base = replace(self.base, options=self._fixed_options(raw["values"]))
        elif sources == ["valuesKey"]:
            self.base = replace(self.base, options_key=string(raw["valuesKey"]))
        else:
            self.base = replace(
                self.base,
                options_expression=self.formula(raw["valuesExpression"], say("Der Ausdruck der Möglichkeiten")),
            )

    def _fixed_options(self, values: Any) -> tuple[Option, ...]:
        options, tokens = [], set()
        items = values if isinstance(values, list) else []
        if len(items) > MAX_OPTIONS:
            self.error(
                "form.options",
                say("Das Auswahlfeld hat mehr als {most} Möglichkeiten.", most=MAX_OPTIONS),
            )
            return ()
        for option in map(option_of, items):
            if option is None or not option.token:
                self.error(
                    "form.options",
                    say("Eine Möglichkeit der Auswahl hat keinen Wert."),
                    say("Bitte geben Sie jeder Möglichkeit Wert und Beschriftung."),
                )
            elif option.token in tokens:
                self.error(
                    "form.options",
                    say("Die Möglichkeit „{token}“ steht zweimal in der Auswahl.", token=option.token[:60]),
                )
            else:
                tokens.add(option.token)
                options.append(option)
        return tuple(options)

    def _rules(self) -> None:
        raw = self.raw.get("validate")
        if not isinstance(raw, dict):
            return
        kind = self.base.type
        pattern = string(raw.get("pattern")) if kind in TEXT_TYPES else ""
        if pattern:
            try:
                compile_pattern(pattern)
            except PatternRefused as error:
                self.error("form.pattern", error.args[0], say("Bitte vereinfachen Sie das Muster."))
                pattern = ""
        is_number = kind == "number"
        self.base = replace(
            self.base,
            rules=Rules(
                required=raw.get("required") is True,
                min_length=None if is_number else self._bound(raw, "minLength"),
                max_length=None if is_number else self._bound(raw, "maxLength"),
                minimum=self._bound(raw, "min") if is_number else None,
                maximum=self._bound(raw, "max") if is_number else None,
                pattern=pattern,
                pattern_message=string(raw.get("patternErrorMessage")),
                validation_type=string(raw.get("validationType")) if kind in TEXT_TYPES else "",
            ),
        )
        if self.base.rules.validation_type not in ("", "email", "phone", "custom"):
            self.error(
                "form.rule",
                say(
                    "Die Prüfung „{name}“ ist nicht bekannt.",
                    name=self.base.rules.validation_type[:40],
                ),
                say("Möglich sind email und phone oder ein Muster."),
            )

    def _rule_across(self) -> None:
        """The rule over several fields; which names it may read is known when the whole form is read."""
        rule, sentence = (self.base.property(name).strip() for name in (RULE, RULE_TEXT))
        if not rule:
            if sentence:
                self.warn(
                    "form.rule_text",
                    say(
                        "Der Satz einer Regel ({rule_text}) steht ohne Regel ({rule}).", rule_text=RULE_TEXT, rule=RULE
                    ),
                    say("Bitte tragen Sie die Regel ein, oder entfernen Sie den Satz."),
                )
            return
        body = self._parsed_rule(rule)
        if not sentence:
            self.error(
                "form.rule_text",
                say("Die Regel hat keinen Satz ({rule_text}).", rule_text=RULE_TEXT),
                say("Bitte schreiben Sie, was nicht zusammenpasst und was zu tun ist; er steht dann am Feld."),
            )
        rules = replace(self.base.rules, across=body, across_message=sentence[:MAX_WORDING])
        self.base = replace(self.base, rules=rules)

    def _parsed_rule(self, text: str) -> str:
        """FEEL without its marker, "" when it is unusable."""
        body = strip_marker(text)
        try:
            unknown = sorted(formula(body).unknown_functions)
        except feel.FeelSyntaxError as fault:
            self.error(
                "form.rule_feel",
                say(
                    "Die Regel ({rule}) ist kein gültiger FEEL-Ausdruck („{body}“): {message}",
                    rule=RULE,
                    body=body[:80],
                    message=fault.message,
                ),
                say(
                    "Die Stelle ist Zeichen {position}. Eine Regel sieht zum Beispiel so aus: beginn <= ende.",
                    position=fault.position + 1,
                ),
            )
            return ""
        if not unknown:
            return body
        self.error(
            "form.rule_feel",
            say(
                "Die Regel ({rule}) ruft eine unbekannte Funktion auf: {unknown}.",
                rule=RULE,
                unknown=", ".join(unknown),
            ),
            say("Bitte verwenden Sie nur Funktionen, die FEEL kennt; der heutige Tag heißt heute."),
        )
        return ""

    def _bound(self, raw: Mapping[str, Any], name: str) -> Decimal | str | None:
        value = raw.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            if value.startswith("="):
                body = self.formula(value, say("Die Grenze „{name}“", name=name))
                return f"={body}" if body else None
            if re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", value, re.ASCII):
                return Decimal(value)
        elif isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return Decimal(value)
        self.error("form.rule", say("Die Grenze „{name}“ ist keine Zahl.", name=name))
        return None

    def _default(self) -> None:
        value = self.raw.get("defaultValue")
        if value is None or value == "" or value == []:
            return
        if self.base.type in CHOICE_TYPES and not self.base.options:
            self.base = replace(self.base, default=normalise(value))
            return
        coerced, problem = coerce_json(self.base, value, self.base.options)
        if problem:
            self.error("form.default", say("Der Vorgabewert passt nicht zum Feld: {problem}", problem=problem))
            return
        self.base = replace(self.base, default=coerced)


def option_of(item: Any) -> Option | None:
    """An option as written: {"label", "value"}, or a bare value that is its own label."""
    if isinstance(item, dict):
        value = item.get("value")
        label = item.get("label")
        if value is None:
            return None
        value = normalise(value)
        return Option(value, label if isinstance(label, str) and label else token_of(value), token_of(value))
    return None if item is None else Option(normalise(item), token_of(item), token_of(item))
