-- name: list
select account_id, name, name_rare, id_type, id_sealed, id_index is not null as id_good, sex, birth_date, ethnic, education, source, address,
       employer, email, work_years, prior_occupation, prior_certificate, phone_sealed, photo_key, held, complete, updated_at
from learner_profiles
where account_id = any ($1);

-- name: lock
select account_id, name, name_rare, id_type, id_sealed, id_index is not null as id_good, sex, birth_date, ethnic, education, source, address,
       employer, email, work_years, prior_occupation, prior_certificate, phone_sealed, photo_key, held, complete, updated_at
from learner_profiles
where account_id = $1
for no key update;

-- name: ensure
insert into learner_profiles (account_id, created_at, updated_at)
values ($1, $2, $2)
on conflict (account_id) do nothing;

-- name: update
update learner_profiles
set name = $2, name_rare = $3, id_type = $4, id_sealed = $5, id_index = $6, id_masked = $7, sex = $8, birth_date = $9, ethnic = $10,
    education = $11, source = $12, address = $13, employer = $14, email = $15, work_years = $16, prior_occupation = $17,
    prior_certificate = $18, phone_sealed = $19, phone_masked = $20, photo_key = $21, complete = $22, updated_at = $23
where account_id = $1;

-- name: update-held
update learner_profiles set held = $2 where account_id = $1;
