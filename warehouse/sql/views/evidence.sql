-- evidence: One row per claim with the fact that it stands for, its exact sentence and where it was read. Any number of a feed reaches its sentences by joining this view on the feed's fact_ids.
-- fact_id: The fact.
-- claim_id: The claim.
-- stance: Whether the claim asserts or denies the fact.
-- reason: Why the claim was put with this fact.
-- is_open: Whether the fact takes its parties and its amount from other claims than this one.
-- subject: Who pays, has or depends, as this claim names it.
-- object: Who is paid, the thing, or the baseline, as this claim names it.
-- low: Lower bound in the base unit, as this claim gives it.
-- high: Upper bound in the base unit, as this claim gives it.
-- unit: Unit of the bounds.
-- when_start: First day of the interval that this claim gives.
-- when_end: Last day of the interval that this claim gives.
-- modality: How the text asserts it.
-- firmness: How firm it is; from the modality where the words do not tell.
-- speaker: Who says so, where the text names one.
-- confidence: Probability that the claim was read rightly.
-- quote: The exact sentence or clause.
-- char_start: First character of the quote in the article's text.
-- char_end: One past the last character of the quote.
-- told_on: Day of publication (of recording where that is unknown).
-- recorded_at: When we recorded it (UTC).
-- article_id: The article.
-- page_id: The page, that is the version of the article.
-- title: Title of the article.
-- url: Address of the article.
-- publisher: Who published it.
-- tier: How close the publisher is to what it tells.
-- voice: Under which voice the article counts: copies of a text are one voice; null where a machine wrote it.
-- is_current: Whether the latest version of the article still says it.
-- judgement: What persons decided about the claim, who, when and why; null where nobody did.
SELECT
  placed.fact_id,
  claim.claim_id,
  placed.stance,
  placed.reason,
  placed.is_open,
  claim.subject,
  claim.object,
  claim.low,
  claim.high,
  claim.unit,
  claim.when_start,
  claim.when_end,
  claim.modality,
  CASE WHEN claim.kind IN ('deal', 'capacity', 'dependency') THEN coalesce(
    claim.firmness,
    CASE claim.modality
      WHEN 'achieved' THEN 'contracted'
      WHEN 'announced' THEN 'announced'
      WHEN 'planned' THEN 'announced'
      WHEN 'exploring' THEN 'exploring'
      WHEN 'denied' THEN 'denied'
      ELSE 'rumoured'
    END
  ) END AS firmness,
  claim.speaker,
  claim.confidence,
  claim.quote,
  claim.char_start,
  claim.char_end,
  claim.told_on,
  claim.recorded_at,
  claim.article_id,
  claim.page_id,
  article.title,
  article.url,
  publisher_name(article.publisher, article.url, article.source_id) AS publisher,
  article.tier,
  article.voice,
  claim.is_current,
  decided.judgement
FROM fact_claims AS placed
JOIN claims AS claim USING (claim_id)
JOIN articles AS article USING (page_id)
LEFT JOIN (
  SELECT claim_id, string_agg(told, '; ' ORDER BY first_judged, told) AS judgement
  FROM (
    SELECT claim_id, told, min(judged_at) AS first_judged FROM claim_judgements GROUP BY ALL
  )
  GROUP BY claim_id
) AS decided USING (claim_id)
