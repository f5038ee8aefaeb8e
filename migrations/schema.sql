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

table certificate_serials
    prefix text not null
    year smallint not null
    level_code text not null
    last integer not null default 0
    constraint certificate_serials_last_check CHECK (((last >= 0) AND (last <= 999999)))
    constraint certificate_serials_level_code_check CHECK ((level_code ~ '^[1-5]$'::text))
    constraint certificate_serials_pkey PRIMARY KEY (prefix, year, level_code)
    constraint certificate_serials_prefix_check CHECK ((prefix ~ '^[YS][0-9]{12}$'::text))
    constraint certificate_serials_year_check CHECK (((year >= 0) AND (year <= 99)))
    trigger certificate_serials_up BEFORE DELETE OR UPDATE ON public.certificate_serials FOR EACH ROW EXECUTE FUNCTION certificate_serials_refuse_back()

table certificates
    id uuid not null
    plan_id uuid not null
    account_id uuid not null
    level_id uuid not null
    passed boolean not null default true
    number text not null
    code text not null
    state text not null default 'valid'::text
    name text not null
    id_type text not null
    id_sealed bytea not null
    id_masked text not null
    occupation text not null
    track text not null default ''::text
    level_code text not null
    level_name text not null
    photo_key text not null
    body_name text not null
    seal_key text not null default ''::text
    issued_on date not null
    issued_at timestamp with time zone not null
    issued_by uuid
    issued_name text not null default ''::text
    pdf_key text not null default ''::text
    revoked_at timestamp with time zone
    revoked_by uuid
    revoked_name text not null default ''::text
    revoke_reason text not null default ''::text
    constraint certificates_body_name_check CHECK ((body_name <> ''::text))
    constraint certificates_code_check CHECK ((code ~ '^[a-z2-7]{26}$'::text))
    constraint certificates_code_key UNIQUE (code)
    constraint certificates_id_type_check CHECK ((id_type <> ''::text))
    constraint certificates_issued_by_fkey FOREIGN KEY (issued_by) REFERENCES accounts(id)
    constraint certificates_level_code_check CHECK ((level_code ~ '^[1-5]$'::text))
    constraint certificates_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint certificates_level_name_check CHECK ((level_name <> ''::text))
    constraint certificates_name_check CHECK ((name <> ''::text))
    constraint certificates_number_check CHECK ((number ~ '^[YS][0-9]{14}[1-5][0-9]{6}$'::text))
    constraint certificates_number_key UNIQUE (number)
    constraint certificates_occupation_check CHECK ((occupation <> ''::text))
    constraint certificates_once UNIQUE (plan_id, account_id)
    constraint certificates_passed_check CHECK (passed)
    constraint certificates_photo_key_check CHECK ((photo_key <> ''::text))
    constraint certificates_pkey PRIMARY KEY (id)
    constraint certificates_plan_id_account_id_passed_fkey FOREIGN KEY (plan_id, account_id, passed) REFERENCES result_outcomes(plan_id, account_id, passed)
    constraint certificates_revoked CHECK ((((state = 'revoked'::text) = (revoked_at IS NOT NULL)) AND ((revoked_at IS NULL) = (revoke_reason = ''::text))))
    constraint certificates_revoked_by_fkey FOREIGN KEY (revoked_by) REFERENCES accounts(id)
    constraint certificates_state_check CHECK ((state = ANY (ARRAY['valid'::text, 'revoked'::text])))
    index certificates_account USING btree (account_id, issued_at DESC)
    index certificates_level USING btree (level_id, issued_at DESC)
    index certificates_list USING btree (issued_at DESC, number DESC)
    trigger certificates_immutable BEFORE DELETE OR UPDATE ON public.certificates FOR EACH ROW EXECUTE FUNCTION certificates_refuse_change()

table clock_offset
    only_row boolean not null default true
    shift interval not null default '00:00:00'::interval
    constraint clock_offset_only_row_check CHECK (only_row)
    constraint clock_offset_pkey PRIMARY KEY (only_row)

table cohort_classes
    id uuid not null
    programme_id uuid not null
    level_id uuid not null
    name text not null
    capacity smallint not null
    teacher_id uuid
    starts_on date
    ends_on date
    place text not null default ''::text
    group_qr_key text not null default ''::text
    group_qr_type text not null default ''::text
    state text not null default 'planned'::text
    revision integer not null default 0
    content_hash text not null default ''::text
    told_hash text not null default ''::text
    published_at timestamp with time zone
    completed_at timestamp with time zone
    created_at timestamp with time zone not null
    updated_at timestamp with time zone not null
    constraint cohort_classes_capacity_check CHECK (((capacity >= 1) AND (capacity <= 500)))
    constraint cohort_classes_completed CHECK (((state = 'completed'::text) = (completed_at IS NOT NULL)))
    constraint cohort_classes_days CHECK (((ends_on IS NULL) OR ((starts_on IS NOT NULL) AND (starts_on <= ends_on))))
    constraint cohort_classes_group_qr_type_check CHECK ((group_qr_type = ANY (ARRAY[''::text, 'image/jpeg'::text, 'image/png'::text])))
    constraint cohort_classes_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint cohort_classes_name_check CHECK ((name <> ''::text))
    constraint cohort_classes_name_key UNIQUE (programme_id, name)
    constraint cohort_classes_pkey PRIMARY KEY (id)
    constraint cohort_classes_programme UNIQUE (id, programme_id, level_id)
    constraint cohort_classes_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES enrolment_programmes(id)
    constraint cohort_classes_published CHECK (((state = 'planned'::text) OR ((published_at IS NOT NULL) AND (starts_on IS NOT NULL))))
    constraint cohort_classes_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'published'::text, 'completed'::text])))
    constraint cohort_classes_teacher_id_fkey FOREIGN KEY (teacher_id) REFERENCES accounts(id)
    index cohort_classes_created_idx USING btree (created_at DESC, id)

table cohort_lessons
    id uuid not null
    class_id uuid not null
    day date not null
    start_minute smallint not null
    end_minute smallint not null
    title text not null
    place text not null default ''::text
    teacher_name text not null default ''::text
    created_at timestamp with time zone not null
    constraint cohort_lessons_class_id_fkey FOREIGN KEY (class_id) REFERENCES cohort_classes(id)
    constraint cohort_lessons_end_minute_check CHECK (((end_minute >= 1) AND (end_minute <= 1440)))
    constraint cohort_lessons_pkey PRIMARY KEY (id)
    constraint cohort_lessons_start_minute_check CHECK (((start_minute >= 0) AND (start_minute <= 1439)))
    constraint cohort_lessons_time CHECK ((start_minute < end_minute))
    constraint cohort_lessons_title_check CHECK ((title <> ''::text))
    index cohort_lessons_class_idx USING btree (class_id, day, start_minute, id)
    index cohort_lessons_day_idx USING btree (day)

table cohort_members
    id uuid not null
    class_id uuid not null
    programme_id uuid not null
    level_id uuid not null
    application_id uuid not null
    account_id uuid not null
    joined_at timestamp with time zone not null
    left_at timestamp with time zone
    left_reason text not null default ''::text
    told_revision integer not null default 0
    constraint cohort_members_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint cohort_members_application_id_fkey FOREIGN KEY (application_id) REFERENCES enrolment_applications(id)
    constraint cohort_members_class_fkey FOREIGN KEY (class_id, programme_id, level_id) REFERENCES cohort_classes(id, programme_id, level_id)
    constraint cohort_members_left CHECK (((left_at IS NOT NULL) OR (left_reason = ''::text)))
    constraint cohort_members_pkey PRIMARY KEY (id)
    index cohort_members_account_idx USING btree (account_id) WHERE (left_at IS NULL)
    index cohort_members_class_idx USING btree (class_id, joined_at, id) WHERE (left_at IS NULL)
    index cohort_members_living_key UNIQUE USING btree (application_id) WHERE (left_at IS NULL)

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
    weight smallint
    page text not null default ''::text
    constraint elements_code_check CHECK ((code ~ '^[A-Z0-9]{1,6}$'::text))
    constraint elements_depth_check CHECK (((depth >= 1) AND (depth <= 5)))
    constraint elements_id_level_id_key UNIQUE (id, level_id)
    constraint elements_id_level_id_weight_row_id_key UNIQUE (id, level_id, weight_row_id)
    constraint elements_importance CHECK ((is_point = (importance <> ''::text)))
    constraint elements_importance_check CHECK ((importance = ANY (ARRAY[''::text, 'X'::text, 'Y'::text, 'Z'::text])))
    constraint elements_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint elements_name_check CHECK ((name <> ''::text))
    constraint elements_page_check CHECK ((char_length(page) <= 40))
    constraint elements_parent_fkey FOREIGN KEY (parent_id, level_id) REFERENCES elements(id, level_id)
    constraint elements_path_key UNIQUE (level_id, path) DEFERRABLE
    constraint elements_pkey PRIMARY KEY (id)
    constraint elements_row_fkey FOREIGN KEY (weight_row_id, level_id) REFERENCES weight_rows(id, level_id)
    constraint elements_weight CHECK (((NOT is_point) OR (weight IS NULL)))
    constraint elements_weight_check CHECK (((weight >= 1) AND (weight <= 10000)))
    index elements_parent USING btree (parent_id)
    index elements_weight_row USING btree (weight_row_id)

