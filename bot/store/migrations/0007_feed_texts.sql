-- The feed whose own text an article has; NULL for what was fetched or pasted, which no feed's text may replace.

ALTER TABLE articles ADD COLUMN feed INTEGER;
