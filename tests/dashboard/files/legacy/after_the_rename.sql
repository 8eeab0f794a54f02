-- And after: the first funnels and campaigns in tables of their own, new ones with UUIDs, `interaction_metadata`.
CREATE TABLE funnels (
    id CHAR(32) PRIMARY KEY, name VARCHAR(255), funnel_type VARCHAR(12), is_active VARCHAR(5), created_at VARCHAR(40)
);
INSERT INTO funnels VALUES
    ('0b8f5a3c9d1e4f6a8b7c6d5e4f3a2b1c', 'Consultation', 'consultation', 'true', '2025-11-01T08:00:00+01:00'),
    ('1b8f5a3c9d1e4f6a8b7c6d5e4f3a2b1c', 'Guide lumière', 'lead_magnet', 'f', '2025-03-01T08:00:00');
CREATE TABLE funnels_old (id INTEGER PRIMARY KEY, name VARCHAR(255), funnel_type VARCHAR(12), is_active BOOLEAN, created_at DATETIME);
INSERT INTO funnels_old VALUES
    (1, 'Guide lumière', 'LEAD_MAGNET', 1, '2025-03-01 08:00:00.000000'),
    (2, 'Guide lumière', 'LEAD_MAGNET', 0, '2024-01-01 08:00:00');
CREATE TABLE funnel_pages (id CHAR(32), funnel_id CHAR(36), name VARCHAR(255), page_type VARCHAR(12), is_published VARCHAR(1));
INSERT INTO funnel_pages VALUES
    ('aaaaaaaa9d1e4f6a8b7c6d5e4f3a2b1c', '0B8F5A3C-9D1E-4F6A-8B7C-6D5E4F3A2B1C', 'Réserver', 'optin', 't');
CREATE TABLE leads (id CHAR(32), email VARCHAR(255), status VARCHAR(11), created_at VARCHAR(40));
INSERT INTO leads VALUES ('2b8f5a3c9d1e4f6a8b7c6d5e4f3a2b1c', 'zoe@example.com', 'won', '2025-11-02 08:00:00+00:00');
CREATE TABLE lead_interactions (
    id CHAR(32), lead_id CHAR(36), interaction_type VARCHAR(50), content TEXT, interaction_metadata JSON, created_at DATETIME
);
INSERT INTO lead_interactions VALUES
    ('3b8f5a3c9d1e4f6a8b7c6d5e4f3a2b1c', '2b8f5a3c-9d1e-4f6a-8b7c-6d5e4f3a2b1c', 'email', 'Merci', '{"thread": 7}', '2025-11-03 08:00:00');
CREATE TABLE email_campaigns (id CHAR(32), name VARCHAR(255), subject VARCHAR(255), status VARCHAR(9), created_at DATETIME);
INSERT INTO email_campaigns VALUES ('4b8f5a3c9d1e4f6a8b7c6d5e4f3a2b1c', 'Hiver', 'Il fait froid', 'paused', '2025-11-04 08:00:00');
CREATE TABLE email_campaigns_old (id CHAR(32), name VARCHAR(255), subject VARCHAR(255), status VARCHAR(9), created_at DATETIME);
INSERT INTO email_campaigns_old VALUES
    ('4b8f5a3c9d1e4f6a8b7c6d5e4f3a2b1c', 'Hiver, avant', 'Il fait froid', 'DRAFT', '2025-11-04 08:00:00'),
    ('5b8f5a3c9d1e4f6a8b7c6d5e4f3a2b1c', 'Été', 'Il fait chaud', 'DRAFT', '2025-06-04 08:00:00');