table enemy_members
    set_id uuid not null
    question_id uuid not null
    constraint enemy_members_pkey PRIMARY KEY (set_id, question_id)
    constraint enemy_members_question_id_fkey FOREIGN KEY (question_id) REFERENCES questions(id)
    constraint enemy_members_set_id_fkey FOREIGN KEY (set_id) REFERENCES enemy_sets(id) ON DELETE CASCADE
    index enemy_members_question USING btree (question_id)

table enemy_sets
    id uuid not null
    level_id uuid not null
    reason text not null
    created_by uuid
    created_by_name text not null default ''::text
    created_at timestamp with time zone not null
    constraint enemy_sets_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint enemy_sets_pkey PRIMARY KEY (id)
    constraint enemy_sets_reason_check CHECK ((reason <> ''::text))
    index enemy_sets_level USING btree (level_id, created_at DESC)

table enrolment_applications
    id uuid not null
    programme_id uuid not null
    account_id uuid not null
    level_id uuid not null
    poster_id uuid
    state text not null default 'draft'::text
    clause_key text not null default ''::text
    person_name text not null default ''::text
    snapshot jsonb not null default '{}'::jsonb
    round integer not null default 0
    version integer not null default 1
    reason text not null default ''::text
    claimed_by uuid
    claimed_until timestamp with time zone
    created_at timestamp with time zone not null
    updated_at timestamp with time zone not null
    submitted_at timestamp with time zone
    decided_at timestamp with time zone
    constraint enrolment_applications_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint enrolment_applications_claimed_by_fkey FOREIGN KEY (claimed_by) REFERENCES accounts(id)
    constraint enrolment_applications_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint enrolment_applications_pkey PRIMARY KEY (id)
    constraint enrolment_applications_poster_id_fkey FOREIGN KEY (poster_id) REFERENCES enrolment_posters(id)
    constraint enrolment_applications_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES enrolment_programmes(id)
    constraint enrolment_applications_round_check CHECK ((round >= 0))
    constraint enrolment_applications_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'returned'::text, 'approved'::text, 'rejected'::text, 'withdrawn'::text])))
    constraint enrolment_applications_submitted CHECK (((state = ANY (ARRAY['draft'::text, 'withdrawn'::text])) OR (submitted_at IS NOT NULL)))
    index enrolment_applications_account_idx USING btree (account_id, created_at DESC)
    index enrolment_applications_living_key UNIQUE USING btree (programme_id, account_id) WHERE (state = ANY (ARRAY['draft'::text, 'submitted'::text, 'returned'::text, 'approved'::text]))
    index enrolment_applications_places_idx USING btree (programme_id, state)
    index enrolment_applications_queue_idx USING btree (submitted_at, id) WHERE (state = 'submitted'::text)

table enrolment_consents
    application_id uuid not null
    account_id uuid not null
    document text not null
    version text not null
    text_hash bytea not null
    agreed_at timestamp with time zone not null
    constraint enrolment_consents_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint enrolment_consents_application_id_fkey FOREIGN KEY (application_id) REFERENCES enrolment_applications(id)
    constraint enrolment_consents_pkey PRIMARY KEY (application_id, document, version)

table enrolment_files
    id uuid not null
    application_id uuid not null
    material text not null
    name text not null
    content_type text not null
    size bigint not null
    blob_key text not null
    round integer not null default 0
    uploaded_at timestamp with time zone not null
    removed_at timestamp with time zone
    constraint enrolment_files_application_id_fkey FOREIGN KEY (application_id) REFERENCES enrolment_applications(id)
    constraint enrolment_files_content_type_check CHECK ((content_type = ANY (ARRAY['image/jpeg'::text, 'application/pdf'::text])))
    constraint enrolment_files_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120)))
    constraint enrolment_files_pkey PRIMARY KEY (id)
    constraint enrolment_files_size_check CHECK ((size > 0))
    index enrolment_files_application_idx USING btree (application_id, material, uploaded_at)

table enrolment_items
    application_id uuid not null
    key text not null
    state text not null
    reason text not null default ''::text
    before jsonb not null default '{}'::jsonb
    constraint enrolment_items_application_id_fkey FOREIGN KEY (application_id) REFERENCES enrolment_applications(id)
    constraint enrolment_items_pkey PRIMARY KEY (application_id, key)
    constraint enrolment_items_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'passed'::text, 'returned'::text])))

table enrolment_posters
    id uuid not null
    programme_id uuid not null
    channel text not null
    code text not null
    qr_text text not null
    wechat boolean not null
    created_at timestamp with time zone not null
    constraint enrolment_posters_channel_check CHECK ((channel <> ''::text))
    constraint enrolment_posters_channel_key UNIQUE (programme_id, channel)
    constraint enrolment_posters_code_check CHECK ((code ~ '^[a-z0-9]{16,32}$'::text))
    constraint enrolment_posters_code_key UNIQUE (code)
    constraint enrolment_posters_pkey PRIMARY KEY (id)
    constraint enrolment_posters_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES enrolment_programmes(id)

table enrolment_programmes
    id uuid not null
    slug text not null
    title text not null
    level_id uuid not null
    kind text not null
    places integer not null
    opens_at timestamp with time zone not null
    closes_at timestamp with time zone not null
    description text not null default ''::text
    materials jsonb not null default '[]'::jsonb
    state text not null default 'draft'::text
    created_at timestamp with time zone not null
    updated_at timestamp with time zone not null
    constraint enrolment_programmes_kind_check CHECK ((kind = ANY (ARRAY['employment'::text, 'upgrade'::text, 'transfer'::text, 'senior'::text, 'startup'::text, 'pre_job'::text, 'apprenticeship'::text])))
    constraint enrolment_programmes_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint enrolment_programmes_pkey PRIMARY KEY (id)
    constraint enrolment_programmes_places_check CHECK (((places >= 1) AND (places <= 100000)))
    constraint enrolment_programmes_slug_check CHECK ((slug ~ '^[a-z0-9]{16,32}$'::text))
    constraint enrolment_programmes_slug_key UNIQUE (slug)
    constraint enrolment_programmes_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'open'::text, 'closed'::text])))
    constraint enrolment_programmes_title_check CHECK ((title <> ''::text))
    constraint enrolment_programmes_window CHECK ((opens_at < closes_at))
    index enrolment_programmes_created_idx USING btree (created_at DESC, id)
    index enrolment_programmes_open_idx USING btree (closes_at, id) WHERE (state = 'open'::text)

table enrolment_reviews
    id uuid not null
    application_id uuid not null
    round integer not null
    action text not null
    reason text not null default ''::text
    items jsonb not null default '[]'::jsonb
    actor_id uuid
    actor_name text not null default ''::text
    at timestamp with time zone not null
    constraint enrolment_reviews_action_check CHECK ((action = ANY (ARRAY['submit'::text, 'approve'::text, 'return'::text, 'reject'::text, 'withdraw'::text])))
    constraint enrolment_reviews_application_id_fkey FOREIGN KEY (application_id) REFERENCES enrolment_applications(id)
    constraint enrolment_reviews_pkey PRIMARY KEY (id)
    index enrolment_reviews_application_idx USING btree (application_id, at)

table enrolment_scans
    id uuid not null
    programme_id uuid not null
    poster_id uuid not null
    source text not null
    visitor_hash bytea not null
    day date not null
    scanned_at timestamp with time zone not null
    constraint enrolment_scans_day_key UNIQUE (poster_id, source, visitor_hash, day)
    constraint enrolment_scans_pkey PRIMARY KEY (id)
    constraint enrolment_scans_poster_id_fkey FOREIGN KEY (poster_id) REFERENCES enrolment_posters(id)
    constraint enrolment_scans_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES enrolment_programmes(id)
    constraint enrolment_scans_source_check CHECK ((source = ANY (ARRAY['wechat'::text, 'page'::text])))
    index enrolment_scans_programme_idx USING btree (programme_id, scanned_at)

table errata_cases
    id uuid not null
    question_id uuid not null
    level_id uuid not null
    version_id uuid not null
    state text not null
    opened_at timestamp with time zone not null
    due_at timestamp with time zone not null
    reports integer not null
    resolved_at timestamp with time zone
    resolved_by uuid
    resolved_by_name text not null default ''::text
    reply text not null default ''::text
    constraint errata_cases_due CHECK ((due_at > opened_at))
    constraint errata_cases_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint errata_cases_pkey PRIMARY KEY (id)
    constraint errata_cases_question_id_fkey FOREIGN KEY (question_id) REFERENCES questions(id)
    constraint errata_cases_reply_check CHECK ((char_length(reply) <= 300))
    constraint errata_cases_reports_check CHECK ((reports >= 1))
    constraint errata_cases_resolved CHECK ((((state = 'open'::text) = (resolved_at IS NULL)) AND ((state = 'open'::text) = (reply = ''::text))))
    constraint errata_cases_state_check CHECK ((state = ANY (ARRAY['open'::text, 'fixed'::text, 'no_fault'::text])))
    index errata_cases_due USING btree (due_at, id) WHERE (state = 'open'::text)
    index errata_cases_open UNIQUE USING btree (question_id) WHERE (state = 'open'::text)
    index errata_cases_resolved USING btree (resolved_at DESC, id) WHERE (state <> 'open'::text)

