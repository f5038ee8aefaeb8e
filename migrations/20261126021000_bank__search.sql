-- +goose Up
-- The stem folded down to what two copies of one question share, for the search
-- after similar ones. Rows from before get theirs from the search text until
-- their next edit.
alter table questions add column stem_text text not null default '';
update questions set stem_text = left(search_text, 300);
create index questions_stem_text on questions using gin (stem_text gin_trgm_ops);
-- Lists stand by the last change; what they are narrowed by most stands in
-- their indexes, so that rows which do not fit are passed without a look at
-- the table.
drop index questions_list;
create index questions_list on questions (level_id, updated_at desc, id) include (pool, state, type, difficulty);
create index questions_newest on questions (updated_at desc, id) include (level_id, pool, state, type, difficulty);
create index questions_author on questions (author_name, updated_at desc, id) include (level_id, pool, state, type, difficulty);
create index questions_unplaced on questions (level_id, updated_at desc) where element_id is null;
-- Words of middling frequency must be known to the planner as such: it chooses
-- by it between the index of pieces and a walk along the newest.
alter table questions alter column tokens set statistics 500;
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
drop index questions_list;
create index questions_list on questions (level_id, updated_at desc, id);
alter table questions alter column tokens set statistics -1;
alter table questions drop column stem_text;
