PRAGMA application_id = 1113015122;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE audit_head (
	id INTEGER NOT NULL, 
	seq BIGINT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_audit_head PRIMARY KEY (id), 
	CONSTRAINT ck_audit_head_single CHECK (id = 1)
);
INSERT INTO "audit_head" VALUES(1,8,'9355e06f5ee284a160d5a08f00ca51a408ade9796a6fc97cd1046eea6fb10951');
CREATE TABLE audit_log (
	seq INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	action TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	details TEXT NOT NULL, 
	undoes BIGINT, 
	previous TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_audit_log PRIMARY KEY (seq)
);
INSERT INTO "audit_log" VALUES(1,'2026-11-23T09:33:15.343137+00:00','Study lead','study.create','study','{"title":"Golden"}',NULL,'0000000000000000000000000000000000000000000000000000000000000000','c7ce5a4d9310462efed15f12f481cc554b95d4e71e889496d14e363bbdb31161');
INSERT INTO "audit_log" VALUES(2,'2026-11-23T09:33:15.402345+00:00','Reviewer A','review.start','review:01234567-89ab-4def-8000-000000000006','{"edits":[{"after":{"id":"01234567-89ab-4def-8000-000000000006","is":"review","profile":null,"recording_id":"01234567-89ab-4def-8000-000000000005","reviewer":"Reviewer A","rubric_id":"sample","rubric_version":"1.0.0","state":"draft"},"before":null}],"label":"Start the review"}',NULL,'c7ce5a4d9310462efed15f12f481cc554b95d4e71e889496d14e363bbdb31161','848279450e06926b450a845b9001ca221f2c8ccc1b99b43e3d737608124a18a5');
INSERT INTO "audit_log" VALUES(3,'2026-11-23T09:33:15.431333+00:00','Reviewer A','tag.add','tag:01234567-89ab-4def-8000-000000000007','{"edits":[{"after":{"actor":"O1","behaviour_id":"tc.paraphrase","confidence":3,"end":null,"id":"01234567-89ab-4def-8000-000000000007","is":"tag","is_heard_only":true,"level":null,"modifiers":[["tone","calm"]],"note":"Says his words back to him: “You want to go home.”","review_id":"01234567-89ab-4def-8000-000000000006","speed_percent":150,"start":1000000,"tagged_at":"2024-05-01T12:30:15.123456+00:00","target":"P1"},"before":null}],"label":"Tag Paraphrase at 00:01.000"}',NULL,'848279450e06926b450a845b9001ca221f2c8ccc1b99b43e3d737608124a18a5','2c52716ba525ca3c8678de27c262d3cb1d2045ad93062c30e3cde61449c3cebd');
INSERT INTO "audit_log" VALUES(4,'2026-11-23T09:33:15.451413+00:00','Reviewer A','tag.add','tag:01234567-89ab-4def-8000-000000000008','{"edits":[{"after":{"actor":"P1","behaviour_id":"sj.agitation","confidence":null,"end":5500000,"id":"01234567-89ab-4def-8000-000000000008","is":"tag","is_heard_only":false,"level":3,"modifiers":[],"note":"","review_id":"01234567-89ab-4def-8000-000000000006","speed_percent":100,"start":2000000,"tagged_at":"2024-05-01T12:30:15.123456+00:00","target":""},"before":null}],"label":"Tag Agitation at 00:02.000"}',NULL,'2c52716ba525ca3c8678de27c262d3cb1d2045ad93062c30e3cde61449c3cebd','6ae939f99964e1f543d73e612fad92fc4786be9973b68d729d9fd010a55d4363');
INSERT INTO "audit_log" VALUES(5,'2026-11-23T09:33:15.465131+00:00','Reviewer A','tag.change','tag:01234567-89ab-4def-8000-000000000008','{"edits":[{"after":{"actor":"P1","behaviour_id":"sj.agitation","confidence":null,"end":6000000,"id":"01234567-89ab-4def-8000-000000000008","is":"tag","is_heard_only":false,"level":3,"modifiers":[],"note":"","review_id":"01234567-89ab-4def-8000-000000000006","speed_percent":100,"start":2000000,"tagged_at":"2024-05-01T12:30:15.123456+00:00","target":""},"before":{"actor":"P1","behaviour_id":"sj.agitation","confidence":null,"end":5500000,"id":"01234567-89ab-4def-8000-000000000008","is":"tag","is_heard_only":false,"level":3,"modifiers":[],"note":"","review_id":"01234567-89ab-4def-8000-000000000006","speed_percent":100,"start":2000000,"tagged_at":"2024-05-01T12:30:15.123456+00:00","target":""}}],"label":"Move the end"}',NULL,'6ae939f99964e1f543d73e612fad92fc4786be9973b68d729d9fd010a55d4363','44f85e03313bcaae30dd6a7b0cdcd47fc91cb5cb30fe3021bfe38fcbc6024d16');
INSERT INTO "audit_log" VALUES(6,'2026-11-23T09:33:15.481551+00:00','Reviewer A','undo','tag:01234567-89ab-4def-8000-000000000008','{"edits":[{"after":{"actor":"P1","behaviour_id":"sj.agitation","confidence":null,"end":5500000,"id":"01234567-89ab-4def-8000-000000000008","is":"tag","is_heard_only":false,"level":3,"modifiers":[],"note":"","review_id":"01234567-89ab-4def-8000-000000000006","speed_percent":100,"start":2000000,"tagged_at":"2024-05-01T12:30:15.123456+00:00","target":""},"before":{"actor":"P1","behaviour_id":"sj.agitation","confidence":null,"end":6000000,"id":"01234567-89ab-4def-8000-000000000008","is":"tag","is_heard_only":false,"level":3,"modifiers":[],"note":"","review_id":"01234567-89ab-4def-8000-000000000006","speed_percent":100,"start":2000000,"tagged_at":"2024-05-01T12:30:15.123456+00:00","target":""}}],"label":"Move the end"}',5,'44f85e03313bcaae30dd6a7b0cdcd47fc91cb5cb30fe3021bfe38fcbc6024d16','932df30140507cbd5662730bf6067abd35b5b35b78d41a6b454ee4ada6dc3a25');
INSERT INTO "audit_log" VALUES(7,'2026-11-23T09:33:15.502146+00:00','Reviewer A','rating.put','rating:01234567-89ab-4def-8000-000000000009','{"edits":[{"after":{"id":"01234567-89ab-4def-8000-000000000009","is":"rating","item_id":"R_TC","missing":null,"note":"Calm throughout.","review_id":"01234567-89ab-4def-8000-000000000006","value":4},"before":null}],"label":"Rate Tactical communication"}',NULL,'932df30140507cbd5662730bf6067abd35b5b35b78d41a6b454ee4ada6dc3a25','f1f1b537c8b8a6cfce05da7a2dc6374147f789392a4a2deb6f02e5be001c0117');
INSERT INTO "audit_log" VALUES(8,'2026-11-23T09:33:15.516430+00:00','Reviewer A','review.submit','review:01234567-89ab-4def-8000-000000000006','{"edits":[{"after":{"id":"01234567-89ab-4def-8000-000000000006","is":"review","profile":null,"recording_id":"01234567-89ab-4def-8000-000000000005","reviewer":"Reviewer A","rubric_id":"sample","rubric_version":"1.0.0","state":"submitted"},"before":{"id":"01234567-89ab-4def-8000-000000000006","is":"review","profile":null,"recording_id":"01234567-89ab-4def-8000-000000000005","reviewer":"Reviewer A","rubric_id":"sample","rubric_version":"1.0.0","state":"draft"}}],"label":"Submit"}',NULL,'f1f1b537c8b8a6cfce05da7a2dc6374147f789392a4a2deb6f02e5be001c0117','9355e06f5ee284a160d5a08f00ca51a408ade9796a6fc97cd1046eea6fb10951');
CREATE TABLE badges (
	officer_id CHAR(32) NOT NULL, 
	badge TEXT NOT NULL, 
	CONSTRAINT pk_badges PRIMARY KEY (officer_id), 
	CONSTRAINT fk_badges_officer_id FOREIGN KEY(officer_id) REFERENCES officers (id), 
	CONSTRAINT uq_badges_badge UNIQUE (badge)
);
INSERT INTO "badges" VALUES('0123456789ab4def8000000000000003','4711');
CREATE TABLE call_types (
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_call_types PRIMARY KEY (code)
);
INSERT INTO "call_types" VALUES('welfare_check','Welfare check',0);
CREATE TABLE clips (
	id CHAR(32) NOT NULL, 
	path TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	sha256 TEXT NOT NULL, 
	container TEXT NOT NULL, 
	codec TEXT NOT NULL, 
	pixel_format TEXT NOT NULL, 
	width BIGINT NOT NULL, 
	height BIGINT NOT NULL, 
	sample_aspect_ratio TEXT NOT NULL, 
	rotation_deg BIGINT NOT NULL, 
	is_mirrored BOOLEAN NOT NULL, 
	is_interlaced BOOLEAN NOT NULL, 
	time_base TEXT NOT NULL, 
	first_pts BIGINT NOT NULL, 
	rate TEXT NOT NULL, 
	is_variable_rate BOOLEAN NOT NULL, 
	frame_count BIGINT NOT NULL, 
	duration_us BIGINT NOT NULL, 
	sound_codec TEXT, 
	sound_sample_rate_hz BIGINT, 
	sound_channels BIGINT, 
	sound_start_us BIGINT, 
	sound_duration_us BIGINT, 
	recorded_at TEXT, 
	faults TEXT NOT NULL, 
	CONSTRAINT pk_clips PRIMARY KEY (id), 
	CONSTRAINT uq_clips_sha256 UNIQUE (sha256)
);
INSERT INTO "clips" VALUES('0123456789ab4def8000000000000001','/evidence/a.mp4',1000,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','mov,mp4','h264','yuv420p',1920,1080,'1',0,0,0,'1/90000',0,'30',0,300,10000000,'aac',48000,1,0,10000000,'2024-05-01T12:30:15.123456+00:00','[{"code":"late_sound","text":"The sound begins 0.4 s late."}]');
INSERT INTO "clips" VALUES('0123456789ab4def8000000000000002','/evidence/b.mp4',1000,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','mov,mp4','h264','yuv420p',1920,1080,'1',0,0,0,'1/90000',0,'30',0,300,10000000,NULL,NULL,NULL,NULL,NULL,NULL,'');
CREATE TABLE exports (
	id CHAR(32) NOT NULL, 
	kind TEXT NOT NULL, 
	path TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	sources TEXT NOT NULL, 
	made_at TEXT NOT NULL, 
	made_by TEXT NOT NULL, 
	CONSTRAINT pk_exports PRIMARY KEY (id)
);
INSERT INTO "exports" VALUES('0123456789ab4def800000000000000c','reel','/exports/reel.mp4','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc','["reel:01234567-89ab-4def-8000-00000000000a"]','2024-05-01T12:30:15.123456+00:00','Study lead');
CREATE TABLE frame_tables (
	clip_id CHAR(32) NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_frame_tables PRIMARY KEY (clip_id), 
	CONSTRAINT fk_frame_tables_clip_id FOREIGN KEY(clip_id) REFERENCES clips (id)
);
INSERT INTO "frame_tables" VALUES('0123456789ab4def8000000000000001',X'0180969800000000002D010000000000000A00000000000000789C63608000D3A6517A941EA547E9517A941EA547E9519A9A340CC851890600785DD783');
INSERT INTO "frame_tables" VALUES('0123456789ab4def8000000000000002',X'0180969800000000002D010000000000000A00000000000000789C63608000D3A6517A941EA547E9517A941EA547E9519A9A340CC851890600785DD783');
CREATE TABLE incidents (
	id CHAR(32) NOT NULL, 
	number TEXT NOT NULL, 
	occurred_on DATE NOT NULL, 
	call_type TEXT NOT NULL, 
	setting TEXT NOT NULL, 
	armed TEXT NOT NULL, 
	officers_present BIGINT, 
	CONSTRAINT pk_incidents PRIMARY KEY (id), 
	CONSTRAINT fk_incidents_call_type FOREIGN KEY(call_type) REFERENCES call_types (code), 
	CONSTRAINT uq_incidents_number UNIQUE (number)
);
INSERT INTO "incidents" VALUES('0123456789ab4def8000000000000004','24-0815','2024-05-01','welfare_check','field','none',2);
CREATE TABLE officers (
	id CHAR(32) NOT NULL, 
	pseudonym TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	CONSTRAINT pk_officers PRIMARY KEY (id), 
	CONSTRAINT uq_officers_pseudonym UNIQUE (pseudonym)
);
INSERT INTO "officers" VALUES('0123456789ab4def8000000000000003','Osprey','B');
CREATE TABLE ratings (
	id CHAR(32) NOT NULL, 
	review_id CHAR(32) NOT NULL, 
	item_id TEXT NOT NULL, 
	value BIGINT, 
	missing TEXT, 
	note TEXT NOT NULL, 
	CONSTRAINT pk_ratings PRIMARY KEY (id), 
	CONSTRAINT fk_ratings_review_id FOREIGN KEY(review_id) REFERENCES reviews (id), 
	CONSTRAINT uq_ratings_review_id_item_id UNIQUE (review_id, item_id)
);
INSERT INTO "ratings" VALUES('0123456789ab4def8000000000000009','0123456789ab4def8000000000000006','R_TC',4,NULL,'Calm throughout.');
CREATE TABLE recordings (
	id CHAR(32) NOT NULL, 
	code TEXT NOT NULL, 
	recorded_at TEXT, 
	officer_id CHAR(32), 
	incident_id CHAR(32), 
	phase_override TEXT, 
	is_open_case BOOLEAN NOT NULL, 
	CONSTRAINT pk_recordings PRIMARY KEY (id), 
	CONSTRAINT fk_recordings_incident_id FOREIGN KEY(incident_id) REFERENCES incidents (id), 
	CONSTRAINT fk_recordings_officer_id FOREIGN KEY(officer_id) REFERENCES officers (id), 
	CONSTRAINT uq_recordings_code UNIQUE (code)
);
INSERT INTO "recordings" VALUES('0123456789ab4def8000000000000005','K7Q2','2024-05-01T14:30:00.000000+02:00','0123456789ab4def8000000000000003','0123456789ab4def8000000000000004','post',1);
CREATE TABLE reels (
	id CHAR(32) NOT NULL, 
	title TEXT NOT NULL, 
	content TEXT NOT NULL, 
	CONSTRAINT pk_reels PRIMARY KEY (id)
);
INSERT INTO "reels" VALUES('0123456789ab4def800000000000000a','Before and after','{"fade_us":400000,"height":1080,"id":"01234567-89ab-4def-8000-00000000000a","items":[{"duration_us":4000000,"is":"card","lines":["Same kind of call"],"title":"Welfare check"},{"is":"pair","post":{"captions":[],"label":"","phase":"post","range":{"end":9000000,"start":5000000},"recording_id":"01234567-89ab-4def-8000-000000000005"},"post_anchor":6000000,"pre":{"captions":[{"range":{"end":2000000,"start":1000000},"text":"Paraphrase"}],"label":"K7Q2","phase":"pre","range":{"end":4000000,"start":0},"recording_id":"01234567-89ab-4def-8000-000000000005"},"pre_anchor":1000000,"sound":"post","title":""},{"excerpt":{"captions":[],"label":"","phase":"none","range":{"end":4000000,"start":0},"recording_id":"01234567-89ab-4def-8000-000000000005"},"is":"single","is_heard":true}],"rate":"30","selection":"matched","selection_note":"","subtitle":"","title":"Before and after","width":1920}');
CREATE TABLE reviews (
	id CHAR(32) NOT NULL, 
	recording_id CHAR(32) NOT NULL, 
	reviewer TEXT NOT NULL, 
	rubric_id TEXT NOT NULL, 
	rubric_version TEXT NOT NULL, 
	profile TEXT, 
	state TEXT NOT NULL, 
	CONSTRAINT pk_reviews PRIMARY KEY (id), 
	CONSTRAINT fk_reviews_recording_id FOREIGN KEY(recording_id) REFERENCES recordings (id), 
	CONSTRAINT fk_reviews_rubric_id_rubric_version FOREIGN KEY(rubric_id, rubric_version) REFERENCES rubrics (id, version)
);
INSERT INTO "reviews" VALUES('0123456789ab4def8000000000000006','0123456789ab4def8000000000000005','Reviewer A','sample','1.0.0',NULL,'submitted');
CREATE TABLE rubrics (
	id TEXT NOT NULL, 
	version TEXT NOT NULL, 
	title TEXT NOT NULL, 
	content TEXT NOT NULL, 
	content_hash TEXT NOT NULL, 
	CONSTRAINT pk_rubrics PRIMARY KEY (id, version)
);
INSERT INTO "rubrics" VALUES('sample','1.0.0','Sample','{"attribution":"","behaviours":[{"definition":"d","dimension":"TC","example":"x","exclude":"e","group":null,"id":"tc.paraphrase","include":"i","is_exhaustive":false,"is_wearer_visible_needed":false,"key":"w","kind":"point","levels":[],"min_duration_us":500000,"modality":"either","modifiers":[{"name":"tone","options":["calm","firm"]}],"name":"Paraphrase","sources":[],"valence":"deescalating"},{"definition":"d","dimension":"TC","example":"x","exclude":"e","group":null,"id":"tc.shout","include":"i","is_exhaustive":false,"is_wearer_visible_needed":false,"key":"f","kind":"point","levels":[],"min_duration_us":500000,"modality":"either","modifiers":[],"name":"Shout","sources":[],"valence":"escalating"},{"definition":"d","dimension":"TC","example":"x","exclude":"e","group":null,"id":"os.distance","include":"i","is_exhaustive":false,"is_wearer_visible_needed":false,"key":"u","kind":"state","levels":[],"min_duration_us":500000,"modality":"either","modifiers":[],"name":"Distance","sources":[],"valence":"deescalating"},{"definition":"d","dimension":"TC","example":"x","exclude":"e","group":null,"id":"os.cover","include":"i","is_exhaustive":false,"is_wearer_visible_needed":false,"key":"i","kind":"state","levels":[],"min_duration_us":500000,"modality":"either","modifiers":[],"name":"Cover","sources":[],"valence":"deescalating"},{"definition":"d","dimension":"SJ","example":"x","exclude":"e","group":"agitation","id":"sj.agitation","include":"i","is_exhaustive":false,"is_wearer_visible_needed":false,"key":"6","kind":"state","levels":[{"text":"level 0","value":0},{"text":"level 1","value":1},{"text":"level 2","value":2},{"text":"level 3","value":3},{"text":"level 4","value":4}],"min_duration_us":500000,"modality":"either","modifiers":[],"name":"Agitation","sources":[],"valence":"deescalating"},{"definition":"d","dimension":"SJ","example":"x","exclude":"e","group":"agitation","id":"sj.absent","include":"i","is_exhaustive":false,"is_wearer_visible_needed":false,"key":null,"kind":"state","levels":[],"min_duration_us":500000,"modality":"either","modifiers":[],"name":"Absent","sources":[],"valence":"deescalating"}],"definition":"For tests.","dimensions":[{"id":"TC","name":"Tactical communication","weight":1.0},{"id":"SJ","name":"Person","weight":1.0}],"end":null,"id":"sample","licence":"CC-BY-4.0","merge_gap_us":1000000,"missing_reasons":["not_codable","no_opportunity"],"profiles":[],"ratings":[{"anchors":[{"text":"a1","value":1},{"text":"a3","value":3},{"text":"a5","value":5}],"dimension":null,"id":"R_TC","is_covariate":false,"name":"Tactical communication","scale":{"id":"bars5","maximum":5,"minimum":1,"required_anchors":[1,3,5]}}],"title":"Sample","tolerance_us":2000000,"version":"1.0.0","zero":null}','9a65bfd5d3c72be0df9428c84f5798eb8813d0449f85322b1bf0a7c5d0f44316');
CREATE TABLE segments (
	recording_id CHAR(32) NOT NULL, 
	position BIGINT NOT NULL, 
	clip_id CHAR(32) NOT NULL, 
	duration_us BIGINT NOT NULL, 
	CONSTRAINT pk_segments PRIMARY KEY (recording_id, position), 
	CONSTRAINT fk_segments_clip_id FOREIGN KEY(clip_id) REFERENCES clips (id), 
	CONSTRAINT fk_segments_recording_id FOREIGN KEY(recording_id) REFERENCES recordings (id)
);
INSERT INTO "segments" VALUES('0123456789ab4def8000000000000005',0,'0123456789ab4def8000000000000001',10000000);
INSERT INTO "segments" VALUES('0123456789ab4def8000000000000005',1,'0123456789ab4def8000000000000002',10000000);
CREATE TABLE settings (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_settings PRIMARY KEY (name)
);
INSERT INTO "settings" VALUES('title','Golden');
CREATE TABLE tags (
	id CHAR(32) NOT NULL, 
	review_id CHAR(32) NOT NULL, 
	behaviour_id TEXT NOT NULL, 
	start_us BIGINT NOT NULL, 
	end_us BIGINT, 
	actor TEXT NOT NULL, 
	target TEXT NOT NULL, 
	level BIGINT, 
	modifiers TEXT NOT NULL, 
	confidence BIGINT, 
	note TEXT NOT NULL, 
	is_heard_only BOOLEAN NOT NULL, 
	tagged_at TEXT, 
	speed_percent BIGINT NOT NULL, 
	CONSTRAINT pk_tags PRIMARY KEY (id), 
	CONSTRAINT ck_tags_end CHECK (end_us IS NULL OR end_us > start_us), 
	CONSTRAINT ck_tags_start CHECK (start_us >= 0), 
	CONSTRAINT fk_tags_review_id FOREIGN KEY(review_id) REFERENCES reviews (id)
);
INSERT INTO "tags" VALUES('0123456789ab4def8000000000000007','0123456789ab4def8000000000000006','tc.paraphrase',1000000,NULL,'O1','P1',NULL,'[["tone","calm"]]',3,'Says his words back to him: “You want to go home.”',1,'2024-05-01T12:30:15.123456+00:00',150);
INSERT INTO "tags" VALUES('0123456789ab4def8000000000000008','0123456789ab4def8000000000000006','sj.agitation',2000000,5500000,'P1','',3,'',NULL,'',0,'2024-05-01T12:30:15.123456+00:00',100);
CREATE TABLE training_records (
	id CHAR(32) NOT NULL, 
	officer_id CHAR(32) NOT NULL, 
	course TEXT NOT NULL, 
	completed_on DATE NOT NULL, 
	started_on DATE, 
	hours DOUBLE, 
	delivery TEXT, 
	certified_until DATE, 
	CONSTRAINT pk_training_records PRIMARY KEY (id), 
	CONSTRAINT fk_training_records_officer_id FOREIGN KEY(officer_id) REFERENCES officers (id)
);
INSERT INTO "training_records" VALUES('0123456789ab4def800000000000000b','0123456789ab4def8000000000000003','De-escalation','2024-03-02','2024-03-01',12.5,'blended','2026-03-02');
CREATE INDEX ix_training_records_officer_id ON training_records (officer_id);
CREATE INDEX ix_segments_clip_id ON segments (clip_id);
CREATE INDEX ix_reviews_recording_id ON reviews (recording_id);
CREATE INDEX ix_reviews_rubric_id_rubric_version ON reviews (rubric_id, rubric_version);
CREATE INDEX ix_tags_review_id_start_us ON tags (review_id, start_us);
CREATE TRIGGER audit_log_update BEFORE UPDATE ON audit_log  BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
CREATE TRIGGER audit_log_delete BEFORE DELETE ON audit_log  BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
CREATE TRIGGER audit_log_insert BEFORE INSERT ON audit_log WHEN NEW.seq <> (SELECT seq FROM audit_head) + 1 BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
CREATE TRIGGER audit_head_update BEFORE UPDATE ON audit_head WHEN NEW.seq <> OLD.seq + 1 BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
CREATE TRIGGER audit_head_delete BEFORE DELETE ON audit_head  BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
CREATE TRIGGER rubrics_update BEFORE UPDATE ON rubrics WHEN EXISTS (SELECT 1 FROM reviews WHERE rubric_id = OLD.id AND rubric_version = OLD.version) BEGIN SELECT RAISE(ABORT, 'A rubric version that a review uses is frozen.'); END;
CREATE TRIGGER rubrics_delete BEFORE DELETE ON rubrics WHEN EXISTS (SELECT 1 FROM reviews WHERE rubric_id = OLD.id AND rubric_version = OLD.version) BEGIN SELECT RAISE(ABORT, 'A rubric version that a review uses is frozen.'); END;
CREATE TRIGGER rubrics_insert BEFORE INSERT ON rubrics WHEN EXISTS (SELECT 1 FROM reviews WHERE rubric_id = NEW.id AND rubric_version = NEW.version) BEGIN SELECT RAISE(ABORT, 'A rubric version that a review uses is frozen.'); END;
COMMIT;
