-- The shape of the database after all migrations, for reading and for diffs.
-- Written by "make gen"; a test compares it. Never run, never edited by hand.

extension pg_trgm

table account_roles
    account_id uuid not null
    role text not null
    constraint account_roles_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint account_roles_pkey PRIMARY KEY (account_id, role)

table account_scopes
    account_id uuid not null
    kind text not null
    scope_id uuid not null
    constraint account_scopes_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint account_scopes_kind_check CHECK ((kind = ANY (ARRAY['occupation'::text, 'cohort'::text, 'session'::text, 'enterprise'::text])))
    constraint account_scopes_pkey PRIMARY KEY (account_id, kind, scope_id)

table accounts
    id uuid not null
    kind text not null
    name text not null default ''::text
    username text
    password_hash text
    password_changed_at timestamp with time zone
    phone_sealed bytea
    phone_index bytea
    active boolean not null default true
    failed_logins integer not null default 0
    locked_until timestamp with time zone
    created_at timestamp with time zone not null
    constraint accounts_kind_check CHECK ((kind = ANY (ARRAY['trainee'::text, 'staff'::text])))
    constraint accounts_phone_key UNIQUE (kind, phone_index)
    constraint accounts_phone_pair CHECK (((phone_sealed IS NULL) = (phone_index IS NULL)))
    constraint accounts_pkey PRIMARY KEY (id)
    constraint accounts_staff_username CHECK (((kind <> 'staff'::text) OR (username IS NOT NULL)))
    constraint accounts_username_key UNIQUE (username)
    index accounts_staff_idx USING btree (created_at, id) WHERE (kind = 'staff'::text)

table answer_events
    attempt_id uuid not null
    epoch integer not null
    seq bigint not null
    question smallint not null
    value text not null
    cleared boolean not null
    device_at timestamp with time zone not null
    saved_at timestamp with time zone not null
    constraint answer_events_pkey PRIMARY KEY (attempt_id, epoch, seq)
    trigger answer_events_immutable BEFORE DELETE OR UPDATE ON public.answer_events FOR EACH ROW EXECUTE FUNCTION attempt_refuse_change()

table attempt_grants
    id uuid not null
    attempt_id uuid not null
    minutes integer not null
    reason text not null
    granted_by uuid
    granted_at timestamp with time zone not null
    constraint attempt_grants_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES attempts(id)
    constraint attempt_grants_minutes_check CHECK (((minutes >= 1) AND (minutes <= 600)))
    constraint attempt_grants_pkey PRIMARY KEY (id)
    constraint attempt_grants_reason_check CHECK ((reason <> ''::text))
    index attempt_grants_attempt USING btree (attempt_id, granted_at)
    trigger attempt_grants_immutable BEFORE DELETE OR UPDATE ON public.attempt_grants FOR EACH ROW EXECUTE FUNCTION attempt_refuse_change()

table attempt_marks
    attempt_id uuid not null
    version integer not null
    got_hundredths integer not null
    of_hundredths integer not null
    script_digest bytea not null
    marks jsonb not null
    marked_at timestamp with time zone not null
    constraint attempt_marks_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES attempts(id)
    constraint attempt_marks_pkey PRIMARY KEY (attempt_id, version)
    constraint attempt_marks_version_check CHECK ((version >= 1))
    trigger attempt_marks_immutable BEFORE DELETE OR UPDATE ON public.attempt_marks FOR EACH ROW EXECUTE FUNCTION attempt_refuse_change()

