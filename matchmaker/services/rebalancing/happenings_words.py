"""What has happened, in a sentence, as organisers said it and as every page repeats it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.models import Fair, Grid, Happened, LateWay, Slot
from matchmaker.services.rebalancing.told import Told
from matchmaker.services.times import hour

LONGEST_NAME = 80


def kind_name(kind: Happened) -> str:
    """What can be said, as a button says it."""
    names = {
        Happened.LATE_OPENING: _("L’ouverture a du retard"),
        Happened.TABLE_LOST: _("Une table manque"),
        Happened.PERSON_LATE: _("Une personne du stand a du retard"),
        Happened.COMPANY_GONE: _("Des entreprises ne viennent pas"),
        Happened.COMPANY_LATE: _("Une entreprise a du retard"),
        Happened.NEWCOMERS: _("De nouvelles entreprises sont là"),
        Happened.TABLE_ADDED: _("Une table de plus"),
        Happened.COMPANY_BACK: _("Une entreprise revient"),
    }
    return names[kind]


def title(told: Sequence[Told]) -> str:
    """A name for the draft that supposes this, short enough for one."""
    first = f"{_('Rééquilibrage')} – {kind_name(told[0].kind)}"
    others = len({one.kind for one in told}) - 1
    if others:
        first = ngettext(
            "%(first)s, et autre chose", "%(first)s, et %(num)d autres choses", others, first=first
        )
    return first[:LONGEST_NAME]


def sentences(told: Sequence[Told], fair: Fair, grid: Grid, locale: str) -> list[str]:
    """All that was said; companies that do not come are named together."""
    gone = [one for one in told if one.kind is Happened.COMPANY_GONE]
    if len(gone) < 2:
        return [sentence(one, fair, grid, locale) for one in told]
    names = sorted((_("« %(name)s »", name=_name(one)) for one in gone), key=str.casefold)
    together = ngettext(
        "%(num)d entreprise ne vient pas, ou est partie : %(names)s.",
        "%(num)d entreprises ne viennent pas, ou sont parties : %(names)s.",
        len(gone),
        names=", ".join(names),
    )
    return [together, *(sentence(one, fair, grid, locale) for one in told if one not in gone)]


def sentence(told: Told, fair: Fair, grid: Grid, locale: str) -> str:
    """The whole of it, with names and hours as they were announced in ``grid``."""
    return _SENTENCES[told.kind](told, _Hours(fair, grid), locale)


class _Hours:
    """Slots in words."""

    def __init__(self, fair: Fair, grid: Grid) -> None:
        self._fair = fair
        self._slots: Sequence[Slot] = grid.slots
        self._place: Mapping[str, int] = {slot.code: place for place, slot in enumerate(grid.slots)}

    def during(self, told: Told) -> str:
        first = self._slots[self._place.get(told.from_slot or "", 0)]
        last = self._slots[self._place.get(told.until_slot or "", len(self._slots) - 1)]
        start, end = hour(self._fair, first.starts_at), hour(self._fair, last.ends_at)
        return _("de %(start)s à %(end)s", start=start, end=end)

    def arrival(self, told: Told) -> str:
        """The hour of the first slot that is not missed."""
        place = self._place.get(told.until_slot or "", -1) + 1
        if place >= len(self._slots):
            return ""
        return hour(self._fair, self._slots[place].starts_at)


def _late_opening(told: Told, _hours: _Hours, _locale: str) -> str:
    minutes = told.minutes or 0
    late = ngettext(
        "L’ouverture a %(num)d minute de retard", "L’ouverture a %(num)d minutes de retard", minutes
    )
    ways = {
        LateWay.DROP: _("les premiers créneaux sont supprimés, les autres gardent leur heure"),
        LateWay.SHORTEN: _("les rendez-vous sont plus courts, pour ne pas finir plus tard"),
        LateWay.OVERRUN: _("tout est décalé d’autant, la fin aussi"),
    }
    return _("%(late)s : %(way)s.", late=late, way=ways[told.way or LateWay.DROP])


def _table_lost(told: Told, hours: _Hours, locale: str) -> str:
    return _("%(table)s manque %(during)s.", table=_table(told, locale), during=hours.during(told))


def _table_added(told: Told, hours: _Hours, locale: str) -> str:
    desk = "" if told.desk is None else told.desk.label(locale)
    return _("Une table de plus au stand « %(desk)s », %(during)s.", desk=desk, during=hours.during(told))


def _table(told: Told, locale: str) -> str:
    desk = "" if told.desk is None else told.desk.label(locale)
    number = 0 if told.table is None else told.table.number
    return _("La table %(number)d du stand « %(desk)s »", number=number, desk=desk)


def _person_late(told: Told, hours: _Hours, _locale: str) -> str:
    name = "" if told.person is None else told.person.name
    return _("« %(name)s » n’est là qu’à partir de %(hour)s.", name=name, hour=hours.arrival(told))


def _gone(told: Told, _hours: _Hours, _locale: str) -> str:
    return _("« %(name)s » ne vient pas, ou est partie.", name=_name(told))


def _company_late(told: Told, hours: _Hours, _locale: str) -> str:
    return _("« %(name)s » n’est là qu’à partir de %(hour)s.", name=_name(told), hour=hours.arrival(told))


def _back(told: Told, _hours: _Hours, _locale: str) -> str:
    return _("« %(name)s » revient.", name=_name(told))


def _newcomers(_told: Told, _hours: _Hours, _locale: str) -> str:
    return _("Les entreprises arrivées depuis la publication comptent.")


def _name(told: Told) -> str:
    return "" if told.company is None else told.company.name


_SENTENCES: dict[Happened, Callable[[Told, _Hours, str], str]] = {
    Happened.LATE_OPENING: _late_opening,
    Happened.TABLE_LOST: _table_lost,
    Happened.PERSON_LATE: _person_late,
    Happened.COMPANY_GONE: _gone,
    Happened.COMPANY_LATE: _company_late,
    Happened.NEWCOMERS: _newcomers,
    Happened.TABLE_ADDED: _table_added,
    Happened.COMPANY_BACK: _back,
}
