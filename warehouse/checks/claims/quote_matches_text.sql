-- Every quote is exactly the stretch of the article's text that its span names.
SELECT claim.claim_id, article.url, claim.quote
FROM claims AS claim
JOIN articles AS article USING (page_id)
WHERE substring(article.text, claim.char_start + 1, claim.char_end - claim.char_start) <> claim.quote
