-- The earlier system before its tables were renamed: numbers as ids, enums by the names of their members, `metadata`.
CREATE TABLE funnels (
    id INTEGER PRIMARY KEY, name VARCHAR(255) NOT NULL, description TEXT, funnel_type VARCHAR(12), is_active BOOLEAN,
    is_template BOOLEAN, total_visitors INTEGER, total_leads INTEGER, total_sales INTEGER, total_revenue FLOAT,
    conversion_rate FLOAT, user_id INTEGER, created_at DATETIME, updated_at DATETIME
);
INSERT INTO funnels VALUES
    (1, 'Guide lumière', 'Le guide', 'LEAD_MAGNET', 1, 0, 1234, 234, 12, 5964.5, 0.99, 1, '2025-03-01 08:00:00.000000', NULL),
    (2, 'Webinaire', NULL, 'WEBINAR', 1, 0, 10, 0, 0, 0, 0, 1, '2025-03-02 08:00:00', NULL),
    (3, 'Podcast', NULL, 'PODCAST', 0, 0, 0, 0, 0, 0, 0, 1, '2025-03-03 08:00:00', NULL);
CREATE TABLE funnel_pages (
    id INTEGER PRIMARY KEY, funnel_id INTEGER, name VARCHAR(255), page_type VARCHAR(12), slug VARCHAR(255),
    html_content TEXT, css_content TEXT, js_content TEXT, "order" INTEGER, is_published BOOLEAN, visitors INTEGER,
    conversions INTEGER, conversion_rate FLOAT, created_at DATETIME
);
INSERT INTO funnel_pages VALUES
    (1, 1, 'Le guide', 'OPTIN', 'guide', '<h1>Guide</h1>  <script>track()</script>', 'h1 {color: red}', 'go();', 1, 1, 1000, 234, 23.4, '2025-03-01 08:00:00'),
    (2, 1, 'Merci', 'THANK_YOU', 'Page de merci', '<p>Merci</p>', NULL, NULL, 2, 1, 234, 0, 0, '2025-03-01 08:00:00'),
    (3, 1, 'Encore', 'UPSELL', 'guide', '', NULL, NULL, 3, 0, 0, 0, 0, '2025-03-01 08:00:00'),
    (4, 2, 'Direct', 'WEBINAR', 'direct', '', NULL, NULL, 1, 0, 0, 0, 0, '2025-03-02 08:00:00'),
    (5, 3, 'Épisode', 'OPTIN', 'episode', '', NULL, NULL, 1, 1, 0, 0, 0, '2025-03-02 08:00:00'),
    (6, 9, 'Seule', 'OPTIN', 'seule', '', NULL, NULL, 1, 1, 0, 0, 0, '2025-03-02 08:00:00'),
    (7, 1, 'Sondage', 'QUIZ', 'quiz', '', NULL, NULL, 1, 1, 0, 0, 0, '2025-03-02 08:00:00');
CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(255), hashed_password VARCHAR(255));
INSERT INTO users VALUES (1, 'Ada@example.com', 'x'), (2, 'gone@example.com', 'x');
CREATE TABLE leads (
    id INTEGER PRIMARY KEY, first_name VARCHAR(100), last_name VARCHAR(100), email VARCHAR(255), phone VARCHAR(50),
    company VARCHAR(255), job_title VARCHAR(255), status VARCHAR(11), score INTEGER, source VARCHAR(100),
    source_url VARCHAR(500), estimated_value FLOAT, tags JSON, notes TEXT, custom_fields JSON, owner_id INTEGER,
    created_at DATETIME, updated_at DATETIME, last_contact_date DATETIME
);
INSERT INTO leads VALUES
    (1, 'Zoé', 'Martin', ' Zoe@Example.com ', '+33 6 12', 'Martin SA', 'Gérante', 'NEW', 40, 'guide', 'https://example.com/g', 1200.5, '["VIP", "vip", "Salon"]', 'Rappeler', '{"budget": 900, "ville": "Lyon"}', 1, '2025-04-01 22:30:00.123456', '2025-05-01 10:00:00', NULL),
    (2, 'Luc', 'Petit', 'luc@example.com', NULL, NULL, NULL, 'WON', 140, 'salon', 'javascript:alert(1)', 500, 'salon, client', NULL, NULL, 2, '2025-04-02 10:00:00', '2025-06-10 09:15:00', NULL),
    (3, 'Luc bis', 'Petit', 'LUC@example.com', '+33 7', NULL, 'Chef', 'LOST', 0, NULL, NULL, -5, NULL, NULL, NULL, NULL, '2025-04-03 10:00:00', '2025-06-11 09:15:00', NULL),
    (4, 'Sans', 'Adresse', NULL, NULL, NULL, NULL, 'LeadStatus.QUALIFIED', NULL, NULL, NULL, NULL, 'null', NULL, 'pas du json', NULL, '2025-04-04 10:00:00Z', NULL, NULL),
    (5, 'Faux', 'Courriel', 'pas une adresse', NULL, NULL, NULL, 'NEW', 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2025-04-05 10:00:00', NULL, NULL),
    (6, 'Mauvais', 'Statut', 'statut@example.com', NULL, NULL, NULL, 'FROZEN', 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2025-04-05 10:00:00', NULL, NULL),
    (7, 'Nul' || char(0) || 'l', 'Ami', 'ami@example.com', NULL, NULL, NULL, 'CONTACTED', 0, NULL, NULL, 99999999999, '[]', NULL, NULL, NULL, '2999-01-01', '0001-01-01 00:00:00', NULL);
CREATE TABLE lead_interactions (
    id INTEGER PRIMARY KEY, lead_id INTEGER, interaction_type VARCHAR(50), subject VARCHAR(255), content TEXT,
    metadata JSON, author_id INTEGER, created_at DATETIME
);
INSERT INTO lead_interactions VALUES
    (1, 1, 'call', 'Premier appel', 'Intéressée', '{"minutes": 12}', 1, '2025-04-02 09:00:00'),
    (2, 3, 'MEETING', NULL, 'Au salon', NULL, 2, '2025-04-03 09:00:00'),
    (3, 1, 'sms', NULL, 'Bonjour', NULL, NULL, '2025-04-04 09:00:00'),
    (4, 5, 'note', NULL, 'De la refusée', NULL, NULL, '2025-04-04 09:00:00'),
    (5, 99, 'note', NULL, 'De personne', NULL, NULL, '2025-04-04 09:00:00'),
    (6, NULL, 'note', NULL, 'De rien', NULL, NULL, '2025-04-04 09:00:00');
CREATE TABLE email_campaigns (
    id INTEGER PRIMARY KEY, name VARCHAR(255), subject VARCHAR(255), preheader VARCHAR(255), html_content TEXT,
    text_content TEXT, from_name VARCHAR(100), from_email VARCHAR(255), reply_to VARCHAR(255), status VARCHAR(9),
    scheduled_at DATETIME, sent_at DATETIME, total_recipients INTEGER, total_sent INTEGER, total_delivered INTEGER,
    total_opened INTEGER, total_clicked INTEGER, total_bounced INTEGER, open_rate FLOAT, click_rate FLOAT,
    segment_rules JSON, created_at DATETIME
);
INSERT INTO email_campaigns VALUES
    (1, 'Rentrée', 'Bonjour', 'Vite', '<p>Bonjour</p>', NULL, 'Atelier', 'atelier@example.com', NULL, 'COMPLETED', NULL, '2025-09-02 08:00:00', 1000, 980, 940, 400, 120, 20, 0.9, 0.9, '{"all": [{"field": "tags", "op": "any", "value": ["vip"]}]}', '2025-09-01 08:00:00'),
    (2, 'Fêtes', 'Joyeux Noël', NULL, '<p>Noël</p>', NULL, 'Atelier', 'pas une adresse', NULL, 'SCHEDULED', '2099-12-20 08:00:00', NULL, 0, 0, 0, 0, 0, 0, 0, 0, '{"status": "new"}', '2025-09-03 08:00:00'),
    (3, 'Soldes', NULL, NULL, '', NULL, NULL, NULL, NULL, 'ACTIVE', NULL, NULL, 100, 60, 0, 0, 0, 0, 0, 0, NULL, '2025-09-04 08:00:00'),
    (4, 'Archives', 'Vieux', NULL, '', NULL, NULL, NULL, NULL, 'completed', NULL, NULL, 10, 30, 0, 90, 2, 0, 0, 0, NULL, '2025-09-05 08:00:00'),
    (5, 'Perdue', 'Où', NULL, '', NULL, NULL, NULL, NULL, 'ARCHIVED', NULL, NULL, 0, 0, 0, 0, 0, 0, 0, 0, NULL, '2025-09-05 08:00:00');
CREATE TABLE ad_campaigns (id INTEGER PRIMARY KEY, name VARCHAR(255), platform VARCHAR(9), spent FLOAT, status VARCHAR(9), impressions INTEGER, clicks INTEGER, conversions INTEGER, cpa FLOAT, daily_budget FLOAT, start_date DATETIME, end_date DATETIME);
INSERT INTO ad_campaigns VALUES (1, '=Black Friday', 'FACEBOOK', 562.5, 'COMPLETED', 50000, 2500, 125, 4.5, 50.0, '2025-11-20 00:00:00', '2025-11-30 23:59:00');
INSERT INTO ad_campaigns VALUES (2, 'Snap', 'snapchat', 20, 'active', 0, 10, 0, NULL, -1, '2025-03-10 09:00:00', '2025-03-01 09:00:00');
INSERT INTO ad_campaigns VALUES (3, '', 'google', 0, 'draft', 0, 0, 0, NULL, NULL, NULL, NULL);
