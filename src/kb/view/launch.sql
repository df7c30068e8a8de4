SELECT e.slug AS entity, e.name AS name, h.first_day AS first_day, h.last_day AS last_day,
    (SELECT {names of n} FROM (SELECT DISTINCT o.name AS name FROM happening_role q
        JOIN entity o ON o.key = q.entity WHERE q.happening = h.key AND q.role = 'maker' AND q.entity <> r.entity ORDER BY 1) n) AS maker,
    h.modality AS modality, h.sources AS sources, h.first_seen AS first_seen, h.last_seen AS last_seen,
    (SELECT min(v.text) FROM evidence x JOIN event v ON v.document = x.document AND v.key = x.record
        WHERE x.merged = h.key) AS text
FROM happening h JOIN happening_role r ON r.happening = h.key JOIN entity e ON e.key = r.entity
WHERE h.type = 'launch' AND h.polarity = 'positive' AND (r.role = 'product' OR r.role = 'maker' AND NOT EXISTS
    (SELECT 1 FROM happening_role p WHERE p.happening = h.key AND p.role = 'product'))
