-- +goose Up
-- The stem folded down to what two copies of one question share, for the search
-- after similar ones. Rows from before get theirs from the search text until
-- their next edit.
alter table questions add column stem_text text not null default '';
update questions set stem_text = left(search_text, 300);
create index questions_stem_text on questions using gin (stem_text gin_trgm_ops);
-- The newest of all levels, and what still waits for its place.
create index questions_newest on questions (updated_at desc, id);
create index questions_unplaced on questions (level_id, updated_at desc) where element_id is null;
create index questions_author on questions (author_name, updated_at desc);
create index questions_tags on questions using gin (tags);
drop index questions_element;
create index questions_element on questions (element_id, updated_at desc);

-- +goose Down
drop index questions_element;
create index questions_element on questions (element_id);
drop index questions_tags;
drop index questions_author;
drop index questions_unplaced;
drop index questions_newest;
alter table questions drop column stem_text;
