-- A warehouse of claims and facts with realistic skew, generated without reading a page: a few
-- parties are in most facts, a few facts are told by thousands. What is drawn is drawn by hash, so
-- that it is the same each time.
CREATE OR REPLACE MACRO drawn(n, what) AS (hash(n, what) % 1000003) / 1000003.0;
CREATE OR REPLACE MACRO picked(n, what, words) AS words[1 + floor(drawn(n, what) * len(words))::INT];

CREATE TEMP TABLE parties AS
SELECT entity_id, name, row_number() OVER (ORDER BY is_candidate, hash(entity_id)) - 1 AS place
FROM entities WHERE kind = 'organisation' OR entity_id LIKE 'name:company-%';

CREATE TEMP TABLE chips AS
SELECT entity_id, name, row_number() OVER (ORDER BY hash(entity_id)) - 1 AS place
FROM entities WHERE kind = 'chip';

CREATE TEMP TABLE things AS
WITH numbered AS (
  -- Every twentieth fact is a tranche of the one before, between the same parties.
  SELECT n, if(n % 20 = 0 AND n > 0, n - 1, n) AS like_n FROM range($facts) AS t(n)
), sorted AS (
  SELECT *, picked(like_n, 'kind', [
    'deal', 'deal', 'deal', 'deal', 'deal', 'deal', 'deal', 'dependency', 'dependency',
    'dependency', 'dependency', 'dependency', 'capacity', 'capacity', 'capacity', 'volume',
    'volume', 'share', 'duration', 'milestone']) AS kind
  FROM numbered
)
SELECT
  sorted.*,
  format('{:016x}', n) AS fact_id,
  -- Logarithmic skew: the tenth of all parties is in half of all facts and more.
  floor(pow((SELECT count(*) FROM parties), drawn(like_n, 'subject')))::INT - 1 AS subject_place,
  floor(pow((SELECT count(*) FROM parties), drawn(like_n, 'object')))::INT - 1 AS object_place,
  floor(pow((SELECT count(*) FROM chips), drawn(like_n, 'chip')))::INT - 1 AS chip_place,
  kind = 'milestone' AS is_of_chip,
  -- A third of all shares are told of a customer by letter, some deals of several that are paid.
  kind = 'share' AND drawn(n, 'letter') < 0.33 AS is_by_letter,
  kind IN ('deal', 'capacity') AND drawn(like_n, 'joint') < 0.05 AS is_joint,
  kind = 'volume' OR (kind = 'dependency' AND drawn(n, 'part') < 0.3) AS is_for_chip,
  CASE kind
    WHEN 'deal' THEN picked(n, 'role', ['purchase', 'purchase', 'purchase', 'lease',
      'power_purchase', 'investment', 'investment', 'financing', 'capex'])
    WHEN 'dependency' THEN picked(n, 'role', ['supplies', 'uses', 'hosts', 'foundry', 'co_design'])
  END AS role,
  CASE kind WHEN 'milestone' THEN picked(n, 'stage', ['announced', 'tape_out', 'sampling',
    'production', 'available', 'first_deployment']) END AS stage,
  CASE kind WHEN 'duration' THEN 'contract_term' END AS metric,
  CASE kind
    WHEN 'deal' THEN round(pow(10, 6 + 5 * drawn(n, 'amount')), -5)
    WHEN 'capacity' THEN round(pow(10, 7 + 3 * drawn(n, 'amount')), -5)
    WHEN 'volume' THEN round(pow(10, 2 + 4 * drawn(n, 'amount')))
    WHEN 'share' THEN round(0.05 + 0.4 * drawn(n, 'amount'), 2)
    WHEN 'duration' THEN 12 * (1 + (drawn(n, 'amount') * 15)::INT)
  END AS amount,
  CASE kind WHEN 'deal' THEN if(drawn(n, 'rate') < 0.05, 'USD/year', 'USD') WHEN 'capacity' THEN 'W'
    WHEN 'volume' THEN 'count' WHEN 'share' THEN 'fraction' WHEN 'duration' THEN 'months' END
    AS unit,
  DATE '2024-01-01' + (drawn(n, 'day') * 860)::INT AS first_day,
  picked(n, 'firmness', ['rumoured', 'exploring', 'announced', 'announced', 'announced',
    'contracted', 'contracted', 'delivering']) AS firmness
FROM sorted;

CREATE TEMP TABLE tellings AS
WITH told AS (
  SELECT n AS number, if(n < $facts, n, floor($facts * pow(drawn(n, 'thing'), 2))::INT) AS thing
  FROM range($claims) AS t(n)
)
SELECT
  number,
  format('{:016x}', number) AS claim_id,
  things.*,
  least(first_day + if(number < $facts, 0, (60 * pow(drawn(number, 'late'), 3))::INT),
    DATE '2026-07-19') AS told_on,
  format('{:016x}', (least(first_day + if(number < $facts, 0,
    (60 * pow(drawn(number, 'late'), 3))::INT), DATE '2026-07-19') - DATE '2024-01-01') * 216
    + hash(number) % 216) AS article_id
FROM told
JOIN things ON things.n = told.thing;

