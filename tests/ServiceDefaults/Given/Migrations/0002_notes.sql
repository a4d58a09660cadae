CREATE TABLE notes (
    title   text    NOT NULL,
    text    text    NOT NULL,
    version bigint  NOT NULL DEFAULT 1,
    CONSTRAINT notes_pkey PRIMARY KEY (title),
    CONSTRAINT notes_text_is_short CHECK (length(text) <= 100)
);