table attempts
    id uuid not null
    purpose text not null
    context_id uuid not null
    account_id uuid not null
    try smallint not null
    form_id uuid not null
    title text not null
    layout smallint not null
    seed bigint not null
    epoch integer not null default 0
    lease_holder uuid
    leased_at timestamp with time zone
    state text not null
    started_at timestamp with time zone not null
    deadline_at timestamp with time zone
    closes_at timestamp with time zone
    allowance_seconds integer not null
    earliest_hand_in_at timestamp with time zone not null
    window_ends_at timestamp with time zone
    closed_at timestamp with time zone
    close_reason text not null default ''::text
    receipt_count integer
    receipt_digest bytea
    receipt_at timestamp with time zone
    receipt_signature bytea
    marked_at timestamp with time zone
    constraint attempts_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint attempts_allowance_seconds_check CHECK ((allowance_seconds >= 0))
    constraint attempts_close_reason_check CHECK ((close_reason = ANY (ARRAY[''::text, 'submitted'::text, 'deadline'::text])))
    constraint attempts_closed CHECK (((state = 'open'::text) = (closed_at IS NULL)))
    constraint attempts_deadline CHECK (((deadline_at IS NULL) = (closes_at IS NULL)))
    constraint attempts_epoch_check CHECK ((epoch >= 0))
    constraint attempts_once UNIQUE (context_id, account_id, try)
    constraint attempts_pkey PRIMARY KEY (id)
    constraint attempts_purpose_check CHECK ((purpose = ANY (ARRAY['exam'::text, 'mock'::text])))
    constraint attempts_receipt CHECK (((state <> 'submitted'::text) OR (receipt_digest IS NOT NULL)))
    constraint attempts_state_check CHECK ((state = ANY (ARRAY['open'::text, 'submitted'::text, 'closed'::text, 'void'::text])))
    constraint attempts_try_check CHECK ((try >= 1))
    index attempts_account USING btree (account_id, started_at)
    index attempts_due USING btree (closes_at) WHERE (state = 'open'::text)
    index attempts_unmarked USING btree (closed_at) WHERE ((state = ANY (ARRAY['submitted'::text, 'closed'::text])) AND (marked_at IS NULL))

table audit_records
    id uuid not null
    at timestamp with time zone not null
    actor_id uuid
    actor_kind text not null
    actor_name text not null default ''::text
    action text not null
    object text not null
    object_id uuid
    reason text not null default ''::text
    detail jsonb not null default '{}'::jsonb
    number bigint
    hash bytea
    constraint audit_records_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['nobody'::text, 'trainee'::text, 'staff'::text, 'system'::text])))
    constraint audit_records_chained CHECK (((number IS NULL) = (hash IS NULL)))
    constraint audit_records_number_key UNIQUE (number)
    constraint audit_records_pkey PRIMARY KEY (id)
    index audit_records_actor_idx USING btree (actor_id, at)
    index audit_records_at_idx USING btree (at DESC)
    index audit_records_object_idx USING btree (object, object_id, at)
    index audit_records_unchained_idx USING btree (at, id) WHERE (number IS NULL)
    trigger audit_records_guard BEFORE DELETE OR UPDATE ON public.audit_records FOR EACH ROW EXECUTE FUNCTION audit_records_guard()

table bank_import_rows
    import_id uuid not null
    position integer not null
    sheet text not null
    line integer not null
    verdict text not null
    stem text not null
    faults jsonb not null
    draft jsonb
    question_id uuid
    constraint bank_import_rows_import_id_fkey FOREIGN KEY (import_id) REFERENCES bank_imports(id)
    constraint bank_import_rows_pkey PRIMARY KEY (import_id, "position")
    constraint bank_import_rows_question_id_fkey FOREIGN KEY (question_id) REFERENCES questions(id)
    constraint bank_import_rows_verdict_check CHECK ((verdict = ANY (ARRAY['accepted'::text, 'unchanged'::text, 'rejected'::text])))
    index bank_import_rows_verdict USING btree (import_id, verdict, "position")

table bank_imports
    id uuid not null
    level_id uuid not null
    file_name text not null
    state text not null
    accepted integer not null
    rejected integer not null
    unchanged integer not null
    created_by uuid
    created_by_name text not null default ''::text
    created_at timestamp with time zone not null
    committed_at timestamp with time zone
    constraint bank_imports_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint bank_imports_pkey PRIMARY KEY (id)
    constraint bank_imports_state_check CHECK ((state = ANY (ARRAY['previewed'::text, 'committed'::text])))
    index bank_imports_level USING btree (level_id, created_at DESC)

