"""The nouns of Newsdesk.

What the analysis finds in a text, what the store keeps and what the renderer shows, as frozen values. A finding
never holds words of its own: it holds spans, and its words are cut from the text when they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Generic, Literal, NamedTuple, TypeVar

Change = Literal["=", "~", "<", ">", "up", "down", "higher", "lower"]
QuotationKind = Literal["direct", "fragment", "indirect"]
Question = Literal["entry", "protection", "return"]
Stance = Literal[
    "visa_free",
    "visa_required",
    "restricted",
    "closed",
    "accepts",
    "case_by_case",
    "refuses",
    "undecided",
    "will_not_return",
    "returns",
]
Role = Literal["government", "court", "parliament", "opposition", "other"]

STANCES: dict[Question, tuple[Stance, ...]] = {
    "entry": ("visa_free", "visa_required", "restricted", "closed"),
    "protection": ("accepts", "case_by_case", "refuses", "undecided"),
    "return": ("will_not_return", "returns"),
}

HOST_SHELF = 0
"""The shelf of the person who hosts the bot: open to every guild, and all that direct messages see."""


class Span(NamedTuple):
    """A slice of a text: the characters from `start` up to, not including, `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of the span in `text`."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Quotation:
    """Something that somebody said.

    `span` is the words between the quotation marks (direct, fragment) or the reported clause (indirect).
    `mention` is the speaker as written beside it ("she", "Faeser", "the Kremlin"); `speaker` is the fullest name
    of the same speaker anywhere in the text, and equals `mention` where there is none fuller. `cue` is the word
    of saying, `role` the speaker's role where the text gives one. `sentence` runs from the first to the last
    sentence that holds the words and their attribution.
    """

    span: Span
    kind: QuotationKind
    sentence: Span
    speaker: Span | None = None
    mention: Span | None = None
    cue: Span | None = None
    role: Span | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that the text gives, with what it measures.

    `value` is exact; a range has its greater end in `upper`. `unit` is a canonical name ("km", "percent", "USD",
    "year"), None for a plain count. `of` is what is counted or measured. `change` is `=` exact, `~` about,
    `<` at most, `>` at least, `up` or `down` by, and `higher` or `lower` for a level that something rose or fell to.
    `who` is the speaker who gives the number, None where the article itself does. `rank` is 0 for the number that a
    reader would repeat first, None for one that is not key. `about` is what the number tells something of: the same
    as `of` for a measure, and for a count who or what has or does it: in "Ford has 13,000 workers", `of` is
    "workers" and `about` is "Ford".
    """

    span: Span
    value: Decimal
    sentence: Span
    upper: Decimal | None = None
    unit: str | None = None
    of: Span | None = None
    change: Change = "="
    who: Span | None = None
    rank: int | None = None
    about: Span | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """What one country does about people who flee a draft, as one holder states it.

    `country` and `fleeing_from` are ISO 3166-1 alpha-2 codes. `holder` is who says it, None where the article
    itself does. `said` is the date of the statement where the text or its publication date tells it. `place` counts a
    stored text's positions, a country's governing one before its others.
    """

    country: str
    question: Question
    stance: Stance
    evidence: Span
    holder: Span | None = None
    role: Role = "other"
    fleeing_from: str | None = None
    said: date | None = None
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that one version of the engine finds in one text; every span lies in that text.

    `body` is the article's paragraphs without title, byline and site furniture. `summary` is up to eight
    sentences, the most telling first: its first n, put in text order, are a summary of n sentences. Quantities
    and quotations are in text order; positions are grouped by country, the one that governs first (`find_positions`
    tells how). For a `language` other than English these three are empty.
    """

    engine: int
    language: str
    title: Span | None
    author: Span | None
    body: tuple[Span, ...]
    sentences: tuple[Span, ...]
    summary: tuple[Span, ...]
    quantities: tuple[Quantity, ...]
    quotations: tuple[Quotation, ...]
    positions: tuple[Position, ...]
    phrases: tuple[Span, ...]

    def best_sentences(self, count: int) -> tuple[Span, ...]:
        """The `count` most telling sentences, in text order."""
        return tuple(sorted(self.summary[:count]))

    def key_quantities(self) -> tuple[Quantity, ...]:
        """The numbers that a reader would repeat, the most telling first."""
        return tuple(sorted((q for q in self.quantities if q.rank is not None), key=lambda q: q.rank or 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article before it is stored: what intake made of a link, a file or a form.

    `link` is the canonical address that the text was fetched from; `given_link` is what an editor says that a
    pasted text, or a feed of another site of its own text, belongs to, which nobody checked. `feed` is the id of the
    feed whose own text it is, None for what was fetched or pasted. `image` is the address of the lead picture. Dates
    are in UTC.
    """

    title: str
    text: str
    link: str | None = None
    given_link: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    language: str | None = None
    image: str | None = None
    feed: int | None = None


class Copy(NamedTuple):
    """Another article with the same text, edited or not: a wire story that several outlets print."""

    id: int
    outlet: str | None
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A stored article without its text, as lists show it. Dates are in UTC.

    `version` counts from 1; above 1, `updated` is when the text last changed. `copies` are other articles with the same
    text, where a list shows them as one.
    """

    id: int
    version: int
    title: str
    outlet: str | None
    author: str | None
    link: str | None
    published: datetime | None
    added: datetime
    updated: datetime | None
    language: str
    copies: tuple[Copy, ...] = ()

    @property
    def dated(self) -> datetime:
        """When it was published, or else when it was added."""
        return self.published or self.added


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Headline):
    """A stored article with the text of its newest version."""

    text: str


Finding = TypeVar("Finding", Quantity, Quotation, Position)


@dataclass(frozen=True, slots=True)
class Found(Generic[Finding]):
    """A stored finding beside the article that it is a slice of."""

    finding: Finding
    article: Article

    def cut(self, span: Span | None) -> str | None:
        """The words of a span of the finding, None for no span."""
        return None if span is None else span.of(self.article.text)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found.

    `passage` is the best matching part of the body, `marks` the matching words in it. All are spans of the
    article's text; the passage is None where only the title or the outlet matched.
    """

    article: Article
    passage: Span | None
    marks: tuple[Span, ...]


EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Schedule:
    """Times of the day on some weekdays (0 is Monday) in a zone of the IANA database.

    With `every`, a number of hours, it is due at `at` and every so many hours before and after it.
    """

    at: time
    zone: str
    weekdays: frozenset[int] = EVERY_DAY
    every: int | None = None

    @property
    def times(self) -> tuple[time, ...]:
        """The times of a day at which it is due."""
        if self.every is None:
            return (self.at,)
        return tuple(self.at.replace(hour=hour) for hour in range(self.at.hour % self.every, 24, self.every))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which articles a digest takes; an empty filter lets all through.

    `include` and `exclude` are words or phrases of title or text: at least one, and none. `outlets` are names of
    outlets, `feeds` ids of feeds, `countries` ISO 3166-1 alpha-2 codes that a position is about. With `new_positions`
    only articles that state a new or changed position of a country.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    feeds: tuple[int, ...] = ()
    countries: tuple[str, ...] = ()
    language: str | None = None
    new_positions: bool = False


Length = Literal["headlines", "short", "full"]
Part = Literal["summaries", "numbers", "quotations", "countries"]
PARTS: tuple[Part, ...] = ("summaries", "numbers", "quotations", "countries")


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPlan:
    """What an editor chooses for a digest.

    `channel` and `role` are Discord's ids; the role is pinged with each edition, None for nobody. With `quiet_posts` an
    edition without news says so, else nothing is posted. With `publish` it is published from an announcement channel.
    """

    channel: int
    schedule: Schedule
    filters: Filters = Filters()
    length: Length = "short"
    parts: frozenset[Part] = frozenset(PARTS)
    role: int | None = None
    quiet_posts: bool = False
    publish: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A scheduled digest of a guild.

    A digest without `next_due` is paused, and `paused_because` says why where the bot did it.
    """

    id: int
    guild: int
    plan: DigestPlan
    created: datetime
    next_due: datetime | None
    paused_because: str | None = None


EditionState = Literal["due", "rendered", "sending", "posted", "failed", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One due posting of a digest.

    `covers_from` is where the time begins that it covers. `nonce` is at most 25 characters, the same for every try.
    `sent_first` is when its message may first have reached Discord, None where it surely has not. `note` is the last
    error, or why it was skipped.
    """

    id: int
    digest: int
    guild: int
    channel: int
    due: datetime
    covers_from: datetime
    state: EditionState
    nonce: str
    attempts: int = 0
    sent_first: datetime | None = None
    posted: datetime | None = None
    message: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that tell the same, as a digest shows them: `lead` with its analysis, and the others below it."""

    lead: Article
    analysis: Analysis | None = None
    others: tuple[Headline, ...] = ()

    @property
    def articles(self) -> tuple[int, ...]:
        """The ids of all its articles, the lead's first."""
        return (self.lead.id, *(other.id for other in self.others))


@dataclass(frozen=True, slots=True)
class PositionChange:
    """A country's newest statement on one question, and the newest one before, None where there was none."""

    before: Found[Position] | None
    after: Found[Position]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed, which is polled once for all guilds that follow it. Times are in UTC.

    `next_poll` is None once it has `ended`: its site said that it is gone for good. `problem` is the sentence of the
    last failure, None where the last poll went well; `failures` counts those in a row, since `failing_since`.
    """

    id: int
    url: str
    title: str | None = None
    site: str | None = None
    interval: timedelta
    next_poll: datetime | None
    polled: datetime | None = None
    succeeded: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    problem: str | None = None
    ended: datetime | None = None

    @property
    def name(self) -> str:
        """Its title, or else its address."""
        return self.title or self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """That a guild follows a feed.

    Of the feed's articles it takes those that have one of the words or phrases of `include`, where there are any, and
    none of `exclude`. `backlog` is how many of the newest entries it shall still begin with, None once it has begun.
    """

    guild: int
    feed: Feed
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    added: datetime
    paused: datetime | None = None
    backlog: int | None = None
