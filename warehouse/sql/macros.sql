CREATE OR REPLACE MACRO threshold(wanted) AS (SELECT value FROM thresholds WHERE name = wanted);

-- An amount that adds up the same in any order; nothing real is as large as what it leaves out.
CREATE OR REPLACE MACRO exact(x) AS
  CASE WHEN abs(x) < 1e24 THEN try_cast(x AS DECIMAL(38, 2)) END;

CREATE OR REPLACE MACRO days_per_month() AS 30.4375;

-- A bound of the Wilson score interval of a rate: the lower one for a negative z, else the upper.
CREATE OR REPLACE MACRO wilson_bound(rate, counted, z) AS
  (rate + z * z / (2 * counted)
    + z * sqrt(rate * (1 - rate) / counted + z * z / (4 * counted * counted)))
  / (1 + z * z / counted);

CREATE OR REPLACE MACRO iso_week(day) AS strftime(day, '%G-W%V');

-- A number in the words of news: 38000000000, 'USD' is "$38 billion", 1.2e9, 'W' is "1.2 GW".
CREATE OR REPLACE MACRO number_in_words(x) AS CASE
  WHEN abs(x) >= 1e15 THEN format('{:.3g}', x::DOUBLE)
  WHEN x = round(x) THEN format('{:,}', try_cast(x AS BIGINT))
  ELSE regexp_replace(printf('%.*f', CASE WHEN abs(x) < 1 THEN 3 ELSE 2 END, x::DOUBLE), '0+$', '')
    .rtrim('.')
END;

-- With the name of its magnitude: one of five (or four) names, the second from a given size on.
CREATE OR REPLACE MACRO scaled_in_words(x, names, size) AS
  [number_in_words(x / [1, 1e3, 1e6, 1e9, 1e12][place]) || names[place] for place in [
    CASE
      WHEN x >= 1e12 AND len(names) > 4 THEN 5
      WHEN x >= 1e9 THEN 4
      WHEN x >= 1e6 THEN 3
      WHEN x >= size THEN 2
      ELSE 1
    END
  ]][1];

CREATE OR REPLACE MACRO value_in_words(x, unit) AS CASE
  WHEN x IS NULL THEN NULL
  WHEN unit IN ('W', 'Wh') THEN
    scaled_in_words(x, [' ', ' k', ' M', ' G', ' T'], 1e3) || unit
  WHEN regexp_matches(unit, '^[A-Z]{3}(/month|/year)?$') THEN
    CASE WHEN starts_with(unit, 'USD') THEN '$' ELSE left(unit, 3) || ' ' END
    || scaled_in_words(x, ['', ' thousand', ' million', ' billion', ' trillion'], 1e5)
    || replace(substr(unit, 4), '/', ' a ')
  WHEN unit = 'count' THEN scaled_in_words(x, ['', ' thousand', ' million', ' billion'], 1e6)
  WHEN unit = 'fraction' THEN number_in_words(round(x * 100, 2)) || '%'
  WHEN unit = 'ratio' THEN number_in_words(x) || ' times'
  ELSE number_in_words(x) || coalesce(' ' || unit, '')
END;

CREATE OR REPLACE MACRO amount_in_words(low, high, unit) AS
  CASE WHEN low IS NULL THEN 'up to ' WHEN high IS NULL THEN 'at least ' ELSE '' END
  || nullif(array_to_string(
    [value_in_words(x, unit) for x in CASE WHEN low = high THEN [low] ELSE [low, high] END], ' to '
  ), '');

-- An interval in words: a day, a month, a quarter, a half, a year, or its open end.
CREATE OR REPLACE MACRO interval_in_words(first, last) AS CASE
  WHEN first IS NULL AND last IS NULL THEN NULL
  WHEN first IS NULL THEN 'by ' || strftime(last, '%-d %B %Y')
  WHEN last IS NULL THEN 'from ' || strftime(first, '%-d %B %Y')
  WHEN first = last THEN strftime(first, '%-d %B %Y')
  WHEN first = date_trunc('month', first) AND last = last_day(first)
    THEN strftime(first, '%B %Y')
  WHEN first = date_trunc('quarter', first) AND last = first + INTERVAL 3 MONTH - INTERVAL 1 DAY
    THEN 'Q' || quarter(first) || ' ' || year(first)
  WHEN month(first) IN (1, 7) AND day(first) = 1
    AND last = first + INTERVAL 6 MONTH - INTERVAL 1 DAY
    THEN CASE month(first) WHEN 1 THEN 'first' ELSE 'second' END || ' half of ' || year(first)
  WHEN first = date_trunc('year', first) AND last = first + INTERVAL 1 YEAR - INTERVAL 1 DAY
    THEN year(first)::VARCHAR
  WHEN first = date_trunc('year', first) AND last = last_day(last) AND month(last) = 12
    THEN year(first) || ' to ' || year(last)
  WHEN first = date_trunc('month', first) AND last = last_day(last) THEN
    CASE WHEN year(first) = year(last) THEN strftime(first, '%B') ELSE strftime(first, '%B %Y') END
    || strftime(last, ' to %B %Y')
  ELSE strftime(first, '%-d %B %Y') || ' to ' || strftime(last, '%-d %B %Y')
