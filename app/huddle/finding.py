"""What each rule finds in a team's records, and what got better there. Asks no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from app.causes.cards import Card, cards_of, open_cards
from app.huddle.facts import Standing, TeamFacts
from app.huddle.rules import Reason, Record, Rule
from app.measures.addresses import series_url
from app.pdsa.fidelity import Test, predicted
from app.pdsa.models import Cycle, CycleStatus, Decision
from app.pdsa.queries import ramp_key
from app.standings import words
from app.teams.models import Team
from app.teams.story import waiting_cycles
from app.templating import long_date

HALF = 0.5
LOW = 2.0
"""The progress score up to which a team that does not move needs help: activity, no changes yet."""
LATELY = timedelta(days=28)
"""What got better within this time is told first."""
MONTH = 30.4

Finder = Callable[[TeamFacts, Rule, date], Reason | None]


def reasons_of(facts: TeamFacts, rules: Mapping[str, Rule], today: date) -> tuple[Reason, ...]:
    """Every reason that the rules give, the strongest first."""
    found = []
    for key, rule in rules.items():
        reason = FINDERS[key](facts, rule, today)
        if reason is not None:
            found.append(reason)
    return tuple(sorted(found, key=lambda reason: -reason.rule.level))


def _help(facts: TeamFacts, rule: Rule, today: date) -> Reason | None:
    waiting = [each for each in facts.requests if each.answered is None]
    found = sorted(waiting, key=lambda request: request.since)
    return _reason(rule, [Record(each.text, each.href) for each in found], "Answer it")


def _answered(facts: TeamFacts, rule: Rule, today: date) -> Reason | None:
    """A request that waits for the team: the coach had the last word."""
    before = today - timedelta(days=rule.limit or 0)
    found = sorted(
        (each.answered, each.text, each.href)
        for each in facts.requests
        if each.answered is not None and each.answered <= before
    )
    records = [Record(f"{text} Answered {long_date(on)}", href) for on, text, href in found]
    return _reason(rule, records, "Ask whether it helped")


def _concern(facts: TeamFacts, rule: Rule, today: date) -> Reason | None:
    found = [
        (each, series_url(each.series, "reviews.show"))
        for each in facts.standings
        if each.verdict == "concern"
    ]
    records = [Record(_signal(each), href) for each, href in found]
    return _reason(rule, records, "Read the chart with them")


def _undecided(facts: TeamFacts, rule: Rule, today: date) -> Reason | None:
    before = today - timedelta(days=rule.limit or 0)
    records = []
    for each in facts.standings:
        for card in _open(each):
            since = _seen(each, card)
            if since <= before:
                href = series_url(
                    each.series, "causes.show", side=card.side, day=card.first.isoformat()
                )
                text = (
                    f"{each.series.measure.name}: {card.top.title}, known since {long_date(since)}"
                )
                records.append((since, Record(text, href)))
    ordered = [record for _, record in sorted(records, key=lambda pair: pair[0])]
    return _reason(rule, ordered, "Ask what caused it")


def _open(each: Standing) -> tuple[Card, ...]:
    if each.latest is None or not each.signals:
        return ()
    frequency = each.series.measure.frequency
    cards = cards_of(words.lines(each.signals, frequency), each.causes)
    return open_cards(cards, each.latest, frequency)


def _seen(each: Standing, card: Card) -> date:
    keys = {line.key for line in card.lines}
    return min(signal.seen_at for signal in each.signals if signal.key in keys).date()


def _overdue(facts: TeamFacts, rule: Rule, today: date) -> Reason | None:
    late = [due for due in facts.due if (today - due.due_on).days >= max(1, rule.limit or 0)]
    records = [
        Record(f"{due.measure_name}, {due.period_name}: due since {long_date(due.due_on)}", due.url)
        for due in sorted(late, key=lambda due: due.due_on)
    ]
    return _reason(rule, records, "Ask what holds the data up")


def _cycles(facts: TeamFacts, rule: Rule, today: date) -> Reason | None:
    since = today - timedelta(weeks=rule.limit or 0)
    decided = [(c.decided_on, c) for c in facts.cycles if c.decision and c.decided_on]
    last = max(decided, key=lambda pair: (pair[0], pair[1].number), default=None)
    began = last[0] if last else facts.team.created_at.date()
    if began > since:
        return None
    running = waiting_cycles(facts.cycles)
    if last:
        text = f"Cycle {last[1].number} was the last, on {long_date(last[0])}"
        record = Record(text, _cycle_url(facts.team, last[1]))
    else:
        record = Record("No cycle is decided yet", _team_url("pdsa.index", facts.team))
    if running:
        step = running[0].status.value
        return Reason(
            rule,
            (record,),
            f"Help cycle {running[0].number} through {step.capitalize()}",
            _cycle_url(facts.team, running[0]),
        )
    return _reason(rule, [record], "Plan the smallest next test with them")


def _prediction(facts: TeamFacts, rule: Rule, today: date) -> Reason | None:
    by_id = {cycle.id: cycle for cycle in facts.cycles}
    ramps: dict[str, list[Cycle]] = defaultdict(list)
    for cycle in facts.cycles:
        ramps[ramp_key(cycle, by_id)].append(cycle)
    records = []
    for cycles in ramps.values():
        if all(cycle.decision is not None for cycle in cycles):
            continue
        check = predicted([_test(cycle) for cycle in cycles])
        without = [cycle for cycle in cycles if _test(cycle).has_started and not cycle.predictions]
        # The latest is the one that can still be mended, or learned from.
        if not check.kept and without:
            text = f"{without[-1].title}: {check.why}"
            records.append(Record(text, _cycle_url(facts.team, without[-1])))
    return _reason(rule, records, "Ask what they expect to see")


def _test(cycle: Cycle) -> Test:
    return Test(
        number=cycle.number,
        has_started=cycle.status is not CycleStatus.PLAN,
        is_decided=cycle.decision is not None,
        is_abandoned=cycle.decision is Decision.ABANDON,
        follows=cycle.previous_id is not None,
        scale=None,
        predictions=len(cycle.predictions),
        learned=bool(cycle.learned.strip()),
    )


def _aim(facts: TeamFacts, rule: Rule, today: date) -> Reason | None:
    aim = facts.aim
    if aim is None or aim.by_when is None:
        return None
    if aim.by_when - today > timedelta(days=rule.limit or 0):
        return None
    done, improving = _done(facts)
    if done is not None and (done >= 1 or (done >= HALF and aim.by_when >= today)):
        return None
    if improving and aim.by_when >= today:
        return None
    due = "Due" if aim.by_when >= today else "Was due"
    share = "nothing tells how far it has come"
    if done is not None:
        share = f"{round(100 * max(0.0, done))}% of the way is done"
    record = Record(f"{due} {long_date(aim.by_when)}: {share}", _team_url("teams.show", facts.team))
    return _reason(rule, [record], "Look at aim and theory with them")


def _done(facts: TeamFacts) -> tuple[float | None, bool]:
    """The share of the way from baseline to target that is done, and whether the chart improves."""
    aim = facts.aim
    if aim is None:
        return None, False
    standing = next(
        (each for each in facts.standings if each.series.measure_id == aim.measure_id), None
    )
    improving = standing is not None and standing.verdict == "improvement"
    now = standing.recent if standing else None
    if now is None or aim.baseline is None or aim.target is None or aim.target == aim.baseline:
        return None, improving
    return (now - aim.baseline) / (aim.target - aim.baseline), improving


def _score(facts: TeamFacts, rule: Rule, today: date) -> Reason | None:
    if not facts.scores:
        return None
    latest = facts.scores[-1]
    before = today - timedelta(days=round(MONTH * (rule.limit or 0)))
    then = [each for each in facts.scores if each.on <= before]
    if latest.value > LOW or not then or latest.value > then[-1].value:
        return None
    text = f"{latest.value:.1f} on {long_date(latest.on)}, {then[-1].value:.1f} on {long_date(then[-1].on)}"
    return _reason(rule, [Record(text, latest.href)], "Agree on the next half point")


FINDERS: Mapping[str, Finder] = {
    "help": _help,
    "answered": _answered,
    "concern": _concern,
    "undecided": _undecided,
    "overdue": _overdue,
    "cycles": _cycles,
    "prediction": _prediction,
    "aim": _aim,
    "score": _score,
}


def _reason(rule: Rule, records: Sequence[Record], action: str) -> Reason | None:
    return Reason(rule, tuple(records), action, records[0].href) if records else None


def _signal(each: Standing) -> str:
    top = each.top
    frequency = each.series.measure.frequency
    said = words.told(top, frequency) if top else "Signals that point the worse way"
    return f"{each.series.measure.name}: {said}"


@dataclass(frozen=True, slots=True)
class Better:
    """Something that got better in a team."""

    text: str
    href: str
    on: date
    direction: str | None
    """The way a chart went; None for a cycle or an aim."""

    def is_new(self, today: date) -> bool:
        """Whether it came within the last weeks."""
        return today - self.on <= LATELY


def better_of(facts: TeamFacts, today: date) -> tuple[Better, ...]:
    """Improvements that hold, the aim if it is reached, changes adopted lately; the latest first."""
    found = [*_improving(facts.standings), *_adopted(facts, today)]
    done, _ = _done(facts)
    if facts.aim is not None and done is not None and done >= 1:
        on = next(
            each.changed
            for each in facts.standings
            if each.series.measure_id == facts.aim.measure_id
        )
        found.append(Better("The aim is reached", _team_url("teams.show", facts.team), on, None))
    return tuple(sorted(found, key=lambda each: each.on, reverse=True))


def _improving(standings: Iterable[Standing]) -> Iterable[Better]:
    for each in standings:
        top = next((s for s in each.signals if s.current and s.verdict == "improvement"), None)
        if each.verdict == "improvement" and top is not None:
            yield Better(_signal(each), series_url(each.series), top.seen_at.date(), each.direction)


def _adopted(facts: TeamFacts, today: date) -> Iterable[Better]:
    for cycle in facts.cycles:
        if cycle.decision is Decision.ADOPT and cycle.decided_on:
            better = Better(
                f"Adopted: {cycle.title}", _cycle_url(facts.team, cycle), cycle.decided_on, None
            )
            if better.is_new(today):
                yield better


def _cycle_url(team: Team, cycle: Cycle) -> str:
    return _team_url("pdsa.show", team, number=cycle.number)


def _team_url(endpoint: str, team: Team, **more: int) -> str:
    return url_for(endpoint, network_slug=team.network.slug, team_slug=team.slug, **more)  # type: ignore[arg-type]