table bank_pictures
    id uuid not null
    level_id uuid not null
    name text not null
    blob_key text not null
    content_type text not null
    width integer not null
    height integer not null
    digest bytea not null
    created_by uuid
    created_at timestamp with time zone not null
    constraint bank_pictures_digest_key UNIQUE (level_id, digest, name)
    constraint bank_pictures_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint bank_pictures_name_check CHECK ((name <> ''::text))
    constraint bank_pictures_pkey PRIMARY KEY (id)
    index bank_pictures_name USING btree (level_id, name, created_at DESC)
    trigger bank_pictures_immutable BEFORE DELETE OR UPDATE ON public.bank_pictures FOR EACH ROW EXECUTE FUNCTION bank_refuse_change()

table body_settings
    only_row boolean not null default true
    name text not null
    certificate_prefix text not null default ''::text
    contact text not null default ''::text
    address text not null default ''::text
    seal_key text not null default ''::text
    rules jsonb not null
    updated_at timestamp with time zone not null
    constraint body_settings_certificate_prefix_check CHECK ((certificate_prefix ~ '^([YS][0-9]{12})?$'::text))
    constraint body_settings_only_row_check CHECK (only_row)
    constraint body_settings_pkey PRIMARY KEY (only_row)

table clock_offset
    only_row boolean not null default true
    shift interval not null default '00:00:00'::interval
    constraint clock_offset_only_row_check CHECK (only_row)
    constraint clock_offset_pkey PRIMARY KEY (only_row)

table elements
    id uuid not null
    level_id uuid not null
    weight_row_id uuid not null
    parent_id uuid
    code text not null
    path text not null
    depth smallint not null
    name text not null
    is_point boolean not null
    importance text not null default ''::text
    created_at timestamp with time zone not null
    constraint elements_code_check CHECK ((code ~ '^[A-Z0-9]{1,6}$'::text))
    constraint elements_depth_check CHECK (((depth >= 1) AND (depth <= 5)))
    constraint elements_id_level_id_key UNIQUE (id, level_id)
    constraint elements_id_level_id_weight_row_id_key UNIQUE (id, level_id, weight_row_id)
    constraint elements_importance CHECK ((is_point = (importance <> ''::text)))
    constraint elements_importance_check CHECK ((importance = ANY (ARRAY[''::text, 'X'::text, 'Y'::text, 'Z'::text])))
    constraint elements_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint elements_name_check CHECK ((name <> ''::text))
    constraint elements_parent_fkey FOREIGN KEY (parent_id, level_id, weight_row_id) REFERENCES elements(id, level_id, weight_row_id)
    constraint elements_path_key UNIQUE (level_id, path)
    constraint elements_pkey PRIMARY KEY (id)
    constraint elements_row_fkey FOREIGN KEY (weight_row_id, level_id) REFERENCES weight_rows(id, level_id)
    index elements_parent USING btree (parent_id)
    index elements_weight_row USING btree (weight_row_id)

table late_events
    id uuid not null
    attempt_id uuid not null
    epoch integer not null
    seq bigint not null
    question smallint not null
    value text not null
    cleared boolean not null
    device_at timestamp with time zone not null
    received_at timestamp with time zone not null
    reason text not null
    constraint late_events_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES attempts(id)
    constraint late_events_once UNIQUE (attempt_id, epoch, seq, question, value, cleared)
    constraint late_events_pkey PRIMARY KEY (id)
    constraint late_events_reason_check CHECK ((reason = ANY (ARRAY['stale'::text, 'late'::text, 'closed'::text])))
    trigger late_events_immutable BEFORE DELETE OR UPDATE ON public.late_events FOR EACH ROW EXECUTE FUNCTION attempt_refuse_change()

