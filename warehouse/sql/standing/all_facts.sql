-- Where nothing stood, every fact is linked and makes agreements anew.
CREATE OR REPLACE TEMP TABLE linked_facts AS SELECT leader, fact_id FROM standing.facts;
CREATE OR REPLACE TEMP TABLE beside_facts AS SELECT leader FROM linked_facts;
CREATE OR REPLACE TEMP TABLE deal_facts AS FROM linked_facts