table errata_reports
    id uuid not null
    case_id uuid not null
    account_id uuid not null
    version_id uuid not null
    place text not null
    reason text not null
    note text not null default ''::text
    created_at timestamp with time zone not null
    constraint errata_reports_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint errata_reports_case_id_fkey FOREIGN KEY (case_id) REFERENCES errata_cases(id)
    constraint errata_reports_note_check CHECK ((char_length(note) <= 500))
    constraint errata_reports_once UNIQUE (case_id, account_id)
    constraint errata_reports_pkey PRIMARY KEY (id)
    constraint errata_reports_place_check CHECK ((place = ANY (ARRAY['drill'::text, 'wrong_book'::text, 'mock'::text])))
    constraint errata_reports_reason_check CHECK ((reason = ANY (ARRAY['key'::text, 'stem'::text, 'options'::text, 'explanation'::text, 'picture'::text, 'other'::text])))
    index errata_reports_own USING btree (account_id, created_at DESC, id)

table exam_candidates
    id uuid not null
    plan_id uuid not null
    level_id uuid not null
    account_id uuid not null
    class_id uuid not null
    application_id uuid not null
    added_at timestamp with time zone not null
    constraint exam_candidates_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint exam_candidates_id_plan_id_account_id_key UNIQUE (id, plan_id, account_id)
    constraint exam_candidates_once UNIQUE (plan_id, account_id)
    constraint exam_candidates_pkey PRIMARY KEY (id)
    constraint exam_candidates_plan_id_level_id_fkey FOREIGN KEY (plan_id, level_id) REFERENCES exam_plans(id, level_id)
    index exam_candidates_account USING btree (account_id)

table exam_plans
    id uuid not null
    title text not null
    level_id uuid not null
    state text not null
    year smallint not null
    batch smallint not null
    site_number smallint not null
    site_name text not null default ''::text
    site_address text not null default ''::text
    contact text not null default ''::text
    pass_mark smallint not null
    entry_minutes smallint not null
    late_minutes smallint not null
    earliest_hand_in_minutes smallint not null
    allowance_seconds smallint not null
    score_valid_months smallint not null
    ticket_pattern text not null
    revision integer not null default 0
    published_at timestamp with time zone
    created_at timestamp with time zone not null
    constraint exam_plans_allowance_seconds_check CHECK (((allowance_seconds >= 0) AND (allowance_seconds <= 120)))
    constraint exam_plans_batch_check CHECK ((batch >= 1))
    constraint exam_plans_batch_key UNIQUE (year, batch)
    constraint exam_plans_earliest_hand_in_minutes_check CHECK (((earliest_hand_in_minutes >= 0) AND (earliest_hand_in_minutes <= 240)))
    constraint exam_plans_entry_minutes_check CHECK (((entry_minutes >= 0) AND (entry_minutes <= 240)))
    constraint exam_plans_id_level_id_key UNIQUE (id, level_id)
    constraint exam_plans_late_minutes_check CHECK (((late_minutes >= 0) AND (late_minutes <= 240)))
    constraint exam_plans_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint exam_plans_pass_mark_check CHECK (((pass_mark >= 1) AND (pass_mark <= 100)))
    constraint exam_plans_pkey PRIMARY KEY (id)
    constraint exam_plans_published CHECK (((state = 'drafted'::text) = (published_at IS NULL)))
    constraint exam_plans_revision_check CHECK ((revision >= 0))
    constraint exam_plans_score_valid_months_check CHECK (((score_valid_months >= 1) AND (score_valid_months <= 60)))
    constraint exam_plans_site_number_check CHECK (((site_number >= 0) AND (site_number <= 99)))
    constraint exam_plans_state_check CHECK ((state = ANY (ARRAY['drafted'::text, 'published'::text, 'running'::text, 'finished'::text])))
    constraint exam_plans_ticket_pattern_check CHECK ((ticket_pattern <> ''::text))
    constraint exam_plans_title_check CHECK ((title <> ''::text))
    constraint exam_plans_year_check CHECK (((year >= 2000) AND (year <= 9999)))
    index exam_plans_level USING btree (level_id, created_at)

table exam_rooms
    id uuid not null
    session_id uuid not null
    plan_id uuid not null
    number smallint not null
    name text not null
    capacity smallint not null
    constraint exam_rooms_capacity_check CHECK (((capacity >= 1) AND (capacity <= 500)))
    constraint exam_rooms_id_session_id_key UNIQUE (id, session_id)
    constraint exam_rooms_name_check CHECK ((name <> ''::text))
    constraint exam_rooms_name_key UNIQUE (session_id, name)
    constraint exam_rooms_number_check CHECK ((number >= 1))
    constraint exam_rooms_number_key UNIQUE (plan_id, number)
    constraint exam_rooms_pkey PRIMARY KEY (id)
    constraint exam_rooms_session_id_plan_id_fkey FOREIGN KEY (session_id, plan_id) REFERENCES exam_sessions(id, plan_id) ON DELETE CASCADE

table exam_seats
    id uuid not null
    session_id uuid not null
    plan_id uuid not null
    part text not null
    candidate_id uuid not null
    account_id uuid not null
    room_id uuid not null
    seat smallint not null
    ticket_number text not null
    try smallint not null default 1
    state text not null
    checked_in_at timestamp with time zone
    checked_in_by uuid
    started_at timestamp with time zone
    attempt_id uuid
    constraint exam_seats_candidate_id_plan_id_account_id_fkey FOREIGN KEY (candidate_id, plan_id, account_id) REFERENCES exam_candidates(id, plan_id, account_id) ON DELETE CASCADE
    constraint exam_seats_checked_in CHECK (((state <> 'checked_in'::text) OR (checked_in_at IS NOT NULL)))
    constraint exam_seats_once UNIQUE (candidate_id, part, try)
    constraint exam_seats_part_check CHECK ((part = ANY (ARRAY['theory'::text, 'skill'::text])))
    constraint exam_seats_pkey PRIMARY KEY (id)
    constraint exam_seats_place_key UNIQUE (room_id, seat)
    constraint exam_seats_room_id_session_id_fkey FOREIGN KEY (room_id, session_id) REFERENCES exam_rooms(id, session_id)
    constraint exam_seats_seat_check CHECK ((seat >= 1))
    constraint exam_seats_session_id_plan_id_fkey FOREIGN KEY (session_id, plan_id) REFERENCES exam_sessions(id, plan_id)
    constraint exam_seats_started CHECK ((((state = 'started'::text) = (started_at IS NOT NULL)) AND ((started_at IS NULL) = (attempt_id IS NULL))))
    constraint exam_seats_state_check CHECK ((state = ANY (ARRAY['assigned'::text, 'checked_in'::text, 'started'::text, 'absent'::text])))
    constraint exam_seats_ticket_key UNIQUE (ticket_number)
    constraint exam_seats_ticket_number_check CHECK ((ticket_number ~ '^[0-9]{4,40}$'::text))
    constraint exam_seats_try_check CHECK ((try >= 1))
    index exam_seats_account USING btree (account_id)
    index exam_seats_session USING btree (session_id, room_id, seat)

table exam_sessions
    id uuid not null
    plan_id uuid not null
    part text not null
    starts_at timestamp with time zone not null
    minutes smallint not null
    form_id uuid
    place text not null default ''::text
    state text not null
    finished_at timestamp with time zone
    created_at timestamp with time zone not null
    constraint exam_sessions_finished CHECK (((state = 'finished'::text) = (finished_at IS NOT NULL)))
    constraint exam_sessions_form CHECK (((form_id IS NULL) OR (part = 'theory'::text)))
    constraint exam_sessions_id_plan_id_key UNIQUE (id, plan_id)
    constraint exam_sessions_minutes_check CHECK (((minutes >= 10) AND (minutes <= 1440)))
    constraint exam_sessions_part_check CHECK ((part = ANY (ARRAY['theory'::text, 'skill'::text])))
    constraint exam_sessions_pkey PRIMARY KEY (id)
    constraint exam_sessions_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES exam_plans(id)
    constraint exam_sessions_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'ready'::text, 'running'::text, 'finished'::text])))
    index exam_sessions_plan USING btree (plan_id, starts_at, id)
    index exam_sessions_time USING btree (starts_at, id)

table invigilation_acknowledgements
    announcement_id uuid not null
    account_id uuid not null
    acknowledged_at timestamp with time zone not null
    constraint invigilation_acknowledgements_of FOREIGN KEY (announcement_id, account_id) REFERENCES invigilation_recipients(announcement_id, account_id)
    constraint invigilation_acknowledgements_pkey PRIMARY KEY (announcement_id, account_id)
    trigger invigilation_acknowledgements_immutable BEFORE DELETE OR UPDATE ON public.invigilation_acknowledgements FOR EACH ROW EXECUTE FUNCTION invigilation_refuse_change()

