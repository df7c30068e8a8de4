SELECT e.slug AS entity, e.name AS name, f.attribute AS attribute, f.first_day AS first_day, f.last_day AS last_day,
    v.comparator AS comparator, v.value AS value, v.low AS low, v.high AS high, v.unit AS unit, v.direction AS direction,
    v.mode AS mode, v.per AS per, v.part AS part, v.modality AS modality, v.sources AS sources, v.first_seen AS first_seen,
    v.last_seen AS last_seen, v.contradicted AS contradicted,
    (SELECT min(c.text) FROM evidence x JOIN claim c ON c.document = x.document AND c.key = x.record
        WHERE x.merged = f.key AND c.comparator = v.comparator AND c.value IS NOT DISTINCT FROM v.value
        AND c.low IS NOT DISTINCT FROM v.low AND c.high IS NOT DISTINCT FROM v.high AND c.unit IS NOT DISTINCT FROM v.unit) AS text
FROM fact f JOIN entity e ON e.key = f.entity JOIN fact_value v ON v.fact = f.key
