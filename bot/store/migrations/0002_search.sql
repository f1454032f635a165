-- SQLite's full-text indexes (FTS5).  They hold no text of their own: two views say what is in them, and
-- bot/store/sqlite.py takes an article out before it changes and puts it in again afterwards.
-- The tokenizer knows characters up to Unicode 6.1: newer signs that stand beside words are named as separators.
-- The column `shelves` holds the ids of the guilds that see the article, so that a search looks only at theirs.

CREATE VIEW searchable AS
SELECT
    articles.id,
    articles.title,
    articles.outlet,
    article_versions.text AS body,
    (SELECT group_concat(guild, ' ') FROM shelves WHERE article = articles.id AND removed_at IS NULL) AS shelves
FROM articles
JOIN article_versions ON article_versions.article = articles.id AND article_versions.version = articles.version;

CREATE VIRTUAL TABLE search USING fts5 (
    title, outlet, body, shelves,
    content = 'searchable', content_rowid = 'id',
    prefix = '3 4 5',
    tokenize = "unicode61 remove_diacritics 2 separators '₹₺₽₿'"
);

-- A small second index answers while somebody types: a prefix of one letter must not read whole bodies.
CREATE VIEW nameable AS
SELECT
    articles.id,
    articles.title,
    (SELECT topics FROM analyses WHERE article = articles.id) AS topics,
    (SELECT group_concat(speaker_name, char(10)) FROM quotations WHERE article = articles.id) AS speakers,
    (SELECT group_concat(guild, ' ') FROM shelves WHERE article = articles.id AND removed_at IS NULL) AS shelves
FROM articles;

CREATE VIRTUAL TABLE names USING fts5 (
    title, topics, speakers, shelves,
    content = 'nameable', content_rowid = 'id',
    prefix = '1 2 3 4',
    tokenize = "unicode61 remove_diacritics 2 separators '₹₺₽₿'"
);
