-- Every claim of the fact in the order in which it was told, with the text that it stands in.
SELECT
  told.*,
  nullif(concat_ws(', ', nullif(amount_in_words(low, high, unit), ''),
    interval_in_words(when_start, when_end)), '') AS amount,
  article.text,
  read.conditions ->> 'customer' AS customer,
  read.conditions ->> 'customer_quote' AS customer_quote
FROM evidence AS told
JOIN (SELECT claim_id, conditions FROM claims) AS read USING (claim_id)
JOIN (SELECT page_id, text FROM articles) AS article USING (page_id)
WHERE fact_id = $fact_id
ORDER BY told_on, recorded_at, claim_id
