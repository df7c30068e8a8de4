SELECT e.slug AS entity, e.name AS name, f.attribute AS attribute, f.first_day AS first_day, f.last_day AS last_day,
    c.text AS text, v.comparator AS comparator, v.value AS value, v.low AS low, v.high AS high, v.unit AS unit,
    d.source AS source, d.id AS document, d.date AS date, d.url AS url, {sentence of c} AS evidence
FROM fact f JOIN entity e ON e.key = f.entity JOIN fact_value v ON v.fact = f.key AND v.contradicted
    JOIN evidence x ON x.merged = f.key JOIN claim c ON c.document = x.document AND c.key = x.record
        AND c.comparator = v.comparator AND c.value IS NOT DISTINCT FROM v.value AND c.low IS NOT DISTINCT FROM v.low
        AND c.high IS NOT DISTINCT FROM v.high AND c.unit IS NOT DISTINCT FROM v.unit AND c.modality = v.modality
        AND c.direction IS NOT DISTINCT FROM v.direction AND c.mode IS NOT DISTINCT FROM v.mode
        AND c.per IS NOT DISTINCT FROM v.per AND (c.part_of IS NOT NULL) = v.part
    JOIN document d ON d.key = x.document
WHERE f.contradicted
