"""What a municipality says of itself: imprint, data protection, accessibility. Its Verwaltung keeps the texts, the
public pages show them to everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, delete, insert, select

from engine.casework.loading import TENANT, municipality
from engine.casework.visibility import insist_on
from engine.errors import InvalidInput
from engine.events import OfficeTextsChanged
from engine.sentences import say
from engine.settings import ADDRESS
from engine.store.base import Base
from engine.store.office import OfficeText
from engine.terms import TEMPLATE, Role, Slug, TenantId
from engine.unit_of_work import UnitOfWork

TEXT: Table = Base.metadata.tables[OfficeText.__tablename__]
SHORT, LONG = 200, 2000


@dataclass(frozen=True, slots=True)
class OfficeField:
    """`needed`: the public page is incomplete without it. `example`: what a demo shows, invented and marked so."""

    name: str
    label: str
    needed: bool = True
    longest: int = SHORT
    lines: bool = False
    mail: bool = False
    example: str = ""


FIELDS = (
    OfficeField("anbieter", "Anbieter", example="{place}, Kommunales Integrationszentrum (erfunden)"),
    OfficeField("anschrift", "Anschrift", longest=LONG, lines=True, example="Musterstraße 1\n00000 Musterort"),
    OfficeField("vertretung", "Vertretungsberechtigte Person", example="Erika Beispiel (erfunden)"),
    OfficeField("telefon", "Telefon", needed=False, example="0000 000000"),
    OfficeField("email", "E-Mail", mail=True, example="konfliktmanagement@kommune.example"),
    OfficeField("leitung", "Leitung der Stelle", needed=False, example="Lena Beispiel (erfunden)"),
    OfficeField("leitung_vertretung", "Stellvertretung der Leitung", needed=False, example="Levi Beispiel (erfunden)"),
    OfficeField(
        "verantwortlich",
        "Verantwortliche Stelle",
        longest=LONG,
        lines=True,
        example="{place} (erfundene Angaben)\nMusterstraße 1\n00000 Musterort",
    ),
    OfficeField(
        "datenschutz_kontakt",
        "Kontakt der oder des Datenschutzbeauftragten",
        longest=LONG,
        lines=True,
        example="Behördliche Datenschutzbeauftragte (erfunden)\ndatenschutz@kommune.example",
    ),
    OfficeField(
        "barriere_kontakt",
        "Ansprechstelle für Barrierefreiheit",
        longest=LONG,
        lines=True,
        example="Team Barrierefreiheit (erfunden)\nbarrierefrei@kommune.example",
    ),
    OfficeField("barriere_weitere", "Weitere bekannte Barrieren", needed=False, longest=LONG, lines=True),
)
BY_NAME = {field.name: field for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Office:
    """A municipality that visitors may choose."""

    identity: TenantId
    slug: Slug
    name: str


@dataclass(frozen=True, slots=True)
class OfficeTexts:
    """`kept`: what the Verwaltung wrote. `invented`: what a demo puts where nothing is kept; empty elsewhere."""

    office: Office
    kept: Mapping[str, str]
    invented: Mapping[str, str]
    changed_at: datetime | None

    @property
    def missing(self) -> tuple[OfficeField, ...]:
        """What the public pages need and nobody has written."""
        return tuple(field for field in FIELDS if field.needed and not self.text(field.name))

    def text(self, name: str) -> str:
        return self.kept.get(name) or self.invented.get(name, "")


@dataclass(frozen=True, slots=True)
class KeepOfficeTexts:
    """All texts by name; a missing or empty one is dropped."""

    municipality: TenantId
    texts: Mapping[str, str]


def offices(uow: UnitOfWork) -> tuple[Office, ...]:
    """All of the house, by name: a visitor chooses among them."""
    rows = uow.connection.execute(
        select(TENANT.c.identity, TENANT.c.slug, TENANT.c.name).where(TENANT.c.art != TEMPLATE).order_by(TENANT.c.name)
    )
    return tuple(Office(TenantId(row.identity), Slug(row.slug), row.name) for row in rows)


def office_texts(uow: UnitOfWork, slug: str) -> OfficeTexts:
    """For visitors (`Actor.system()`) of any municipality, else of one's own. Raises NotFound."""
    tenant = municipality(uow, slug=slug)
    rows = uow.connection.execute(
        select(TEXT.c.name, TEXT.c.content, TEXT.c.changed_at).where(TEXT.c.municipality == tenant.identity)
    ).all()
    kept = {row.name: row.content for row in rows if row.name in BY_NAME}
    invented = {}
    if uow.platform.settings.demo:
        examples = {field.name: field.example.format(place=tenant.name) for field in FIELDS if field.example}
        invented = {name: example for name, example in examples.items() if name not in kept}
    office = Office(tenant.identity, Slug(tenant.slug), tenant.name)
    return OfficeTexts(office, kept, invented, max((row.changed_at for row in rows), default=None))


