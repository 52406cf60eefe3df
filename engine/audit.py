"""The audit trail: events become entries, each authenticated and chained to the one before.

    mac(n) = HMAC-SHA256(audit key, mac(n-1) || canonical JSON of entry n with SHA-256 of its sealed part)

There is one chain for each case, whose head stands in the case's row, and a slow one for each municipality, which
holds what belongs to no case. The key lies in the key store, outside the database. Because an entry commits to the
ciphertext and not to what it says, a zone can be erased and its chain still verifies.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.events import NEUTRAL, NEUTRAL_NAME, CaseEvent, Event
from engine.store.base import instant
from engine.store.sealing import associated, keyed_token, seal, unseal

GENESIS = b""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain stands: number of entries, and the last one's authentication code."""

    count: int = 0
    mac: bytes = GENESIS


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the trail. `facts` is canonical JSON, `sealed` is closed under the key of the event's zone."""

    municipality: str
    instance: str | None
    seq: int
    kind: str
    occurred_at: datetime
    actor_id: str
    facts: str
    sealed: bytes | None
    mac: bytes

    def row(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes entries of one municipality by one actor at one moment."""

    municipality: str
    actor_id: str
    at: datetime
    audit_key: bytes
    index_key: bytes

    def extend(
        self, head: Head, events: Iterable[Event], keys: Mapping[str, bytes] | None = None
    ) -> tuple[list[Entry], Head]:
        """The entries of `events` behind `head`, and where the chain stands then. `keys`: by zone."""
        entries: list[Entry] = []
        for event in events:
            entry = self._entry(head, event, keys or {})
            entries.append(entry)
            head = Head(entry.seq, entry.mac)
        return entries, head

    def _entry(self, head: Head, event: Event, keys: Mapping[str, bytes]) -> Entry:
        seq, values = head.count + 1, event.values()
        instance, sealed = None, None
        if isinstance(event, CaseEvent):
            instance, hidden = event.instance_id, event.hidden()
            if hidden:
                key = keys.get(event.zone)
                if key is not None:
                    secret = {name: values[name] for name in sorted(hidden)}
                    sealed = seal(key, canonical(secret), _place(instance, seq, event.kind))
                values = {
                    name: _neutral(name, value, self.index_key, instance) if name in hidden else value
                    for name, value in values.items()
                    if name not in event.personal
                }
            values["zone"] = NEUTRAL if event.zone.value == "mediation" else event.zone.value
        facts = canonical(values).decode()
        mac = code(
            self.audit_key,
            head.mac,
            (self.municipality, instance, seq, event.kind, instant(self.at), self.actor_id, facts, sealed),
        )
        return Entry(self.municipality, instance, seq, event.kind, self.at, self.actor_id, facts, sealed, mac)


def canonical(values: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys and no white space, UTF-8."""
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def code(key: bytes, before: bytes, entry: tuple[str, str | None, int, str, str, str, str, bytes | None]) -> bytes:
    """Authentication code of an entry: (municipality, instance, seq, kind, occurred_at, actor_id, facts, sealed)."""
    *plain, sealed = entry
    commitment = hashlib.sha256(sealed).hexdigest() if sealed is not None else None
    body = json.dumps([*plain, commitment], ensure_ascii=False, separators=(",", ":")).encode()
    return hmac.new(key, before + body, hashlib.sha256).digest()


def details(entry: Entry, key: bytes | None) -> dict[str, Any]:
    """What an entry says to a reader who holds the zone's key: facts, and over them what was sealed."""
    values: dict[str, Any] = json.loads(entry.facts)
    if key is not None and entry.sealed is not None and entry.instance is not None:
        values |= json.loads(unseal(key, entry.sealed, _place(entry.instance, entry.seq, entry.kind)))
    return values


def _place(instance: str, seq: int, kind: str) -> bytes:
    return associated("audit", instance, seq, kind)


def _neutral(name: str, value: Any, index_key: bytes, instance: str) -> str:
    if name == "name":
        return NEUTRAL_NAME
    if name == "element_id":
        return keyed_token(index_key, instance, str(value))
    return NEUTRAL


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry at which a chain does not hold, and why (German)."""

    municipality: str
    instance: str | None
    seq: int
    reason: str


def verify_chain(key: bytes, entries: Iterable[Entry], head: Head) -> tuple[int, Break | None]:
    """Entries of one chain in order against its head: how many hold, and the first break."""
    before, count, last = GENESIS, 0, None
    for entry in entries:
        last = entry
        if entry.seq != count + 1:
            return count, _broken(entry, count + 1, "Eintrag fehlt")
        expected = code(
            key,
            before,
            (
                entry.municipality,
                entry.instance,
                entry.seq,
                entry.kind,
                instant(entry.occurred_at),
                entry.actor_id,
                entry.facts,
                entry.sealed,
            ),
        )
        if not hmac.compare_digest(expected, entry.mac):
            return count, _broken(entry, entry.seq, "Eintrag wurde verändert")
        before, count = entry.mac, entry.seq
    where = (last.municipality, last.instance) if last else ("", None)
    if count < head.count:
        return count, Break(*where, count + 1, "Einträge am Ende fehlen")
    if count > head.count:
        return count, Break(*where, head.count + 1, "Der Kopf der Kette ist älter als dieser Eintrag")
    if not hmac.compare_digest(before, head.mac):
        return count, Break(*where, count, "Der Kopf der Kette passt nicht zum letzten Eintrag")
    return count, None


def _broken(entry: Entry, seq: int, reason: str) -> Break:
    return Break(entry.municipality, entry.instance, seq, reason)