table learner_profiles
    account_id uuid not null
    name text not null default ''::text
    name_rare boolean not null default false
    id_type text not null default ''::text
    id_sealed bytea
    id_index bytea
    id_masked text not null default ''::text
    sex text not null default ''::text
    birth_date date
    ethnic text not null default ''::text
    education text not null default ''::text
    source text not null default ''::text
    address text not null default ''::text
    employer text not null default ''::text
    email text not null default ''::text
    work_years smallint not null default 0
    prior_occupation text not null default ''::text
    prior_certificate text not null default ''::text
    phone_sealed bytea
    phone_masked text not null default ''::text
    photo_key text not null default ''::text
    held text[] not null default '{}'::text[]
    complete boolean not null default false
    created_at timestamp with time zone not null
    updated_at timestamp with time zone not null
    constraint learner_profiles_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint learner_profiles_complete CHECK (((NOT complete) OR ((id_index IS NOT NULL) AND (name <> ''::text) AND (photo_key <> ''::text))))
    constraint learner_profiles_id_key UNIQUE (id_type, id_index)
    constraint learner_profiles_id_masked CHECK (((id_index IS NOT NULL) OR (id_masked = ''::text)))
    constraint learner_profiles_id_type_check CHECK ((id_type = ANY (ARRAY[''::text, 'resident_id'::text, 'residence_permit'::text, 'hk_macau_permit'::text, 'taiwan_permit'::text, 'foreign_permanent'::text, 'passport'::text, 'officer'::text])))
    constraint learner_profiles_pkey PRIMARY KEY (account_id)
    constraint learner_profiles_sex_check CHECK ((sex = ANY (ARRAY[''::text, 'male'::text, 'female'::text])))
    constraint learner_profiles_work_years_check CHECK (((work_years >= 0) AND (work_years <= 70)))

table login_sessions
    id uuid not null
    token_hash bytea not null
    account_id uuid not null
    portal text not null
    created_at timestamp with time zone not null
    last_seen_at timestamp with time zone not null
    ended_at timestamp with time zone
    ip text not null
    user_agent text not null
    constraint login_sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint login_sessions_pkey PRIMARY KEY (id)
    constraint login_sessions_portal_check CHECK ((portal = ANY (ARRAY['learner'::text, 'staff'::text])))
    constraint login_sessions_token_key UNIQUE (token_hash)
    index login_sessions_account_idx USING btree (account_id) WHERE (ended_at IS NULL)

table notice_deliveries
    id uuid not null
    notice_id uuid not null
    channel text not null
    state text not null
    attempts integer not null default 0
    code integer not null default 0
    message_id bigint not null default 0
    created_at timestamp with time zone not null
    tried_at timestamp with time zone
    updated_at timestamp with time zone not null
    constraint notice_deliveries_channel_check CHECK ((channel = ANY (ARRAY['app'::text, 'wechat'::text, 'sms'::text])))
    constraint notice_deliveries_channel_key UNIQUE (notice_id, channel)
    constraint notice_deliveries_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notices(id)
    constraint notice_deliveries_pkey PRIMARY KEY (id)
    constraint notice_deliveries_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'unbound'::text, 'not_following'::text, 'refused'::text, 'parked'::text, 'uncertain'::text, 'stopped'::text, 'off'::text, 'failed'::text])))
    index notice_deliveries_created_idx USING btree (created_at DESC, id DESC)

table notices
    id uuid not null
    account_id uuid not null
    kind text not null
    key text not null
    subject text not null
    detail text not null default ''::text
    link text not null
    created_at timestamp with time zone not null
    read_at timestamp with time zone
    constraint notices_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint notices_key_check CHECK (((char_length(key) >= 1) AND (char_length(key) <= 200)))
    constraint notices_kind_check CHECK ((kind = ANY (ARRAY['application_approved'::text, 'application_returned'::text, 'application_rejected'::text, 'class_published'::text, 'exam_scheduled'::text, 'score_released'::text, 'certificate_issued'::text, 'mock_published'::text])))
    constraint notices_link_check CHECK (((link ~~ '/%'::text) AND (link !~~ '//%'::text)))
    constraint notices_once_key UNIQUE (account_id, kind, key)
    constraint notices_pkey PRIMARY KEY (id)
    constraint notices_subject_check CHECK (((char_length(subject) >= 1) AND (char_length(subject) <= 60)))
    index notices_account_idx USING btree (account_id, created_at DESC, id DESC)
    index notices_unread_idx USING btree (account_id) WHERE (read_at IS NULL)