END;

-- A fact in a line: "OpenAI – AWS: $38 billion, purchase, 2026".
CREATE OR REPLACE MACRO fact_in_words(
  subject, object, low, high, unit, qualitative, label, first, last
) AS concat_ws(': ',
  nullif(concat_ws(' – ', subject, object), ''),
  nullif(concat_ws(', ',
    CASE WHEN NOT qualitative THEN amount_in_words(low, high, unit) END,
    replace(label, '_', ' '),
    interval_in_words(first, last)
  ), '')
);

CREATE OR REPLACE MACRO interval_precision(first, last) AS CASE
  WHEN first IS NULL THEN 'by'
  WHEN last IS NULL THEN 'from'
  WHEN last - first = 0 THEN 'day'
  WHEN last - first <= 31 THEN 'month'
  WHEN last - first <= 92 THEN 'quarter'
  WHEN last - first <= 184 THEN 'half'
  WHEN last - first <= 366 THEN 'year'
  ELSE 'longer'
END;

-- How many days the end of a later promise (or an outcome) lies beyond an earlier one. An interval
-- inside the other is the same promise told more or less exactly, and has not moved.
CREATE OR REPLACE MACRO days_moved(first, last, later_first, later_last) AS CASE
  WHEN later_first IS NOT NULL AND later_last IS NOT NULL
    AND (first IS NULL OR later_first >= first) AND (last IS NULL OR later_last <= last) THEN 0
  WHEN later_first <= first AND last <= later_last THEN 0
  ELSE coalesce(later_last, later_first) - coalesce(last, first)
END;

-- A vague size, "multibillion-dollar" or "multiple gigawatts": at least one unit of a magnitude,
-- without the number in the sentence.
CREATE OR REPLACE MACRO is_vague_size(low, high, quote) AS
  CASE WHEN high IS NULL AND low >= 1 THEN
    log10(low) = round(log10(low)) AND NOT regexp_matches(
      quote, '(^|[^0-9.,])' || (10 ** (round(log10(low)) % 3))::INTEGER || '([^0-9.,]|[.,][^0-9]|$)'
    )
  ELSE false END;

-- A quotient of two amounts with what their open ends leave of it, as far as they leave anything.
CREATE OR REPLACE MACRO quotient(top_low, top_high, bottom_low, bottom_high) AS CASE
  WHEN top_low = top_high AND bottom_low = bottom_high
    THEN {'value': top_high / nullif(bottom_high, 0), 'meant': 'exact'}
  WHEN top_high IS NULL AND bottom_high IS NOT NULL
    THEN {'value': top_low / nullif(bottom_high, 0), 'meant': 'at least'}
  WHEN top_low IS NULL AND bottom_low IS NOT NULL
    THEN {'value': top_high / nullif(bottom_low, 0), 'meant': 'at most'}
  WHEN bottom_high IS NULL AND top_high IS NOT NULL
    THEN {'value': top_high / nullif(bottom_low, 0), 'meant': 'at most'}
  WHEN bottom_low IS NULL AND top_low IS NOT NULL
    THEN {'value': top_low / nullif(bottom_high, 0), 'meant': 'at least'}
  ELSE {
    'value': coalesce(top_high, top_low) / nullif(coalesce(bottom_high, bottom_low), 0),
    'meant': 'about'
  }
END;

-- What an amount adds to the entropy of a whole: x log2 x, and 0 of nothing.
CREATE OR REPLACE MACRO surprise(x) AS if(x > 0, x * log2(x), 0);

-- Shannon entropy in bits of amounts with that total and those surprises.
CREATE OR REPLACE MACRO entropy(total, surprises) AS
  CASE WHEN total > 0
    -- The zero that is added makes 0 of -0.
    THEN greatest(round(log2(total::DOUBLE) - surprises / total::DOUBLE, 6), 0) + 0.0::DOUBLE END;

-- An aggregate of the facts that each week brought: all of them, those of the first week first.
CREATE OR REPLACE MACRO in_order_of_weeks(week_end, fact_ids) AS flatten(list_transform(
  list_sort(list({'week_end': week_end, 'fact_ids': fact_ids})), lambda x: x.fact_ids
));
