-- Articles, who may see them, what was found in them, and who did what.
-- Times are seconds since 1970 in UTC.  A span is written 'start:end' in characters of the newest version's text;
-- a list of spans is a JSON array of numbers, start and end in turn.

CREATE TABLE articles (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice: old messages still point at it
    identity    TEXT    NOT NULL UNIQUE,            -- 'link:<canonical link>' or 'text:<guild>:<fingerprint>'
    fingerprint TEXT    NOT NULL,                   -- of the newest version's text
    version     INTEGER NOT NULL,
    title       TEXT    NOT NULL,
    outlet      TEXT,
    author      TEXT,
    link        TEXT,                               -- where the text was fetched from
    given_link  TEXT,                               -- where an editor says that a pasted text is from
    published   INTEGER,
    added       INTEGER NOT NULL,
    updated     INTEGER,
    language    TEXT    NOT NULL
);
CREATE INDEX articles_by_fingerprint ON articles (fingerprint);

CREATE TABLE article_versions (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    version INTEGER NOT NULL,
    added   INTEGER NOT NULL,
    title   TEXT    NOT NULL,
    text    TEXT    NOT NULL,
    PRIMARY KEY (article, version)
);

-- What a guild keeps; guild 0 is the host's shelf, which everybody sees.  The date and the outlet are repeated here
-- so that a guild's lists are read in order from one index.
CREATE TABLE shelves (
    guild      INTEGER NOT NULL,
    article    INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    added      INTEGER NOT NULL,
    dated      INTEGER NOT NULL,                    -- when published, or else when added to this shelf
    outlet     TEXT,                                -- folded: lower case, no diacritics
    removed_at INTEGER,
    PRIMARY KEY (guild, article)
);
CREATE INDEX shelves_by_article ON shelves (article);
CREATE INDEX shelves_by_date    ON shelves (guild, dated, article)         WHERE removed_at IS NULL;
CREATE INDEX shelves_by_outlet  ON shelves (guild, outlet, dated, article) WHERE removed_at IS NULL;
CREATE INDEX shelves_removed    ON shelves (guild, removed_at)             WHERE removed_at IS NOT NULL;

-- What the newest engine found in the newest version; findings of older ones are not kept, their texts are.
CREATE TABLE analyses (
    article   INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    version   INTEGER NOT NULL,
    engine    INTEGER NOT NULL,
    language  TEXT    NOT NULL,
    title     TEXT,
    author    TEXT,
    body      TEXT    NOT NULL,
    sentences TEXT    NOT NULL,
    summary   TEXT    NOT NULL,
    phrases   TEXT    NOT NULL,
    topics    TEXT    NOT NULL                      -- the words of the phrases, for the search index
);
CREATE INDEX analyses_by_engine ON analyses (engine, article);

CREATE TABLE quantities (
    article  INTEGER NOT NULL REFERENCES analyses ON DELETE CASCADE,
    number   INTEGER NOT NULL,                      -- its place in the text
    span     TEXT    NOT NULL,
    sentence TEXT    NOT NULL,
    value    TEXT    NOT NULL,                      -- decimal, exact
    upper    TEXT,
    unit     TEXT,
    change   TEXT    NOT NULL,
    "of"     TEXT,
    about    TEXT,
    who      TEXT,
    rank     INTEGER,
    PRIMARY KEY (article, number)
);

CREATE TABLE quotations (
    article        INTEGER NOT NULL REFERENCES analyses ON DELETE CASCADE,
    number         INTEGER NOT NULL,
    span           TEXT    NOT NULL,
    sentence       TEXT    NOT NULL,
    kind           TEXT    NOT NULL,
    speaker        TEXT,
    mention        TEXT,
    cue            TEXT,
    role           TEXT,
    speaker_name   TEXT,                            -- the speaker's words, for completion and the search index
    speaker_folded TEXT,
    PRIMARY KEY (article, number)
);

CREATE TABLE positions (
    article      INTEGER NOT NULL REFERENCES analyses ON DELETE CASCADE,
    number       INTEGER NOT NULL,
    country      TEXT    NOT NULL,
    question     TEXT    NOT NULL,
    stance       TEXT    NOT NULL,
    fleeing_from TEXT,
    evidence     TEXT    NOT NULL,
    holder       TEXT,
    role         TEXT    NOT NULL,
    said         INTEGER,                           -- midnight of the day it was said
    dated        INTEGER NOT NULL,                  -- when said, or else published, or else added
    PRIMARY KEY (article, number)
);
CREATE INDEX positions_by_country ON positions (country, question, dated, article, number);
CREATE INDEX positions_by_origin  ON positions (fleeing_from);

CREATE TABLE guilds (
    id        INTEGER PRIMARY KEY,
    joined_at INTEGER,
    left_at   INTEGER,
    settings  TEXT NOT NULL DEFAULT '{}'            -- JSON
);

-- What editors did: the only table that holds ids of users.
CREATE TABLE audit (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    guild   INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    actor   INTEGER NOT NULL,
    action  TEXT    NOT NULL,
    article INTEGER
);
CREATE INDEX audit_by_guild ON audit (guild, id);

CREATE TABLE state (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
