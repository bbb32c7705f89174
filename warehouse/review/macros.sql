-- What a number may come to in dollars, to rank what a person should look at first.
CREATE OR REPLACE TEMP MACRO stake(x, unit) AS coalesce(
  abs(x) * CASE
    WHEN unit = 'W' THEN threshold('review_usd_per_watt')
    WHEN unit = 'count' THEN threshold('review_usd_per_unit')
    WHEN regexp_matches(unit, '^[A-Z]{3}(/month|/year)?$') THEN
      CASE WHEN starts_with(unit, 'USD') THEN 1 ELSE (
        SELECT arg_max(usd_per_unit, day) FROM exchange_rates WHERE currency = left(unit, 3)
      ) END
      * CASE WHEN ends_with(unit, '/month') THEN 12 ELSE 1 END
  END,
  threshold('review_usd_otherwise')
);

CREATE OR REPLACE TEMP MACRO is_denied_whole(state) AS state IN ('denied', 'cancelled');

-- A fact in one line.
CREATE OR REPLACE TEMP MACRO told_fact(
  kind, subject, object, role, stage, metric, low, high, unit, first, last
) AS concat_ws(
  ', ',
  concat(kind, ' ', coalesce(subject, '?'), ' → ' || object),
  coalesce(role, stage, metric),
  amount_in_words(low, high, unit),
  interval_in_words(first, last)
);

CREATE OR REPLACE TEMP MACRO told_sentence(told_on, publisher, quote) AS
  concat(told_on, ' ', coalesce(publisher, 'unknown'), ': “', quote, '”');

-- So many of a thing: "1 voice", "3 voices".
CREATE OR REPLACE TEMP MACRO so_many(number, noun) AS
  format('{} {}', number, noun) || if(number = 1, '', 's');