table occupations
    id uuid not null
    code text not null
    catalogue_edition text not null
    name text not null
    created_at timestamp with time zone not null
    constraint occupations_catalogue_edition_check CHECK ((catalogue_edition <> ''::text))
    constraint occupations_code_check CHECK ((code ~ '^[1-8]-[0-9]{2}-[0-9]{2}-[0-9]{2}$'::text))
    constraint occupations_code_edition_name_key UNIQUE (code, catalogue_edition, name)
    constraint occupations_name_check CHECK ((name <> ''::text))
    constraint occupations_pkey PRIMARY KEY (id)

table phone_codes
    id uuid not null
    phone_index bytea not null
    code_hash bytea not null
    ip text not null
    sent_at timestamp with time zone not null
    expires_at timestamp with time zone not null
    tries integer not null default 0
    used_at timestamp with time zone
    constraint phone_codes_pkey PRIMARY KEY (id)
    index phone_codes_ip_idx USING btree (ip, sent_at DESC)
    index phone_codes_phone_idx USING btree (phone_index, sent_at DESC)

table question_versions
    id uuid not null
    question_id uuid not null
    level_id uuid not null
    pool text not null
    number integer not null
    type text not null
    stem text not null
    options jsonb not null
    answer text[] not null
    explanation text not null default ''::text
    difficulty smallint not null
    element_id uuid not null
    weight_row_id uuid not null
    picture_ids uuid[] not null default '{}'::uuid[]
    source text not null default ''::text
    author_id uuid
    author_name text not null default ''::text
    reason text not null default ''::text
    created_at timestamp with time zone not null
    constraint question_versions_answer CHECK (
CASE type
    WHEN 'single'::text THEN (cardinality(answer) = 1)
    WHEN 'multiple'::text THEN (cardinality(answer) >= 2)
    ELSE ((cardinality(answer) = 1) AND (answer[1] = ANY (ARRAY['T'::text, 'F'::text])))
END)
    constraint question_versions_difficulty_check CHECK (((difficulty >= 1) AND (difficulty <= 5)))
    constraint question_versions_element_fkey FOREIGN KEY (element_id, level_id, weight_row_id) REFERENCES elements(id, level_id, weight_row_id)
    constraint question_versions_id_question_id_key UNIQUE (id, question_id)
    constraint question_versions_number_check CHECK ((number >= 1))
    constraint question_versions_number_key UNIQUE (question_id, number)
    constraint question_versions_pkey PRIMARY KEY (id)
    constraint question_versions_place_key UNIQUE (id, question_id, level_id, pool, weight_row_id)
    constraint question_versions_question_fkey FOREIGN KEY (question_id, level_id, pool) REFERENCES questions(id, level_id, pool)
    constraint question_versions_type_check CHECK ((type = ANY (ARRAY['single'::text, 'multiple'::text, 'judge'::text])))
    index question_versions_element USING btree (element_id)
    trigger question_versions_immutable BEFORE DELETE OR UPDATE ON public.question_versions FOR EACH ROW EXECUTE FUNCTION bank_refuse_change()
    trigger question_versions_no_truncate BEFORE TRUNCATE ON public.question_versions FOR EACH STATEMENT EXECUTE FUNCTION bank_refuse_change()

table questions
    id uuid not null
    level_id uuid not null
    pool text not null
    state text not null
    external_ref text not null default ''::text
    current_version_id uuid not null
    type text not null
    element_id uuid not null
    weight_row_id uuid not null
    difficulty smallint not null
    face_digest bytea not null
    stem_digest bytea not null
    search_text text not null
    tokens text[] not null
    created_at timestamp with time zone not null
    updated_at timestamp with time zone not null
    constraint questions_current_fkey FOREIGN KEY (current_version_id, id) REFERENCES question_versions(id, question_id) DEFERRABLE INITIALLY DEFERRED
    constraint questions_difficulty_check CHECK (((difficulty >= 1) AND (difficulty <= 5)))
    constraint questions_element_fkey FOREIGN KEY (element_id, level_id, weight_row_id) REFERENCES elements(id, level_id, weight_row_id)
    constraint questions_id_level_id_pool_key UNIQUE (id, level_id, pool)
    constraint questions_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint questions_pkey PRIMARY KEY (id)
    constraint questions_pool_check CHECK ((pool = ANY (ARRAY['practice'::text, 'exam'::text])))
    constraint questions_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'live'::text, 'retired'::text])))
    constraint questions_type_check CHECK ((type = ANY (ARRAY['single'::text, 'multiple'::text, 'judge'::text])))
    index questions_draw USING btree (level_id, pool, state, type)
    index questions_element USING btree (element_id)
    index questions_external UNIQUE USING btree (level_id, external_ref) WHERE (external_ref <> ''::text)
    index questions_face UNIQUE USING btree (level_id, face_digest) WHERE (state <> 'retired'::text)
    index questions_list USING btree (level_id, updated_at DESC, id)
    index questions_stem USING btree (level_id, stem_digest)
    index questions_tokens USING gin (tokens)

