SELECT e.slug AS entity, e.name AS name, o.slug AS partner, o.name AS partner_name, h.type AS event, r.role AS role,
    q.role AS partner_role, h.modality AS modality, h.first_day AS first_day, h.last_day AS last_day, h.sources AS sources,
    h.first_seen AS first_seen, h.last_seen AS last_seen
FROM happening h JOIN happening_role r ON r.happening = h.key AND r.core JOIN entity e ON e.key = r.entity
    JOIN happening_role q ON q.happening = h.key AND q.core AND q.entity <> r.entity JOIN entity o ON o.key = q.entity
WHERE h.type IN ('partnership', 'supply', 'licensing', 'investment') AND h.polarity = 'positive'
