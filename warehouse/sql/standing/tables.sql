-- What the next run needs in order to add to this file what is new; none of it is published.
CREATE SCHEMA standing;
-- The article of nearly the same text that each article follows, if any.
CREATE TABLE standing.copies (article_id VARCHAR PRIMARY KEY, followed VARCHAR);
-- What was made of each unknown name.
CREATE TABLE standing.weighed (
  entity_id VARCHAR,
  name VARCHAR,
  is_compared BOOLEAN,
  written VARCHAR[],
  parent VARCHAR,
  root_id VARCHAR,
  nearest_id VARCHAR,
  is_named BOOLEAN,
  similarity DOUBLE,
  proposals VARCHAR[]
);
-- Where each statement stands (see resolving.memory), and what it tells (see resolving.told).
CREATE TABLE standing.placements (
  claim_id VARCHAR NOT NULL,
  turn TINYINT NOT NULL,
  block BIGINT NOT NULL,
  own VARCHAR,
  root VARCHAR NOT NULL,
  reason VARCHAR NOT NULL,
  is_open BOOLEAN NOT NULL,
  told_on DATE NOT NULL,
  recorded_at TIMESTAMP NOT NULL,
  article_id VARCHAR NOT NULL,
  sentence BIGINT NOT NULL,
  family VARCHAR NOT NULL,
  unit VARCHAR,
  amount DOUBLE NOT NULL,
  dollars DOUBLE,
  soft BOOLEAN NOT NULL,
  planned BOOLEAN NOT NULL,
  is_anyones BOOLEAN NOT NULL,
  denied BOOLEAN NOT NULL,
  cues VARCHAR NOT NULL
);
-- The numbers under which leaders are found, and under which statements ask for them.
CREATE TABLE standing.offers (claim_id VARCHAR NOT NULL, turn TINYINT NOT NULL, number BIGINT NOT NULL);
CREATE TABLE standing.asks (claim_id VARCHAR NOT NULL, turn TINYINT NOT NULL, number BIGINT NOT NULL);
-- What each fact is linked to others by, beside the articles that tell it; the groups within which
-- it is linked and makes agreements; and whether it may be part of a fact of another group, which
-- must be measured alike and share a party.
CREATE TABLE standing.facts (
  leader VARCHAR NOT NULL,
  fact_id VARCHAR NOT NULL,
  profile VARCHAR NOT NULL,
  link_group VARCHAR,
  opens BOOLEAN NOT NULL,
  measure VARCHAR,
  parties VARCHAR[] NOT NULL,
  agreement_group VARCHAR
)