table standard_editions
    id uuid not null
    occupation_id uuid not null
    name text not null
    position smallint not null
    source text not null default ''::text
    is_sample boolean not null
    created_at timestamp with time zone not null
    constraint standard_editions_name_check CHECK ((name <> ''::text))
    constraint standard_editions_name_key UNIQUE (occupation_id, name)
    constraint standard_editions_occupation_id_fkey FOREIGN KEY (occupation_id) REFERENCES occupations(id)
    constraint standard_editions_pkey PRIMARY KEY (id)
    constraint standard_editions_position_check CHECK ((("position" >= 1) AND ("position" <= 1000)))

table standard_levels
    id uuid not null
    edition_id uuid not null
    track text not null default ''::text
    code text not null
    name text not null
    rank smallint not null
    theory_minutes smallint not null
    skill_minutes smallint not null
    created_at timestamp with time zone not null
    constraint standard_levels_check CHECK ((rank = (7 - (code)::smallint)))
    constraint standard_levels_code_check CHECK ((code = ANY (ARRAY['5'::text, '4'::text, '3'::text, '2'::text, '1'::text])))
    constraint standard_levels_code_key UNIQUE (edition_id, track, code)
    constraint standard_levels_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES standard_editions(id)
    constraint standard_levels_pkey PRIMARY KEY (id)
    constraint standard_levels_skill_minutes_check CHECK (((skill_minutes >= 10) AND (skill_minutes <= 1440)))
    constraint standard_levels_theory_minutes_check CHECK (((theory_minutes >= 10) AND (theory_minutes <= 600)))

table wechat_identities
    app_id text not null
    open_id text not null
    account_id uuid
    following boolean not null default false
    seen_at timestamp with time zone not null
    constraint wechat_identities_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint wechat_identities_account_key UNIQUE (app_id, account_id)
    constraint wechat_identities_pkey PRIMARY KEY (app_id, open_id)

table wechat_visits
    token_hash bytea not null
    app_id text not null
    open_id text not null
    expires_at timestamp with time zone not null
    constraint wechat_visits_pkey PRIMARY KEY (token_hash)

table weight_rows
    id uuid not null
    level_id uuid not null
    part text not null
    seq smallint not null
    group_name text not null default ''::text
    name text not null
    percent smallint not null
    constraint weight_rows_id_level_id_key UNIQUE (id, level_id)
    constraint weight_rows_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint weight_rows_name_check CHECK ((name <> ''::text))
    constraint weight_rows_name_key UNIQUE (level_id, part, name) DEFERRABLE INITIALLY DEFERRED
    constraint weight_rows_part_check CHECK ((part = ANY (ARRAY['theory'::text, 'skill'::text])))
    constraint weight_rows_percent_check CHECK (((percent >= 1) AND (percent <= 100)))
    constraint weight_rows_pkey PRIMARY KEY (id)
    constraint weight_rows_seq_check CHECK (((seq >= 1) AND (seq <= 100)))
    constraint weight_rows_seq_key UNIQUE (level_id, part, seq) DEFERRABLE INITIALLY DEFERRED
    constraint weight_rows_sum_100 TRIGGER DEFERRABLE INITIALLY DEFERRED
    trigger weight_rows_sum_100 AFTER INSERT OR DELETE OR UPDATE ON public.weight_rows DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION weight_rows_check_sum()

