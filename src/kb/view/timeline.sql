SELECT e.slug AS entity, e.name AS name, h.first_day AS first_day, h.last_day AS last_day, h.type AS event, r.role AS role,
    (SELECT {names of n} FROM (SELECT DISTINCT o.name AS name FROM happening_role q
        JOIN entity o ON o.key = q.entity WHERE q.happening = h.key AND q.entity <> r.entity ORDER BY 1) n) AS others,
    h.polarity AS polarity, h.modality AS modality, h.sources AS sources, h.first_seen AS first_seen, h.last_seen AS last_seen,
    (SELECT min(v.text) FROM evidence x JOIN event v ON v.document = x.document AND v.key = x.record
        WHERE x.merged = h.key) AS text
FROM happening_role r JOIN happening h ON h.key = r.happening JOIN entity e ON e.key = r.entity