table invigilation_announcements
    id uuid not null
    session_id uuid not null
    scope text not null
    room_id uuid
    text text not null
    sent_by uuid not null
    sent_name text not null
    sent_at timestamp with time zone not null
    constraint invigilation_announcements_of UNIQUE (id, session_id)
    constraint invigilation_announcements_pkey PRIMARY KEY (id)
    constraint invigilation_announcements_room CHECK (((scope = 'room'::text) = (room_id IS NOT NULL)))
    constraint invigilation_announcements_scope_check CHECK ((scope = ANY (ARRAY['session'::text, 'room'::text, 'seats'::text])))
    constraint invigilation_announcements_sent_by_fkey FOREIGN KEY (sent_by) REFERENCES accounts(id)
    constraint invigilation_announcements_sent_name_check CHECK ((sent_name <> ''::text))
    constraint invigilation_announcements_session_id_fkey FOREIGN KEY (session_id) REFERENCES exam_sessions(id)
    constraint invigilation_announcements_text_check CHECK (((char_length(text) >= 2) AND (char_length(text) <= 200)))
    index invigilation_announcements_session USING btree (session_id, sent_at DESC, id DESC)
    trigger invigilation_announcements_immutable BEFORE DELETE OR UPDATE ON public.invigilation_announcements FOR EACH ROW EXECUTE FUNCTION invigilation_refuse_change()

table invigilation_grants
    id uuid not null
    session_id uuid not null
    minutes smallint not null
    reason text not null
    whole_session boolean not null
    accounts uuid[] not null
    granted_by uuid not null
    granted_at timestamp with time zone not null
    constraint invigilation_grants_accounts_check CHECK ((cardinality(accounts) > 0))
    constraint invigilation_grants_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES accounts(id)
    constraint invigilation_grants_minutes_check CHECK (((minutes >= 1) AND (minutes <= 60)))
    constraint invigilation_grants_pkey PRIMARY KEY (id)
    constraint invigilation_grants_reason_check CHECK ((reason <> ''::text))
    constraint invigilation_grants_session_id_fkey FOREIGN KEY (session_id) REFERENCES exam_sessions(id)
    index invigilation_grants_session USING btree (session_id, granted_at)

table invigilation_incidents
    id uuid not null
    session_id uuid not null
    seat_id uuid
    kind text not null
    text text not null
    reported_by uuid not null
    reported_at timestamp with time zone not null
    constraint invigilation_incidents_kind_check CHECK ((kind = ANY (ARRAY['device'::text, 'network'::text, 'power'::text, 'illness'::text, 'discipline'::text, 'misconduct'::text, 'other'::text])))
    constraint invigilation_incidents_pkey PRIMARY KEY (id)
    constraint invigilation_incidents_reported_by_fkey FOREIGN KEY (reported_by) REFERENCES accounts(id)
    constraint invigilation_incidents_session_id_fkey FOREIGN KEY (session_id) REFERENCES exam_sessions(id)
    constraint invigilation_incidents_text_check CHECK ((text <> ''::text))
    index invigilation_incidents_session USING btree (session_id, reported_at)

table invigilation_recipients
    announcement_id uuid not null
    session_id uuid not null
    account_id uuid not null
    seat_id uuid not null
    constraint invigilation_recipients_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint invigilation_recipients_of FOREIGN KEY (announcement_id, session_id) REFERENCES invigilation_announcements(id, session_id)
    constraint invigilation_recipients_pkey PRIMARY KEY (announcement_id, account_id)
    index invigilation_recipients_account USING btree (account_id, session_id)
    trigger invigilation_recipients_immutable BEFORE DELETE OR UPDATE ON public.invigilation_recipients FOR EACH ROW EXECUTE FUNCTION invigilation_refuse_change()

table late_decisions
    late_event_id uuid not null
    version integer not null
    attempt_id uuid not null
    counted boolean not null
    reason text not null
    decided_by uuid not null
    decided_name text not null
    decided_at timestamp with time zone not null
    constraint late_decisions_answer FOREIGN KEY (late_event_id, attempt_id) REFERENCES late_events(id, attempt_id)
    constraint late_decisions_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES accounts(id)
    constraint late_decisions_decided_name_check CHECK ((decided_name <> ''::text))
    constraint late_decisions_pkey PRIMARY KEY (late_event_id, version)
    constraint late_decisions_reason_check CHECK (((char_length(reason) >= 2) AND (char_length(reason) <= 200)))
    constraint late_decisions_version_check CHECK ((version >= 1))
    index late_decisions_attempt USING btree (attempt_id)
    trigger late_decisions_immutable BEFORE DELETE OR UPDATE ON public.late_decisions FOR EACH ROW EXECUTE FUNCTION attempt_refuse_change()

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
    constraint late_events_of UNIQUE (id, attempt_id)
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

table learning_clocks
    account_id uuid not null
    balance_ms integer not null
    at timestamp with time zone not null
    constraint learning_clocks_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint learning_clocks_balance_ms_check CHECK ((balance_ms >= 0))
    constraint learning_clocks_pkey PRIMARY KEY (account_id)

table learning_progress
    resource_id uuid not null
    account_id uuid not null
    position integer not null
    covered jsonb not null default '[]'::jsonb
    done integer not null default 0
    first_at timestamp with time zone not null
    last_at timestamp with time zone not null
    completed_at timestamp with time zone
    constraint learning_progress_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint learning_progress_done_check CHECK ((done >= 0))
    constraint learning_progress_pkey PRIMARY KEY (account_id, resource_id)
    constraint learning_progress_position_check CHECK (("position" >= 0))
    constraint learning_progress_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES learning_resources(id)
    index learning_progress_resource_idx USING btree (resource_id)

table learning_resources
    id uuid not null
    class_id uuid not null
    kind text not null
    title text not null
    content_type text not null
    size bigint not null
    blob_key text not null
    length integer not null
    seq integer not null
    created_at timestamp with time zone not null
    removed_at timestamp with time zone
    constraint learning_resources_class_id_fkey FOREIGN KEY (class_id) REFERENCES cohort_classes(id)
    constraint learning_resources_content_type_check CHECK ((content_type = ANY (ARRAY['video/mp4'::text, 'video/webm'::text, 'application/pdf'::text, 'image/jpeg'::text, 'image/png'::text])))
    constraint learning_resources_kind_check CHECK ((kind = ANY (ARRAY['video'::text, 'pdf'::text, 'picture'::text])))
    constraint learning_resources_length_check CHECK (((length >= 1) AND (length <= 100000)))
    constraint learning_resources_pkey PRIMARY KEY (id)
    constraint learning_resources_size_check CHECK ((size > 0))
    constraint learning_resources_title_check CHECK ((title <> ''::text))
    index learning_resources_class_idx USING btree (class_id, seq, id) WHERE (removed_at IS NULL)

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

table mock_attempts
    mock_exam_id uuid not null
    account_id uuid not null
    try smallint not null
    attempt_id uuid not null
    started_at timestamp with time zone not null
    closed_at timestamp with time zone
    got_hundredths integer
    of_hundredths integer
    constraint mock_attempts_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint mock_attempts_attempt_key UNIQUE (attempt_id)
    constraint mock_attempts_marked CHECK ((((closed_at IS NULL) = (got_hundredths IS NULL)) AND ((closed_at IS NULL) = (of_hundredths IS NULL))))
    constraint mock_attempts_mock_exam_id_fkey FOREIGN KEY (mock_exam_id) REFERENCES mock_exams(id)
    constraint mock_attempts_pkey PRIMARY KEY (mock_exam_id, account_id, try)
    constraint mock_attempts_try_check CHECK ((try >= 1))
    index mock_attempts_account USING btree (account_id, started_at DESC)

table mock_exams
    id uuid not null
    title text not null
    level_id uuid not null
    blueprint_id uuid not null
    class_id uuid
    tries smallint not null
    opens_at timestamp with time zone not null
    closes_at timestamp with time zone
    state text not null
    created_at timestamp with time zone not null
    updated_at timestamp with time zone not null
    constraint mock_exams_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint mock_exams_pkey PRIMARY KEY (id)
    constraint mock_exams_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'closed'::text])))
    constraint mock_exams_title_check CHECK ((title <> ''::text))
    constraint mock_exams_tries_check CHECK (((tries >= 1) AND (tries <= 100)))
    constraint mock_exams_window CHECK (((closes_at IS NULL) OR (closes_at > opens_at)))
    index mock_exams_level USING btree (level_id) WHERE (state = 'published'::text)
    index mock_exams_list USING btree (created_at DESC, id)

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
    index notice_deliveries_message_idx USING btree (message_id) WHERE (message_id <> 0)

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
    constraint notices_kind_check CHECK ((kind = ANY (ARRAY['application_approved'::text, 'application_returned'::text, 'application_rejected'::text, 'class_published'::text, 'exam_scheduled'::text, 'score_released'::text, 'certificate_issued'::text, 'mock_published'::text, 'errata_resolved'::text])))
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

