import { describe, expect, it } from 'vitest';
import { jobsText } from '../../../src/cli/jobs-text.ts';
import type { KnownWorker, RunStatus } from '../../../src/jobs/job-queue.ts';

const RUN: RunStatus = {
  id: 'abc123',
  label: 'identify',
  submittedAt: '2026-01-02T03:04:05.000Z',
  counts: {
    waiting: { shards: 2, photos: 200 },
    active: { shards: 1, photos: 100 },
    done: { shards: 4, photos: 390 },
    failed: { shards: 0, photos: 0 },
  },
  retries: { failed: 0, died: 0 },
  photosPerSecond: 0,
  dead: [],
};

const WORKER: KnownWorker = {
  id: 'w',
  host: 'node-1',
  pid: 42,
  version: '0.1.0',
  doing: 'works on 12345678',
  photoCount: 10,
  photosPerSecond: 2.5,
  silentSeconds: 1,
  isAlive: true,
};

describe('jobsText', () => {
  it('says that there is nothing', () => {
    expect(jobsText({ runs: [], workers: [] })).toBe(
      'No distributed runs\n0 workers alive, 0.0 photos a second\n',
    );
  });

  it('tells a run and its workers in lines', () => {
    expect(jobsText({ runs: [RUN], workers: [WORKER] })).toBe(
      [
        'abc123  identify  2026-01-02T03:04:05.000Z',
        '  4 of 7 shards done (390 of 690 photos), 1 in work, 2 waiting, 0 given up',
        '1 worker alive, 2.5 photos a second',
        '  node-1:42 (Quen 0.1.0) works on 12345678, 2.5 photos a second, 10 photos done',
        '',
      ].join('\n'),
    );
  });

  it('counts a silent worker neither among the living nor in their rate', () => {
    const silent = { ...WORKER, isAlive: false, silentSeconds: 33.4 };
    const text = jobsText({ runs: [], workers: [WORKER, silent] });
    expect(text).toContain('1 worker alive, 2.5 photos a second');
    expect(text).toContain('was last heard of 33 s ago');
  });

  it('tells deaths, failures, rates, and the first five reasons', () => {
    const dead = Array.from({ length: 7 }, (_, i) => ({ shard: `s${i}`, reason: `why ${i}`, tryCount: 3 }));
    const run = { ...RUN, retries: { failed: 1, died: 2 }, photosPerSecond: 12.34, dead };
    const text = jobsText({ runs: [run], workers: [] });
    expect(text).toContain('12.3 photos a second, 2 workers died, 1 try failed');
    expect(text).toContain('  given up: s4 after 3 tries: why 4');
    expect(text).not.toContain('why 5');
    expect(text).toContain('and 2 more, see --json');
  });

  it('adds runs up where there are several', () => {
    const text = jobsText({ runs: [RUN, { ...RUN, id: 'other' }], workers: [] });
    expect(text).toContain('In all: 8 shards done, 2 in work, 4 waiting, 0 given up');
  });
});
