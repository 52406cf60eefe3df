"""Variables: a tree of scopes, kept in one part per zone of secrecy, with BPMN's visibility.

A part is {scope id: {name: value}}; it is decoded when first touched and saved only when it changed. A scope is
opened for what has names of its own: a sub-process, a called process (a wall), an item of a multi-instance, a
task with input mappings. Its id is that of its task; the instance's is "".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import InvalidState
from engine.feel import codec
from engine.runtime.faults import Fault
from engine.sentences import say
from engine.terms import Zone

ROOT = ""
RELEASED = "freigabe"
"""Pseudo scope of a part: what crossed into this zone with consent."""

LOCKED = say("Der Schlüssel dieses Bereichs ist vernichtet; hier kann nichts mehr eingetragen werden.")
MAX_PART = 5_000_000
"""Bytes of one zone's part; more is an incident."""

STRICTEST_FIRST = (Zone.MEDIATION, Zone.BERATUNG, Zone.BEIRAT, Zone.FEEDBACK, Zone.EINGANG)
Part = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Scope:
    """`declared` names live here even before they are set; a `wall` hides what is outside."""

    id: str
    parent: str | None
    wall: bool
    declared: frozenset[str]


class Scopes:
    """All variables of one instance while a command runs."""

    def __init__(
        self,
        declared: Callable[[str], Zone | None],
        listed: Iterable[Zone] = (),
        raw: Mapping[Zone, bytes] | None = None,
    ) -> None:
        self._declared = declared
        self.tree: dict[str, Scope] = {ROOT: Scope(ROOT, None, True, frozenset())}
        self.listed: set[Zone] = set(listed)
        self.dirty: set[Zone] = set()
        self._raw: dict[Zone, bytes] = {z: raw[z] for z in self.listed if raw and z in raw}
        self._parts: dict[Zone, Part] = {}

    # -- parts
    def locked(self, zone: Zone) -> bool:
        """The structure lists a part of this zone, but its key is gone."""
        return zone in self.listed and zone not in self._raw and zone not in self._parts

    def part(self, zone: Zone) -> Part | None:
        """None for a locked zone."""
        found = self._parts.get(zone)
        if found is not None:
            return found
        raw = self._raw.pop(zone, None)
        if raw is None and zone in self.listed:
            return None
        try:
            found = codec.decode(raw) if raw is not None else {}
        except ValueError as fault:
            raise InvalidState(
                "state.unreadable",
                say("Ein Teil der gespeicherten Daten dieses Vorgangs ist nicht lesbar."),
                expected="part",
                found=zone.value,
            ) from fault
        self._parts[zone] = found
        return found

    def _writable(self, zone: Zone) -> Part:
        part = self.part(zone)
        if part is None:
            raise Fault("zone.locked", None, LOCKED)
        self.dirty.add(zone)
        return part

    def changed_parts(self) -> dict[Zone, bytes]:
        """The dirty parts, encoded; empty scopes and those that are gone are left out."""
        result = {}
        for zone in self.dirty:
            part = self._parts[zone]
            kept = {key: values for key, values in part.items() if values and self._lives(key)}
            try:
                result[zone] = codec.encode(kept)
            except (TypeError, ValueError, OverflowError) as fault:
                raise Fault(
                    "variable.type", None, say("Ein Wert lässt sich nicht speichern, zum Beispiel eine Funktion.")
                ) from fault
            if len(result[zone]) > MAX_PART:
                raise Fault(
                    "variable.size",
                    None,
                    say(
                        "Die Angaben im Bereich „{zone}“ sind größer als {most} MB.",
                        zone=zone.value,
                        most=MAX_PART // 1_000_000,
                    ),
                )
        return result

    def _lives(self, key: str) -> bool:
        return key in self.tree or key == RELEASED or key.startswith("m:")

    # -- scopes
    def open(self, key: str, parent: str, *, wall: bool = False, declared: Iterable[str] = ()) -> None:
        self.tree[key] = Scope(key, parent, wall, frozenset(declared))

    def close(self, key: str) -> None:
        """Forget a scope and its values; a locked part keeps them sealed until it is erased."""
        if self.tree.pop(key, None) is None and not key.startswith("m:"):
            return
        for zone in [*self._parts, *self._raw]:
            part = self.part(zone)
            if part is not None and part.pop(key, None) is not None:
                self.dirty.add(zone)

    def outward(self, key: str) -> Iterator[Scope]:
        found: Scope | None = self.tree.get(key)
        while found is not None:
            yield found
            found = None if found.wall or found.parent is None else self.tree.get(found.parent)

    # -- names
    def zone_of(self, name: str) -> Zone:
        """A name lives in the zone where the definition says; one that nothing there sets, where it was set: in the
        mediation, if there."""
        declared = self._declared(name)
        if declared is not None:
            return declared
        return next((zone for zone in STRICTEST_FIRST if self._holds(zone, name)), Zone.EINGANG)

    def _holds(self, zone: Zone, name: str) -> bool:
        part = self.part(zone) if zone in self.listed or zone in self._parts else None
        return any(name in values for key, values in (part or {}).items() if key in self.tree)

    def home(self, name: str, writer: Zone) -> Zone:
        """Where a value goes that comes in at an element of this zone: never out of the mediation, and not into the
        intake from elsewhere."""
        held = self.zone_of(name)
        fixed = self._declared(name) is not None or held is Zone.MEDIATION or writer is Zone.EINGANG
        return held if fixed else writer

    def get(self, key: str, name: str, *, towards: Zone | None = None) -> Any:
        """Value of a name seen from a scope; null when nobody holds it.

        `towards` is the zone into which the result will be written: what belongs to the mediation is then read
        from what was released into that zone, and is null without a release.
        """
        zone = self.zone_of(name)
        if zone is Zone.MEDIATION and towards is not None and towards is not Zone.MEDIATION:
            return (self.part(towards) or {}).get(RELEASED, {}).get(name)
        part = self.part(zone)
        if not part:
            return None
        for scope in self.outward(key):
            values = part.get(scope.id)
            if values is not None and name in values:
                return values[name]
            if name in scope.declared:
                return None
        return None

    def set(self, key: str, name: str, value: Any, writer: Zone = Zone.EINGANG) -> None:
        """Write where the name lives; a new name goes to the instance or the called process. `writer`: zone of the
        element where the value comes in."""
        part = self.part(self.zone_of(name)) or {}
        last = ROOT
        for scope in self.outward(key):
            last = scope.id
            if name in scope.declared or name in part.get(scope.id, ()):
                break
        self.set_here(last, name, value, writer)

    def set_here(self, key: str, name: str, value: Any, writer: Zone = Zone.EINGANG) -> None:
        before, zone = self.zone_of(name), self.home(name, writer)
        if before is not zone and name in (self.part(before) or {}).get(key, {}):
            del self._writable(before)[key][name]
        self._writable(zone).setdefault(key, {})[name] = value

    def release(self, key: str, name: str, target: Zone) -> None:
        """freigabe: copy the value as seen from a scope into the target zone's part."""
        value = self.get(key, name)
        self._writable(target).setdefault(RELEASED, {})[name] = value

    def withhold(self, name: str, target: Zone) -> None:
        """What was released before is taken back from the target zone's part."""
        if name in (self.part(target) or {}).get(RELEASED, {}):
            self._writable(target)[RELEASED].pop(name)

    def put(self, zone: Zone, key: str, name: str, value: Any) -> None:
        """A value of the runtime's own (a correlation key) in the part of the zone where it belongs."""
        self._writable(zone).setdefault(key, {})[name] = value

    def taken(self, zone: Zone, key: str, name: str) -> Any:
        return (self.part(zone) or {}).get(key, {}).get(name)

    def visible(self, key: str, *, towards: Zone | None = None) -> dict[str, tuple[Any, Zone]]:
        """Every name visible from a scope with its value and the zone where it was found."""
        found: dict[str, tuple[Any, Zone]] = {}
        for zone in sorted({*self.listed, *self._parts}):
            part = self.part(zone) or {}
            if zone is Zone.MEDIATION and towards is not None and towards is not Zone.MEDIATION:
                continue
            seen: set[str] = set()
            for scope in self.outward(key):
                here = part.get(scope.id, {})
                found |= {n: (v, zone) for n, v in here.items() if n not in seen and self.zone_of(n) is zone}
                seen |= here.keys() | scope.declared
        if towards is not None:
            released = (self.part(towards) or {}).get(RELEASED, {})
            found |= {n: (v, towards) for n, v in released.items()}
        return found