table paper_approvals
    form_id uuid not null
    verdict text not null
    made_by uuid
    decided_by uuid not null
    decided_by_name text not null
    reason text not null default ''::text
    decided_at timestamp with time zone not null
    constraint paper_approvals_form_id_fkey FOREIGN KEY (form_id) REFERENCES paper_forms(id)
    constraint paper_approvals_pkey PRIMARY KEY (form_id)
    constraint paper_approvals_two_people CHECK (((verdict <> 'approved'::text) OR (made_by IS DISTINCT FROM decided_by)))
    constraint paper_approvals_verdict_check CHECK ((verdict = ANY (ARRAY['approved'::text, 'rejected'::text])))
    trigger paper_approvals_immutable BEFORE DELETE OR UPDATE ON public.paper_approvals FOR EACH ROW EXECUTE FUNCTION paper_refuse_change()

table paper_blueprint_sections
    blueprint_id uuid not null
    position smallint not null
    type text not null
    title text not null
    count smallint not null
    score_hundredths integer not null
    constraint paper_blueprint_sections_blueprint_id_fkey FOREIGN KEY (blueprint_id) REFERENCES paper_blueprints(id)
    constraint paper_blueprint_sections_count_check CHECK (((count >= 1) AND (count <= 300)))
    constraint paper_blueprint_sections_pkey PRIMARY KEY (blueprint_id, "position")
    constraint paper_blueprint_sections_position_check CHECK ((("position" >= 1) AND ("position" <= 6)))
    constraint paper_blueprint_sections_score_hundredths_check CHECK (((score_hundredths >= 1) AND (score_hundredths <= 10000)))
    constraint paper_blueprint_sections_title_check CHECK ((title <> ''::text))
    constraint paper_blueprint_sections_type_check CHECK ((type = ANY (ARRAY['single'::text, 'multiple'::text, 'judge'::text, 'fill'::text, 'short'::text, 'calculation'::text, 'essay'::text, 'case'::text, 'ordering'::text, 'matching'::text, 'hotspot'::text])))

table paper_blueprints
    id uuid not null
    level_id uuid not null
    name text not null
    purpose text not null
    minutes integer not null
    multiple_mode text not null default 'exact'::text
    total_hundredths integer not null
    state text not null
    created_by uuid
    created_at timestamp with time zone not null
    updated_at timestamp with time zone not null
    demands jsonb not null default '{}'::jsonb
    constraint paper_blueprints_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint paper_blueprints_minutes_check CHECK (((minutes >= 1) AND (minutes <= 600)))
    constraint paper_blueprints_multiple_mode_check CHECK ((multiple_mode = ANY (ARRAY['exact'::text, 'partial'::text])))
    constraint paper_blueprints_name_check CHECK ((name <> ''::text))
    constraint paper_blueprints_name_key UNIQUE (level_id, name)
    constraint paper_blueprints_pkey PRIMARY KEY (id)
    constraint paper_blueprints_purpose_check CHECK ((purpose = ANY (ARRAY['exam'::text, 'mock'::text])))
    constraint paper_blueprints_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'ready'::text])))
    constraint paper_blueprints_total_hundredths_check CHECK ((total_hundredths > 0))
    index paper_blueprints_list USING btree (updated_at DESC, id)

table paper_form_items
    form_id uuid not null
    number smallint not null
    section smallint not null
    version_id uuid not null
    question_id uuid not null
    level_id uuid not null
    pool text not null
    weight_row_id uuid not null
    score_hundredths integer not null
    constraint paper_form_items_form_fkey FOREIGN KEY (form_id, level_id, pool) REFERENCES paper_forms(id, level_id, pool)
    constraint paper_form_items_number_check CHECK ((number >= 1))
    constraint paper_form_items_pkey PRIMARY KEY (form_id, number)
    constraint paper_form_items_question_key UNIQUE (form_id, question_id)
    constraint paper_form_items_score_hundredths_check CHECK ((score_hundredths > 0))
    constraint paper_form_items_section_fkey FOREIGN KEY (form_id, section) REFERENCES paper_form_sections(form_id, "position")
    constraint paper_form_items_version_fkey FOREIGN KEY (version_id, question_id, level_id, pool, weight_row_id) REFERENCES question_versions(id, question_id, level_id, pool, weight_row_id)
    index paper_form_items_question USING btree (question_id)
    trigger paper_form_items_immutable BEFORE DELETE OR UPDATE ON public.paper_form_items FOR EACH ROW EXECUTE FUNCTION paper_refuse_change()
    trigger paper_form_items_no_truncate BEFORE TRUNCATE ON public.paper_form_items FOR EACH STATEMENT EXECUTE FUNCTION paper_refuse_change()

table paper_form_keys
    form_id uuid not null
    number smallint not null
    type text not null
    answer text[] not null
    constraint paper_form_keys_form_id_number_fkey FOREIGN KEY (form_id, number) REFERENCES paper_form_items(form_id, number)
    constraint paper_form_keys_pkey PRIMARY KEY (form_id, number)
    trigger paper_form_keys_immutable BEFORE DELETE OR UPDATE ON public.paper_form_keys FOR EACH ROW EXECUTE FUNCTION paper_refuse_change()
    trigger paper_form_keys_no_truncate BEFORE TRUNCATE ON public.paper_form_keys FOR EACH STATEMENT EXECUTE FUNCTION paper_refuse_change()

table paper_form_rows
    form_id uuid not null
    position smallint not null
    weight_row_id uuid not null
    name text not null
    percent smallint not null
    constraint paper_form_rows_form_id_fkey FOREIGN KEY (form_id) REFERENCES paper_forms(id)
    constraint paper_form_rows_pkey PRIMARY KEY (form_id, "position")
    trigger paper_form_rows_immutable BEFORE DELETE OR UPDATE ON public.paper_form_rows FOR EACH ROW EXECUTE FUNCTION paper_refuse_change()
    trigger paper_form_rows_no_truncate BEFORE TRUNCATE ON public.paper_form_rows FOR EACH STATEMENT EXECUTE FUNCTION paper_refuse_change()

table paper_form_sections
    form_id uuid not null
    position smallint not null
    type text not null
    title text not null
    count smallint not null
    score_hundredths integer not null
    constraint paper_form_sections_form_id_fkey FOREIGN KEY (form_id) REFERENCES paper_forms(id)
    constraint paper_form_sections_pkey PRIMARY KEY (form_id, "position")
    trigger paper_form_sections_immutable BEFORE DELETE OR UPDATE ON public.paper_form_sections FOR EACH ROW EXECUTE FUNCTION paper_refuse_change()
    trigger paper_form_sections_no_truncate BEFORE TRUNCATE ON public.paper_form_sections FOR EACH STATEMENT EXECUTE FUNCTION paper_refuse_change()

table paper_forms
    id uuid not null
    blueprint_id uuid not null
    level_id uuid not null
    code text not null
    title text not null
    purpose text not null
    pool text not null
    origin text not null
    minutes integer not null
    multiple_mode text not null
    total_hundredths integer not null
    seed bigint not null
    created_by uuid
    created_by_name text not null default ''::text
    created_at timestamp with time zone not null
    demands jsonb not null default '{}'::jsonb
    figures jsonb not null default '{}'::jsonb
    online boolean not null default true
    constraint paper_forms_blueprint_id_fkey FOREIGN KEY (blueprint_id) REFERENCES paper_blueprints(id)
    constraint paper_forms_code_key UNIQUE (code)
    constraint paper_forms_id_level_id_pool_key UNIQUE (id, level_id, pool)
    constraint paper_forms_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint paper_forms_multiple_mode_check CHECK ((multiple_mode = ANY (ARRAY['exact'::text, 'partial'::text])))
    constraint paper_forms_origin_check CHECK ((origin = ANY (ARRAY['frozen'::text, 'drawn'::text])))
    constraint paper_forms_pkey PRIMARY KEY (id)
    constraint paper_forms_pool CHECK (
CASE purpose
    WHEN 'exam'::text THEN (pool = 'exam'::text)
    ELSE (pool = ANY (ARRAY['mock'::text, 'practice'::text]))
END)
    constraint paper_forms_purpose_check CHECK ((purpose = ANY (ARRAY['exam'::text, 'mock'::text])))
    constraint paper_forms_total_hundredths_check CHECK ((total_hundredths > 0))
    index paper_forms_blueprint USING btree (blueprint_id, origin, created_at DESC)
    index paper_forms_list USING btree (created_at DESC, id) WHERE (origin = 'frozen'::text)
    trigger paper_forms_immutable BEFORE DELETE OR UPDATE ON public.paper_forms FOR EACH ROW EXECUTE FUNCTION paper_refuse_change()
    trigger paper_forms_no_truncate BEFORE TRUNCATE ON public.paper_forms FOR EACH STATEMENT EXECUTE FUNCTION paper_refuse_change()

