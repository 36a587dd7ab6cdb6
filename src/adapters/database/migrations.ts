/** The statements that lead from one version of the tables to the next; version n is what the first n lists make. Never changed, only added to. */
export const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `create table collections (
      id text primary key,
      name text not null unique,
      created_at timestamptz not null default now(),
      fpir double precision not null,
      rule text not null,
      networks text not null,
      version bigint not null default 0
    )`,
    `create table people (
      id text primary key,
      collection_id text not null references collections on delete cascade,
      name text not null,
      external_id text,
      consent text,
      retain_until timestamptz,
      created_at timestamptz not null default now()
    )`,
    'create unique index people_by_external_id on people (collection_id, external_id)',
    'create index people_by_name on people (collection_id, name)',
    `create table photos (
      id text primary key,
      collection_id text not null references collections on delete cascade,
      sha256 text not null,
      width_px integer not null,
      height_px integer not null,
      kept text not null,
      created_at timestamptz not null default now()
    )`,
    'create index photos_by_hash on photos (collection_id, sha256)',
    `create table faces (
      id text primary key,
      collection_id text not null references collections on delete cascade,
      photo_id text not null references photos on delete cascade,
      person_id text references people on delete set null,
      state text not null,
      place integer not null,
      box double precision[] not null,
      detection_score double precision not null,
      quality double precision,
      embedding bytea not null,
      group_number integer,
      created_at timestamptz not null default now()
    )`,
    'create index faces_by_person on faces (person_id)',
    'create index faces_by_photo on faces (photo_id)',
    'create index faces_by_state on faces (collection_id, state, created_at)',
    `create table refusals (
      face_id text not null references faces on delete cascade,
      person_id text not null references people on delete cascade,
      created_at timestamptz not null default now(),
      primary key (face_id, person_id)
    )`,
    `create table changes (
      id bigint generated always as identity primary key,
      collection_id text not null references collections on delete cascade,
      key_id text,
      kind text not null,
      summary text not null,
      undo jsonb not null,
      undone_at timestamptz,
      created_at timestamptz not null default now()
    )`,
    'create index changes_by_collection on changes (collection_id, id)',
    `create table api_keys (
      id text primary key,
      name text not null,
      hash bytea not null unique,
      scopes text[] not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz,
      revoked_at timestamptz
    )`,
    `create table access_log (
      id bigint generated always as identity primary key,
      at timestamptz not null default now(),
      key_id text,
      action text not null,
      collection_id text,
      person_id text,
      detail text
    )`,
    'create index access_log_by_person on access_log (person_id, id)',
    `create table jobs (
      id text primary key,
      collection_id text references collections on delete cascade,
      kind text not null,
      state text not null,
      total integer not null default 0,
      done integer not null default 0,
      failed integer not null default 0,
      detail jsonb,
      error text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`,
  ],
  [
    'alter table collections add column origin text unique',
    'alter table jobs add column is_open boolean not null default false',
    'alter table jobs add column key_id text',
    'create index jobs_by_collection on jobs (collection_id, created_at)',
    `create table job_photos (
      job_id text not null references jobs on delete cascade,
      number integer not null,
      file_id text not null unique,
      home text not null,
      byte_count bigint not null,
      sha256 text not null,
      label text,
      target jsonb,
      target_key text,
      state text not null default 'waiting',
      claimed_by text,
      attempts integer not null default 0,
      place integer,
      outcome jsonb,
      primary key (job_id, number)
    )`,
    'create unique index job_photos_by_label on job_photos (job_id, label)',
    'create unique index job_photos_by_place on job_photos (job_id, place)',
    'create index job_photos_by_target on job_photos (job_id, target_key)',
    "create index job_photos_waiting on job_photos (number) where state = 'waiting'",
  ],
  [
    // What is settled about faces and people, by their ids; see Settlement.
    `create table settlements (
      collection_id text not null references collections on delete cascade,
      about text not null,
      ids text[] not null,
      created_at timestamptz not null default now(),
      primary key (collection_id, about, ids)
    )`,
  ],
  [
    `create table calibrations (
      collection_id text primary key references collections on delete cascade,
      calibration text not null
    )`,
  ],
];
