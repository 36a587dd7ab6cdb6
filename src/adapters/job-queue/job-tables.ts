import type { Database } from '../database/database.ts';

/** Any number that no other lock of Quen has. */
const TABLES_LOCK = 7_183_422;

/** What pg-boss does not keep: ways, runs, who holds which shard, how tries ended, notes, workers. */
const TABLES = `
  create schema if not exists quen_jobs;
  create table if not exists quen_jobs.ways (
    queue text primary key,
    way text not null
  );
  create table if not exists quen_jobs.runs (
    id text primary key,
    queue text not null references quen_jobs.ways,
    label text not null,
    submitted_at timestamptz not null default now()
  );
  create table if not exists quen_jobs.run_shards (
    run_id text not null references quen_jobs.runs on delete cascade,
    shard uuid not null,
    photo_count integer not null,
    primary key (run_id, shard)
  );
  create index if not exists run_shards_by_shard on quen_jobs.run_shards (shard);
  create table if not exists quen_jobs.tries (
    id bigint generated always as identity primary key,
    queue text not null,
    shard uuid not null,
    worker_id text not null,
    started_at timestamptz not null default now(),
    ended_at timestamptz,
    ending text,
    reason text,
    -- Whether it counts among the failures after which a shard is given up.
    counts boolean not null default true
  );
  create index if not exists tries_by_shard on quen_jobs.tries (shard, id);
  create table if not exists quen_jobs.leases (
    shard uuid primary key,
    queue text not null,
    try_id bigint not null,
    worker_id text not null,
    seen_at timestamptz not null default now()
  );
  create table if not exists quen_jobs.notes (
    shard uuid primary key,
    notes jsonb not null
  );
  create table if not exists quen_jobs.workers (
    id text primary key,
    host text not null,
    pid integer not null,
    version text not null,
    doing text not null,
    photo_count integer not null,
    photos_per_second double precision not null,
    seen_at timestamptz not null default now()
  );
`;

/** Makes the tables that are not there; processes that start at once do it one after the other. Throws `DATABASE_*`. */
export async function createJobTables(database: Database): Promise<void> {
  await database.script(`begin; select pg_advisory_xact_lock(${TABLES_LOCK}); ${TABLES} commit;`);
}