view bank_version_details
    id uuid
    question_id uuid
    level_id uuid
    pool text
    number integer
    type text
    stem text
    options jsonb
    answer text[]
    explanation text
    difficulty smallint
    element_id uuid
    weight_row_id uuid
    picture_ids uuid[]
    source text
    author_id uuid
    author_name text
    reason text
    created_at timestamp with time zone
    picture_keys text[]
    reads bank_pictures, question_versions

view v_attempt_attempts
    id uuid
    purpose text
    context_id uuid
    account_id uuid
    try smallint
    form_id uuid
    state text
    started_at timestamp with time zone
    deadline_at timestamp with time zone
    closed_at timestamp with time zone
    close_reason text
    reads attempts

view v_attempt_marks
    attempt_id uuid
    got_hundredths integer
    of_hundredths integer
    marked_at timestamp with time zone
    reads attempt_marks

view v_bank_versions
    id uuid
    question_id uuid
    level_id uuid
    type text
    element_id uuid
    weight_row_id uuid
    pool text
    reads question_versions

view v_identity_accounts
    id uuid
    kind text
    name text
    active boolean
    reads accounts

view v_learner_people
    account_id uuid
    name text
    sex text
    id_masked text
    phone_masked text
    employer text
    source text
    has_photo boolean
    reads learner_profiles

view v_standard_elements
    id uuid
    level_id uuid
    weight_row_id uuid
    parent_id uuid
    code text
    name text
    is_point boolean
    importance text
    reads elements

view v_standard_levels
    id uuid
    occupation_id uuid
    occupation_code text
    occupation_name text
    track text
    edition_id uuid
    edition_name text
    is_sample boolean
    code text
    name text
    rank smallint
    reads occupations, standard_editions, standard_levels

view v_standard_weight_rows
    id uuid
    level_id uuid
    part text
    seq smallint
    group_name text
    name text
    percent smallint
    reads weight_rows


CREATE OR REPLACE FUNCTION public.app_now()
 RETURNS timestamp with time zone
 LANGUAGE sql
AS $function$ select clock_timestamp() + (select shift from clock_offset) $function$

CREATE OR REPLACE FUNCTION public.attempt_refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    raise exception '% rows are never changed or deleted', tg_table_name
        using errcode = 'restrict_violation', constraint = tg_table_name || '_immutable';
end;
$function$

CREATE OR REPLACE FUNCTION public.audit_records_guard()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    if tg_op = 'DELETE' then
        raise exception 'audit records are never deleted';
    end if;
    if old.number is not null
        or (new.id, new.at, new.actor_id, new.actor_kind, new.actor_name, new.action, new.object, new.object_id, new.reason, new.detail)
        is distinct from
        (old.id, old.at, old.actor_id, old.actor_kind, old.actor_name, old.action, old.object, old.object_id, old.reason, old.detail) then
        raise exception 'audit records are never changed';
    end if;
    return new;
end $function$

CREATE OR REPLACE FUNCTION public.bank_refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    raise exception '% rows are never changed or deleted', tg_table_name
        using errcode = 'restrict_violation', constraint = tg_table_name || '_immutable';
end;
$function$

CREATE OR REPLACE FUNCTION public.weight_rows_check_sum()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
    row_level uuid;
    row_part text;
    total integer;
begin
    if tg_op = 'DELETE' then
        row_level := old.level_id;
        row_part := old.part;
    else
        row_level := new.level_id;
        row_part := new.part;
    end if;
    if tg_op = 'UPDATE' and (old.level_id, old.part) is distinct from (new.level_id, new.part) then
        raise exception 'a weight row stays in its table'
            using errcode = 'check_violation', constraint = 'weight_rows_fixed';
    end if;
    select coalesce(sum(percent), 0) into total from weight_rows where level_id = row_level and part = row_part;
    if total not in (0, 100) then
        raise exception 'weights of one table add up to %, not 100', total
            using errcode = 'check_violation', constraint = 'weight_rows_sum_100';
    end if;
    return null;
end;
$function$