table paper_serials
    series text not null
    last integer not null
    constraint paper_serials_pkey PRIMARY KEY (series)

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

table practice_answers
    id uuid not null
    account_id uuid not null
    level_id uuid not null
    question_id uuid not null
    version_id uuid not null
    weight_row_id uuid not null
    given text[] not null
    is_right boolean not null
    drill_id uuid
    number integer
    attempt_id uuid
    answered_at timestamp with time zone not null
    constraint practice_answers_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint practice_answers_drill_id_fkey FOREIGN KEY (drill_id) REFERENCES practice_drills(id)
    constraint practice_answers_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint practice_answers_origin CHECK ((((drill_id IS NULL) = (number IS NULL)) AND ((drill_id IS NULL) <> (attempt_id IS NULL))))
    constraint practice_answers_pkey PRIMARY KEY (id)
    constraint practice_answers_question_id_fkey FOREIGN KEY (question_id) REFERENCES questions(id)
    index practice_answers_drill UNIQUE USING btree (drill_id, number) WHERE (drill_id IS NOT NULL)
    index practice_answers_mock UNIQUE USING btree (attempt_id, version_id) WHERE (attempt_id IS NOT NULL)
    index practice_answers_own USING btree (account_id, level_id, question_id)

table practice_drills
    id uuid not null
    account_id uuid not null
    level_id uuid not null
    mode text not null
    weight_row_id uuid
    version_ids uuid[] not null
    position integer not null default 1
    created_at timestamp with time zone not null
    updated_at timestamp with time zone not null
    ended_at timestamp with time zone
    constraint practice_drills_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint practice_drills_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint practice_drills_mode_check CHECK ((mode = ANY (ARRAY['sequential'::text, 'random'::text, 'row'::text, 'wrong'::text])))
    constraint practice_drills_pkey PRIMARY KEY (id)
    constraint practice_drills_position_check CHECK (("position" >= 1))
    constraint practice_drills_row CHECK (((mode = 'row'::text) = (weight_row_id IS NOT NULL)))
    constraint practice_drills_version_ids_check CHECK (((cardinality(version_ids) >= 1) AND (cardinality(version_ids) <= 5000)))
    constraint practice_drills_weight_row_id_fkey FOREIGN KEY (weight_row_id) REFERENCES weight_rows(id)
    index practice_drills_account USING btree (account_id)
    index practice_drills_living UNIQUE USING btree (account_id, level_id, mode, COALESCE(weight_row_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE (ended_at IS NULL)

table practice_wrongs
    account_id uuid not null
    question_id uuid not null
    level_id uuid not null
    weight_row_id uuid not null
    wrong_times integer not null default 1
    right_streak integer not null default 0
    last_wrong_at timestamp with time zone not null
    left_at timestamp with time zone
    constraint practice_wrongs_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint practice_wrongs_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint practice_wrongs_pkey PRIMARY KEY (account_id, question_id)
    constraint practice_wrongs_question_id_fkey FOREIGN KEY (question_id) REFERENCES questions(id)
    constraint practice_wrongs_right_streak_check CHECK ((right_streak >= 0))
    constraint practice_wrongs_wrong_times_check CHECK ((wrong_times >= 1))
    index practice_wrongs_list USING btree (account_id, level_id, last_wrong_at DESC) WHERE (left_at IS NULL)

table question_import_rows
    import_id uuid not null
    position integer not null
    place text not null
    verdict text not null
    excluded boolean not null default false
    replacing boolean not null default false
    mended boolean not null default false
    mended_by_name text not null default ''::text
    type text not null
    stem text not null
    answer text not null
    element_text text not null
    element_id uuid
    read_notes jsonb not null
    check_notes jsonb not null
    warned boolean not null
    conflict jsonb
    draft jsonb not null
    face bytea not null
    ref text not null
    question_id uuid
    version_number integer
    constraint question_import_rows_import_id_fkey FOREIGN KEY (import_id) REFERENCES question_imports(id) ON DELETE CASCADE
    constraint question_import_rows_pkey PRIMARY KEY (import_id, "position")
    constraint question_import_rows_position_check CHECK (("position" >= 1))
    constraint question_import_rows_question_id_fkey FOREIGN KEY (question_id) REFERENCES questions(id)
    constraint question_import_rows_verdict_check CHECK ((verdict = ANY (ARRAY['accepted'::text, 'unchanged'::text, 'changed'::text, 'conflict'::text, 'rejected'::text])))
    index question_import_rows_face USING btree (import_id, face) WHERE (face <> '\x'::bytea)
    index question_import_rows_ref USING btree (import_id, ref) WHERE (ref <> ''::text)
    index question_import_rows_verdict USING btree (import_id, verdict, "position")

table question_imports
    id uuid not null
    level_id uuid not null
    file_name text not null
    digest bytea not null
    format text not null
    pool text not null
    state text not null
    failure jsonb
    blob_key text not null default ''::text
    done integer not null default 0
    found integer not null
    accepted integer not null default 0
    unchanged integer not null default 0
    changed integer not null default 0
    conflict integer not null default 0
    rejected integer not null default 0
    excluded integer not null default 0
    warned integer not null default 0
    unplaced integer not null default 0
    taken integer not null default 0
    updated integer not null default 0
    notes jsonb not null default '[]'::jsonb
    created_by uuid
    created_by_name text not null default ''::text
    created_at timestamp with time zone not null
    committed_at timestamp with time zone
    undone_at timestamp with time zone
    undone_by_name text not null default ''::text
    undone_reason text not null default ''::text
    constraint question_imports_committed CHECK (((state = ANY (ARRAY['committed'::text, 'undone'::text])) = (committed_at IS NOT NULL)))
    constraint question_imports_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint question_imports_pkey PRIMARY KEY (id)
    constraint question_imports_pool_check CHECK ((pool = ANY (ARRAY['practice'::text, 'mock'::text, 'exam'::text])))
    constraint question_imports_state_check CHECK ((state = ANY (ARRAY['reading'::text, 'previewed'::text, 'failed'::text, 'committed'::text, 'undone'::text])))
    constraint question_imports_undone CHECK (((state = 'undone'::text) = ((undone_at IS NOT NULL) AND (undone_reason <> ''::text))))
    index question_imports_level USING btree (level_id, created_at DESC)
    index question_imports_waiting USING btree (created_at) WHERE (state = ANY (ARRAY['reading'::text, 'previewed'::text, 'failed'::text]))

table question_steps
    id uuid not null
    n bigint not null generated always as identity
    question_id uuid not null
    version_number integer not null
    action text not null
    from_state text not null
    to_state text not null
    actor_id uuid
    actor_name text not null default ''::text
    author_id uuid
    reason text not null default ''::text
    created_at timestamp with time zone not null
    constraint question_steps_action_check CHECK ((action = ANY (ARRAY['submit'::text, 'withdraw'::text, 'approve'::text, 'return'::text, 'promote'::text, 'suspend'::text, 'resume'::text, 'retire'::text, 'restore'::text])))
    constraint question_steps_pkey PRIMARY KEY (id)
    constraint question_steps_question_id_fkey FOREIGN KEY (question_id) REFERENCES questions(id)
    constraint question_steps_two_people CHECK (((action <> 'approve'::text) OR ((actor_id IS NOT NULL) AND (actor_id IS DISTINCT FROM author_id))))
    index question_steps_question USING btree (question_id, n DESC)
    trigger question_steps_immutable BEFORE DELETE OR UPDATE ON public.question_steps FOR EACH ROW EXECUTE FUNCTION bank_refuse_change()

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
    element_id uuid
    weight_row_id uuid
    picture_ids uuid[] not null default '{}'::uuid[]
    source text not null default ''::text
    author_id uuid
    author_name text not null default ''::text
    reason text not null default ''::text
    created_at timestamp with time zone not null
    detail jsonb not null default '{}'::jsonb
    constraint question_versions_answer CHECK (
CASE type
    WHEN 'single'::text THEN (cardinality(answer) = 1)
    WHEN 'multiple'::text THEN (cardinality(answer) >= 1)
    WHEN 'judge'::text THEN ((cardinality(answer) = 1) AND (answer[1] = ANY (ARRAY['T'::text, 'F'::text])))
    WHEN 'ordering'::text THEN (cardinality(answer) >= 2)
    WHEN 'hotspot'::text THEN (cardinality(answer) >= 1)
    ELSE (cardinality(answer) = 0)
END)
    constraint question_versions_difficulty_check CHECK (((difficulty >= 1) AND (difficulty <= 5)))
    constraint question_versions_element_fkey FOREIGN KEY (element_id, level_id, weight_row_id) REFERENCES elements(id, level_id, weight_row_id)
    constraint question_versions_id_question_id_key UNIQUE (id, question_id)
    constraint question_versions_number_check CHECK ((number >= 1))
    constraint question_versions_number_key UNIQUE (question_id, number)
    constraint question_versions_pkey PRIMARY KEY (id)
    constraint question_versions_place_key UNIQUE (id, question_id, level_id, pool, weight_row_id)
    constraint question_versions_placed CHECK (((element_id IS NULL) = (weight_row_id IS NULL)))
    constraint question_versions_question_fkey FOREIGN KEY (question_id, level_id, pool) REFERENCES questions(id, level_id, pool)
    constraint question_versions_type_check CHECK ((type = ANY (ARRAY['single'::text, 'multiple'::text, 'judge'::text, 'fill'::text, 'short'::text, 'calculation'::text, 'essay'::text, 'case'::text, 'ordering'::text, 'matching'::text, 'hotspot'::text])))
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
    element_id uuid
    weight_row_id uuid
    difficulty smallint not null
    face_digest bytea not null
    stem_digest bytea not null
    search_text text not null
    tokens text[] not null
    created_at timestamp with time zone not null
    updated_at timestamp with time zone not null
    author_id uuid
    author_name text not null default ''::text
    approved_number integer not null default 0
    tags text[] not null default '{}'::text[]
    import_id uuid
    stem_text text not null default ''::text
    constraint questions_approved_number_check CHECK ((approved_number >= 0))
    constraint questions_current_fkey FOREIGN KEY (current_version_id, id) REFERENCES question_versions(id, question_id) DEFERRABLE INITIALLY DEFERRED
    constraint questions_difficulty_check CHECK (((difficulty >= 1) AND (difficulty <= 5)))
    constraint questions_element_fkey FOREIGN KEY (element_id, level_id, weight_row_id) REFERENCES elements(id, level_id, weight_row_id)
    constraint questions_id_level_id_pool_key UNIQUE (id, level_id, pool)
    constraint questions_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint questions_pkey PRIMARY KEY (id)
    constraint questions_placed CHECK ((((element_id IS NULL) = (weight_row_id IS NULL)) AND ((element_id IS NOT NULL) OR (state = ANY (ARRAY['draft'::text, 'review'::text, 'retired'::text])))))
    constraint questions_pool_check CHECK ((pool = ANY (ARRAY['practice'::text, 'mock'::text, 'exam'::text])))
    constraint questions_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'review'::text, 'trial'::text, 'live'::text, 'suspended'::text, 'retired'::text])))
    constraint questions_type_check CHECK ((type = ANY (ARRAY['single'::text, 'multiple'::text, 'judge'::text, 'fill'::text, 'short'::text, 'calculation'::text, 'essay'::text, 'case'::text, 'ordering'::text, 'matching'::text, 'hotspot'::text])))
    index questions_author USING btree (author_name, updated_at DESC, id) INCLUDE (level_id, pool, state, type, difficulty)
    index questions_draw USING btree (level_id, pool, state, type)
    index questions_element USING btree (element_id, updated_at DESC)
    index questions_external UNIQUE USING btree (level_id, external_ref) WHERE (external_ref <> ''::text)
    index questions_face UNIQUE USING btree (level_id, face_digest) WHERE (state <> 'retired'::text)
    index questions_import USING btree (import_id) WHERE (import_id IS NOT NULL)
    index questions_list USING btree (level_id, updated_at DESC, id) INCLUDE (pool, state, type, difficulty)
    index questions_newest USING btree (updated_at DESC, id) INCLUDE (level_id, pool, state, type, difficulty)
    index questions_stem USING btree (level_id, stem_digest)
    index questions_stem_text USING gin (stem_text gin_trgm_ops)
    index questions_tags USING gin (tags)
    index questions_tokens USING gin (tokens)
    index questions_unplaced USING btree (level_id, updated_at DESC) WHERE (element_id IS NULL)