INSERT INTO articles BY NAME
SELECT
  article_id, article_id AS page_id, 'generated' AS source_id, told_on + INTERVAL 12 HOUR
    AS recorded_at, 1 AS version, true AS is_latest, 'paper' || paper AS publisher_group,
  article_id AS duplicate_group, 'paper' || paper AS voice,
  'https://paper' || paper || '.example/' || article_id AS url, 'Article' AS title, '' AS text,
  told_on AS published, 'day' AS published_precision, 'day' AS updated_precision,
  'Paper ' || paper AS publisher, picked(paper, 'tier', ['filing', 'company', 'trade', 'news',
  'news', 'news', 'blog']) AS tier, 'en' AS language, false AS machine_written,
  article_id AS text_sha256, 400 AS words
FROM (
  SELECT article_id, any_value(told_on) AS told_on,
    floor(pow(400, drawn(article_id, 'paper')))::INT AS paper
  FROM tellings GROUP BY article_id
);

INSERT INTO pages BY NAME
SELECT page_id, source_id, url, 'text/html' AS media_type, 1 AS size, recorded_at AS fetched_at
FROM articles;

INSERT INTO claims BY NAME
SELECT
  claim_id, claim_id AS statement_id, article_id, article_id AS page_id, kind, role, stage, metric,
  amount AS low, amount AS high, unit, 'exact' AS qualifier,
  CASE WHEN kind = 'milestone' THEN first_day + 100 END AS when_start,
  CASE WHEN kind = 'milestone' THEN first_day + 190 END AS when_end,
  if(is_by_letter AND drawn(number, 'says') < 0.2, json_object('customer', 'Company ' || n % 50,
    'customer_quote', 'It is Company ' || n % 50 || '.'), '{}') AS conditions, false AS qualitative,
  picked(number, 'modality', ['announced', 'announced', 'planned', 'achieved']) AS modality,
  CASE WHEN kind = 'capacity' THEN picked(n, 'basis', [NULL, NULL, 'it', 'grid']) END AS basis,
  CASE WHEN kind IN ('deal', 'capacity', 'dependency') THEN firmness END AS firmness,
  0.5 + 0.45 * drawn(number, 'confidence') AS confidence,
  if(kind = 'share', 'It made up so much of revenue.', 'Sentence ' || number || ' tells of it.')
    AS quote,
  0 AS char_start, 20 AS char_end, told_on AS published,
  told_on + INTERVAL 12 HOUR AS recorded_at, told_on, true AS is_current
FROM tellings;

INSERT INTO claim_parties BY NAME
SELECT claim_id, 'subject' AS role, 0 AS position, name, name AS written, entity_id
FROM tellings JOIN parties ON place = subject_place WHERE NOT is_of_chip
UNION ALL BY NAME
SELECT claim_id, 'subject' AS role, 0 AS position, name, name AS written, entity_id
FROM tellings JOIN chips ON place = chip_place WHERE is_of_chip
UNION ALL BY NAME
SELECT claim_id, 'object' AS role, 0 AS position, name, name AS written, entity_id
FROM tellings JOIN parties ON place = object_place
WHERE NOT is_of_chip AND NOT is_for_chip AND NOT is_by_letter AND coalesce(role <> 'capex', true)
UNION ALL BY NAME
SELECT claim_id, 'object' AS role, 1 AS position, name, name AS written, entity_id
FROM tellings JOIN parties ON place = subject_place // 2 WHERE is_joint
UNION ALL BY NAME
SELECT claim_id, 'object' AS role, 0 AS position, name, name AS written, entity_id
FROM tellings JOIN entities ON entity_id = 'name:customer-a' WHERE is_by_letter
UNION ALL BY NAME
SELECT claim_id, 'object' AS role, 0 AS position, name, name AS written, entity_id
FROM tellings JOIN chips ON place = chip_place WHERE is_for_chip;

INSERT INTO fact_claims BY NAME
SELECT
  claim_id, fact_id, if(number >= $facts AND drawn(number, 'denies') < 0.003, 'denies', 'asserts')
    AS stance, 'generated' AS reason, false AS is_open
FROM tellings;

INSERT INTO fact_links BY NAME
SELECT tranche.fact_id, 'part_of' AS relation, whole.fact_id AS other_fact_id,
  'generated' AS reason
FROM things AS tranche JOIN things AS whole ON whole.n = tranche.n - 1
WHERE tranche.n % 20 = 0 AND tranche.n > 0 AND tranche.kind = 'deal';

INSERT INTO fact_links BY NAME
SELECT later.fact_id, if(later.n % 40 = 3, 'contradicts', 'revises') AS relation,
  earlier.fact_id AS other_fact_id, 'generated' AS reason
FROM things AS later JOIN things AS earlier ON earlier.n = later.n - 2
WHERE later.n % 20 = 3 AND later.kind = earlier.kind;

INSERT INTO agreement_facts BY NAME
SELECT
  format('deal:{}:{}:{}', subject_place, object_place, date_trunc('quarter', first_day))
    AS agreement_id,
  fact_id, 'supply' AS agreement_class,
  if(kind = 'duration', 'term', if(contains(unit, '/'), 'rate', 'total')) AS part
FROM things WHERE kind IN ('deal', 'capacity', 'duration');
