SELECT e.slug AS entity, e.name AS name, 'fact' AS kind, f.attribute AS what, c.text AS text, f.first_day AS first_day,
    f.last_day AS last_day, c.modality AS modality, d.source AS source, d.id AS document, d.date AS first_seen, d.url AS url,
    {sentence of c} AS evidence
FROM fact f JOIN entity e ON e.key = f.entity JOIN evidence x ON x.merged = f.key
    JOIN claim c ON c.document = x.document AND c.key = x.record JOIN document d ON d.key = x.document
UNION ALL
SELECT e.slug, e.name, 'event', h.type, v.text, h.first_day, h.last_day, v.modality, d.source, d.id, d.date, d.url,
    {sentence of v}
FROM happening_role r JOIN happening h ON h.key = r.happening JOIN entity e ON e.key = r.entity
    JOIN evidence x ON x.merged = h.key JOIN event v ON v.document = x.document AND v.key = x.record
    JOIN document d ON d.key = x.document
UNION ALL
SELECT e.slug, e.name, 'name', c.reference, c.text, NULL, NULL, NULL, d.source, d.id, d.date, d.url, {sentence of c}
FROM mention c JOIN entity e ON e.key = c.entity JOIN document d ON d.key = c.document
