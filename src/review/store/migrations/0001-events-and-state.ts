/** @file Migration 1: events that can only be appended, the current state, the texts, and the key in a table of its own. */

/** SQL that makes the tables; works on PostgreSQL 15 and later and is never edited once it was applied anywhere. */
export const sqlText = `
create table review.event (
  sequence integer primary key,
  time text not null,
  actor text not null,
  role text not null,
  kind text not null,
  payload text not null,
  previous text not null,
  hash text not null unique
);

create function review.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the events of a review can only be appended';
end $$;
create trigger event_is_append_only before update or delete on review.event
  for each row execute function review.refuse_change();
create trigger event_is_never_emptied before truncate on review.event
  for each statement execute function review.refuse_change();

create table review.review (
  only_one boolean primary key default true check (only_one),
  sequence integer not null,
  hash text not null,
  state text not null,
  plan_hash text,
  settings text,
  proposal text,
  slots integer not null
);
insert into review.review (sequence, hash, state, slots) values (0, repeat('0', 64), 'draft', 0);

create table review.member (
  person_id text primary key,
  role text not null,
  centre text,
  rater_kind text not null,
  profile text not null,
  active boolean not null,
  invited_by text not null
);

create table review.slot (
  slot_id text primary key,
  rater_id text not null,
  "order" integer not null,
  case_id text not null,
  visit integer not null,
  stratum text,
  task text not null,
  training boolean not null,
  case_text text,
  feedback text,
  shown text not null,
  repeat_of text,
  status text not null,
  tab text,
  opened_at text,
  first_judged_at text,
  judged_at text,
  judged integer,
  judgement text,
  revealed boolean not null
);
create index slot_of_rater on review.slot (rater_id, "order");

create table review.submission (
  person_id text not null,
  key text not null,
  body_hash text not null,
  sequence integer not null,
  time text not null,
  hash text not null,
  primary key (person_id, key)
);

create table review.shown_text (
  text_id text primary key,
  content text not null,
  texts_hash text not null
);

create table review.slot_key (
  slot_id text primary key,
  arms text not null,
  seal text not null,
  salt text not null
);
`