def keep_office_texts(uow: UnitOfWork, command: KeepOfficeTexts) -> tuple[str, ...]:
    """Names of the texts that changed. Raises NotPermitted, NotFound (municipality), InvalidInput."""
    insist_on(uow.actor, Role.VERWALTUNG, sentence=say("Die Angaben der Kommune pflegt die Verwaltung."))
    tenant = municipality(uow, identity=command.municipality)
    for name, sentence in office_faults(command.texts).items():
        raise InvalidInput(f"office.{name}", sentence)
    before = office_texts(uow, tenant.slug).kept
    after = {name: text for name, given in command.texts.items() if (text := tidy(given))}
    changed = tuple(field.name for field in FIELDS if before.get(field.name) != after.get(field.name))
    if not changed:
        return ()
    mine = TEXT.c.municipality == tenant.identity
    uow.write(delete(TEXT).where(mine, TEXT.c.name.in_(changed)))
    rows = [
        {"municipality": tenant.identity, "name": name, "content": after[name], "changed_at": uow.now}
        for name in changed
        if name in after
    ]
    if rows:
        uow.write(insert(TEXT), rows)
    uow.record(OfficeTextsChanged(texts=tuple(BY_NAME[name].label for name in changed)), tenant.identity)
    uow.commit()
    return changed


def begin_office_texts(uow: UnitOfWork, tenant: TenantId, texts: Mapping[str, str]) -> None:
    """The first texts of a municipality that comes into being in this unit of work, without commit. Raises
    InvalidInput."""
    for name, sentence in office_faults(texts).items():
        raise InvalidInput(f"office.{name}", sentence)
    rows = [
        {"municipality": tenant, "name": name, "content": text, "changed_at": uow.now}
        for name, given in texts.items()
        if (text := tidy(given))
    ]
    if rows:
        uow.write(insert(TEXT), rows)
        labels = tuple(BY_NAME[str(row["name"])].label for row in rows)
        uow.record(OfficeTextsChanged(texts=labels), tenant)


def office_faults(texts: Mapping[str, str]) -> dict[str, str]:
    """German sentence by name of the text, for each that cannot be kept."""
    faults = {}
    for name, given in texts.items():
        field = BY_NAME.get(name)
        if field is None:
            faults[name] = "Diese Angabe gibt es nicht."
        elif sentence := _fault(field, tidy(given)):
            faults[name] = sentence
    return faults


def tidy(text: str) -> str:
    """Line ends as one sign, nothing at the ends of lines, no empty lines around."""
    return "\n".join(line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


def is_address(text: str) -> bool:
    """Of a person who is written to over the internet: the domain has a dot."""
    return bool(ADDRESS.fullmatch(text)) and "." in text.rpartition("@")[2]


def _fault(field: OfficeField, text: str) -> str:
    if len(text) > field.longest:
        return f"{field.label}: Der Text darf höchstens {field.longest} Zeichen haben."
    if "\n" in text and not field.lines:
        return f"{field.label}: Hier passt nur eine Zeile."
    if not text.replace("\n", "").isprintable():
        return f"{field.label}: Der Text enthält Steuerzeichen. Schreiben Sie ihn bitte ohne sie."
    if text and field.mail and not is_address(text):
        return f"{field.label}: Das ist keine E-Mail-Adresse. Sie hat die Form name@kommune.example."
    return ""
