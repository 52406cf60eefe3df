"""Context functions, DMN 1.5, 10.3.4.9."""

from __future__ import annotations

from typing import Any

from engine.feel.builtins.registry import feel
from engine.feel.properties import property_of
from engine.feel.run import Run


@feel("get value(m: context, key: string)", "get value(context: context, key: string)")
def get_value(run: Run, context: dict[str, Any], key: str) -> Any:
    return property_of(run, context, key)


@feel("get value(m: context, keys: list)", "get value(context: context, keys: list)")
def get_nested_value(run: Run, context: dict[str, Any], keys: list[Any]) -> Any:
    value: Any = context
    if not keys:
        return run.note("Es fehlt ein Name des Eintrags.")
    for key in keys:
        if value.__class__ is not dict or key.__class__ is not str:
            return run.note("Der Kontext hat keinen solchen Eintrag.")
        value = property_of(run, value, key)
    return value


@feel("get entries(m: context)", "get entries(context: context)")
def get_entries(run: Run, context: dict[str, Any]) -> list[Any]:
    return [{"key": key, "value": value} for key, value in context.items()]


@feel("context put(context: context, key: string, value)")
def put(run: Run, context: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    run.meter.spend(len(context))
    return {**context, key: value}


@feel("context put(context: context, keys: list, value)")
def put_nested(run: Run, context: dict[str, Any], keys: list[Any], value: Any) -> Any:
    if not keys or any(key.__class__ is not str for key in keys):
        return run.note("Die Namen müssen Texte sein.")
    run.meter.spend(len(context))
    if len(keys) == 1:
        return {**context, keys[0]: value}
    inner = context.get(keys[0], {})
    if inner.__class__ is not dict or len(keys) > 100:
        return run.note(f"Der Eintrag „{keys[0]}“ ist kein Kontext.")
    changed = put_nested(run, inner, keys[1:], value)
    return None if changed is None else {**context, keys[0]: changed}


@feel("context merge(contexts: list)")
def merge(run: Run, contexts: list[Any]) -> Any:
    merged: dict[str, Any] = {}
    for context in contexts:
        if context.__class__ is not dict:
            return run.note("Nur Kontexte lassen sich zusammenführen.")
        run.meter.spend(len(context))
        merged.update(context)
    return merged


@feel("context(entries: list)")
def build(run: Run, entries: list[Any]) -> Any:
    built: dict[str, Any] = {}
    for entry in entries:
        if entry.__class__ is not dict or entry.get("key").__class__ is not str or "value" not in entry:
            return run.note("Ein Eintrag braucht „key“ (Text) und „value“.")
        if entry["key"] in built:
            return run.note(f"Der Eintrag „{entry['key']}“ kommt zweimal vor.")
        built[entry["key"]] = entry["value"]
    return built