table ranking_hidden
    account_id uuid not null
    hidden_at timestamp with time zone not null
    constraint ranking_hidden_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
    constraint ranking_hidden_pkey PRIMARY KEY (account_id)

table result_changes
    id uuid not null
    plan_id uuid not null
    account_id uuid not null
    part text not null
    first boolean not null
    before_hundredths integer
    after_hundredths integer
    reason text not null default ''::text
    changed_by uuid
    changed_name text not null default ''::text
    changed_at timestamp with time zone not null
    constraint result_changes_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES accounts(id)
    constraint result_changes_part_check CHECK ((part = ANY (ARRAY['theory'::text, 'skill'::text])))
    constraint result_changes_pkey PRIMARY KEY (id)
    constraint result_changes_reason CHECK ((first OR (reason <> ''::text) OR (part = 'theory'::text)))
    index result_changes_author USING btree (plan_id, changed_by)
    index result_changes_person USING btree (plan_id, account_id, changed_at)
    trigger result_changes_immutable BEFORE DELETE OR UPDATE ON public.result_changes FOR EACH ROW EXECUTE FUNCTION result_refuse_change()

table result_outcomes
    plan_id uuid not null
    account_id uuid not null
    level_id uuid not null
    pass_mark smallint not null
    theory_hundredths integer
    skill_hundredths integer
    passed boolean not null
    released_at timestamp with time zone not null
    constraint result_outcomes_decision CHECK ((passed = ((COALESCE(theory_hundredths, '-1'::integer) >= (pass_mark * 100)) AND (COALESCE(skill_hundredths, '-1'::integer) >= (pass_mark * 100)))))
    constraint result_outcomes_pass_mark_check CHECK (((pass_mark >= 1) AND (pass_mark <= 100)))
    constraint result_outcomes_pkey PRIMARY KEY (plan_id, account_id)
    constraint result_outcomes_plan_id_account_id_fkey FOREIGN KEY (plan_id, account_id) REFERENCES exam_candidates(plan_id, account_id)
    constraint result_outcomes_plan_id_account_id_passed_key UNIQUE (plan_id, account_id, passed)
    constraint result_outcomes_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES result_plans(plan_id)
    constraint result_outcomes_skill_hundredths_check CHECK (((skill_hundredths >= 0) AND (skill_hundredths <= 10000)))
    constraint result_outcomes_theory_hundredths_check CHECK (((theory_hundredths >= 0) AND (theory_hundredths <= 10000)))
    index result_outcomes_account USING btree (account_id, released_at DESC)
    index result_outcomes_passed USING btree (released_at, account_id) WHERE passed
    trigger result_outcomes_immutable BEFORE DELETE OR UPDATE ON public.result_outcomes FOR EACH ROW EXECUTE FUNCTION result_refuse_change()

table result_parts
    plan_id uuid not null
    account_id uuid not null
    part text not null
    score_hundredths integer
    try smallint not null default 1
    attempt_id uuid
    entered_by uuid
    entered_name text not null default ''::text
    entered_at timestamp with time zone not null
    constraint result_parts_entered_by_fkey FOREIGN KEY (entered_by) REFERENCES accounts(id)
    constraint result_parts_part_check CHECK ((part = ANY (ARRAY['theory'::text, 'skill'::text])))
    constraint result_parts_pkey PRIMARY KEY (plan_id, account_id, part)
    constraint result_parts_plan_id_account_id_fkey FOREIGN KEY (plan_id, account_id) REFERENCES exam_candidates(plan_id, account_id)
    constraint result_parts_score_hundredths_check CHECK (((score_hundredths >= 0) AND (score_hundredths <= 10000)))
    constraint result_parts_source CHECK ((((part = 'theory'::text) = (attempt_id IS NOT NULL)) AND ((part = 'skill'::text) = (entered_by IS NOT NULL))))
    constraint result_parts_theory CHECK (((part = 'skill'::text) OR (score_hundredths IS NOT NULL)))
    constraint result_parts_try_check CHECK ((try >= 1))
    trigger result_parts_released BEFORE INSERT OR DELETE OR UPDATE ON public.result_parts FOR EACH ROW EXECUTE FUNCTION result_refuse_after_release()

table result_plans
    plan_id uuid not null
    state text not null
    checked_by uuid
    checked_name text not null default ''::text
    checked_at timestamp with time zone
    checked_digest bytea
    released_by uuid
    released_name text not null default ''::text
    released_at timestamp with time zone
    constraint result_plans_checked CHECK ((((state = 'entered'::text) = (checked_at IS NULL)) AND ((checked_at IS NULL) = (checked_by IS NULL)) AND ((checked_at IS NULL) = (checked_digest IS NULL))))
    constraint result_plans_checked_by_fkey FOREIGN KEY (checked_by) REFERENCES accounts(id)
    constraint result_plans_pkey PRIMARY KEY (plan_id)
    constraint result_plans_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES exam_plans(id)
    constraint result_plans_released CHECK ((((state = 'released'::text) = (released_at IS NOT NULL)) AND ((released_at IS NULL) = (released_by IS NULL))))
    constraint result_plans_released_by_fkey FOREIGN KEY (released_by) REFERENCES accounts(id)
    constraint result_plans_state_check CHECK ((state = ANY (ARRAY['entered'::text, 'checked'::text, 'released'::text])))
    constraint result_plans_two_people CHECK ((released_by <> checked_by))
    trigger result_plans_released BEFORE DELETE OR UPDATE ON public.result_plans FOR EACH ROW EXECUTE FUNCTION result_refuse_after_release()

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

table standard_imports
    id uuid not null
    level_id uuid not null
    file_name text not null
    keep_missing boolean not null
    state text not null
    content jsonb not null
    created_by uuid
    created_at timestamp with time zone not null
    committed_at timestamp with time zone
    constraint standard_imports_committed CHECK (((state = 'committed'::text) = (committed_at IS NOT NULL)))
    constraint standard_imports_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint standard_imports_pkey PRIMARY KEY (id)
    constraint standard_imports_state_check CHECK ((state = ANY (ARRAY['previewed'::text, 'committed'::text])))
    index standard_imports_waiting USING btree (created_at) WHERE (state = 'previewed'::text)

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

table standard_table_versions
    id uuid not null
    level_id uuid not null
    number integer not null
    kind text not null
    file_name text not null default ''::text
    reason text not null default ''::text
    author_id uuid
    author_name text not null default ''::text
    created_at timestamp with time zone not null
    content jsonb not null
    digest bytea not null
    theory_rows smallint not null
    skill_rows smallint not null
    points integer not null
    constraint standard_table_versions_kind_check CHECK ((kind = ANY (ARRAY['baseline'::text, 'load'::text, 'import'::text, 'edit'::text])))
    constraint standard_table_versions_level_id_fkey FOREIGN KEY (level_id) REFERENCES standard_levels(id)
    constraint standard_table_versions_number_check CHECK ((number >= 1))
    constraint standard_table_versions_number_key UNIQUE (level_id, number)
    constraint standard_table_versions_pkey PRIMARY KEY (id)
    trigger standard_table_versions_immutable BEFORE DELETE OR UPDATE ON public.standard_table_versions FOR EACH ROW EXECUTE FUNCTION standard_refuse_change()
    trigger standard_table_versions_no_truncate BEFORE TRUNCATE ON public.standard_table_versions FOR EACH STATEMENT EXECUTE FUNCTION standard_refuse_change()

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
    detail jsonb
    picture_keys text[]
    reads bank_pictures, question_versions

view late_answers
    id uuid
    attempt_id uuid
    epoch integer
    seq bigint
    question smallint
    value text
    cleared boolean
    device_at timestamp with time zone
    received_at timestamp with time zone
    reason text
    reads answer_events, late_events

view result_candidates
    id uuid
    plan_id uuid
    account_id uuid
    level_id uuid
    name text
    id_masked text
    theory_hundredths integer
    theory_state text
    skill_hundredths integer
    skill_state text
    skill_typed boolean
    skill_by text
    skill_at timestamp with time zone
    skill_session_id uuid
    skill_room_id uuid
    skill_room text
    skill_seat integer
    skill_ticket text
    skill_seat_state text
    theory_ticket text
    reads result_parts, v_exam_candidates, v_exam_seats, v_exam_sessions, v_learner_people

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

view v_bank_live_versions
    id uuid
    question_id uuid
    level_id uuid
    type text
    element_id uuid
    weight_row_id uuid
    pool text
    reads questions

view v_bank_versions
    id uuid
    question_id uuid
    level_id uuid
    type text
    element_id uuid
    weight_row_id uuid
    pool text
    reads question_versions

view v_certificate_certificates
    id uuid
    plan_id uuid
    account_id uuid
    level_id uuid
    number text
    state text
    issued_at timestamp with time zone
    reads certificates

view v_cohort_classes
    id uuid
    programme_id uuid
    level_id uuid
    name text
    state text
    capacity smallint
    starts_on date
    ends_on date
    reads cohort_classes

view v_cohort_members
    class_id uuid
    account_id uuid
    application_id uuid
    programme_id uuid
    level_id uuid
    joined_at timestamp with time zone
    reads cohort_members

view v_enrolment_applications
    id uuid
    programme_id uuid
    account_id uuid
    level_id uuid
    state text
    created_at timestamp with time zone
    submitted_at timestamp with time zone
    decided_at timestamp with time zone
    reads enrolment_applications

view v_enrolment_programmes
    id uuid
    slug text
    title text
    level_id uuid
    kind text
    places integer
    state text
    opens_at timestamp with time zone
    closes_at timestamp with time zone
    created_at timestamp with time zone
    reads enrolment_programmes

view v_enrolment_scans
    programme_id uuid
    channel text
    source text
    scanned_at timestamp with time zone
    open_id_hash bytea
    reads enrolment_posters, enrolment_scans

view v_exam_candidates
    id uuid
    plan_id uuid
    account_id uuid
    level_id uuid
    class_id uuid
    reads exam_candidates

view v_exam_plans
    id uuid
    title text
    level_id uuid
    state text
    pass_mark smallint
    score_valid_months smallint
    created_at timestamp with time zone
    reads exam_plans

view v_exam_seats
    session_id uuid
    plan_id uuid
    part text
    account_id uuid
    candidate_id uuid
    room_name text
    seat smallint
    ticket_number text
    state text
    id uuid
    try smallint
    attempt_id uuid
    room_id uuid
    room_number smallint
    checked_in_at timestamp with time zone
    started_at timestamp with time zone
    reads exam_rooms, exam_seats, v_attempt_attempts

view v_exam_sessions
    id uuid
    plan_id uuid
    part text
    starts_at timestamp with time zone
    minutes smallint
    state text
    reads exam_sessions

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

view v_learning_progress
    account_id uuid
    class_id uuid
    resources integer
    completed integer
    opened integer
    reads learning_progress, learning_resources, v_cohort_members

view v_paper_blueprints
    id uuid
    level_id uuid
    name text
    purpose text
    minutes integer
    state text
    reads paper_blueprints

view v_paper_forms
    id uuid
    blueprint_id uuid
    level_id uuid
    code text
    purpose text
    origin text
    minutes integer
    total_hundredths integer
    created_at timestamp with time zone
    online boolean
    approval text
    reads paper_approvals, paper_forms

view v_paper_mock_versions
    form_id uuid
    version_id uuid
    reads paper_form_items, paper_forms

view v_paper_questions
    question_id uuid
    level_id uuid
    purpose text
    reads paper_form_items, paper_forms

view v_practice_mock_exams
    id uuid
    title text
    level_id uuid
    class_id uuid
    state text
    reads mock_exams

view v_practice_mock_results
    mock_exam_id uuid
    level_id uuid
    account_id uuid
    attempt_id uuid
    got_hundredths integer
    of_hundredths integer
    started_at timestamp with time zone
    closed_at timestamp with time zone
    reads mock_attempts, mock_exams

view v_result_outcomes
    plan_id uuid
    account_id uuid
    level_id uuid
    theory_hundredths integer
    skill_hundredths integer
    passed boolean
    released_at timestamp with time zone
    reads result_outcomes

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

CREATE OR REPLACE FUNCTION public.certificate_serials_refuse_back()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    if tg_op = 'DELETE' or new.last < old.last then
        raise exception 'serials only go up'
            using errcode = 'restrict_violation', constraint = 'certificate_serials_up';
    end if;
    return new;
end;
$function$

CREATE OR REPLACE FUNCTION public.certificates_refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    if tg_op = 'DELETE' then
        raise exception 'certificates are never deleted'
            using errcode = 'restrict_violation', constraint = 'certificates_immutable';
    end if;
    if row (new.id, new.plan_id, new.account_id, new.level_id, new.number, new.code, new.name, new.id_type, new.id_masked, new.occupation,
            new.track, new.level_code, new.level_name, new.photo_key, new.body_name, new.seal_key, new.issued_on, new.issued_at, new.issued_by)
       is distinct from
       row (old.id, old.plan_id, old.account_id, old.level_id, old.number, old.code, old.name, old.id_type, old.id_masked, old.occupation,
            old.track, old.level_code, old.level_name, old.photo_key, old.body_name, old.seal_key, old.issued_on, old.issued_at, old.issued_by)
       or old.state = 'revoked' and new.state <> 'revoked' then
        raise exception 'what a certificate says is never changed'
            using errcode = 'restrict_violation', constraint = 'certificates_immutable';
    end if;
    return new;
end;
$function$

CREATE OR REPLACE FUNCTION public.invigilation_refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    raise exception '% rows are never changed or deleted', tg_table_name
        using errcode = 'restrict_violation', constraint = tg_table_name || '_immutable';
end;
$function$

CREATE OR REPLACE FUNCTION public.paper_refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    raise exception '% rows are never changed or deleted', tg_table_name
        using errcode = 'restrict_violation', constraint = tg_table_name || '_immutable';
end;
$function$

CREATE OR REPLACE FUNCTION public.result_refuse_after_release()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
    plan uuid;
begin
    if tg_op = 'INSERT' then
        plan := new.plan_id;
    else
        plan := old.plan_id;
    end if;
    if exists (select 1 from result_plans where plan_id = plan and state = 'released') then
        raise exception 'the results of this plan were released'
            using errcode = 'restrict_violation', constraint = 'result_released';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end;
$function$

CREATE OR REPLACE FUNCTION public.result_refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    raise exception '% rows are never changed or deleted', tg_table_name
        using errcode = 'restrict_violation', constraint = tg_table_name || '_immutable';
end;
$function$

CREATE OR REPLACE FUNCTION public.standard_refuse_change()
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
