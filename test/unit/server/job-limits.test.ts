import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { tidyJobs } from '../../../src/pipeline/collections/jobs/manage-jobs.ts';
import { makeKey } from '../../../src/toolkit/service/api-keys.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { type JobClient, openJobClient } from '../../support/job-client.ts';
import { madePhoto } from '../../support/made-service.ts';
import { good } from '../../support/service-client.ts';

onBothDatabases((database) => {
  let jobs: JobClient;
  beforeAll(async () => {
    jobs = await openJobClient(database());
  });
  afterAll(() => jobs.service[Symbol.asyncDispose]());
  beforeEach(() => jobs.newCollection());
  afterEach(() => jobs.release());

  test('erasing somebody takes them out of jobs: what was found, and what still waits', async () => {
    const { personId: ann } = await jobs.enrol('Ann');
    const { personId: bob } = await jobs.enrol('Bob');
    const found = await jobs.makeJob({ kind: 'identify' });
    await jobs.send(found, ['Ann'], 'label=ann.jpg', 2);
    await jobs.finished(found);
    const enrolled = await jobs.makeJob({ kind: 'enrol' });
    await jobs.send(enrolled, ['Ann'], `label=ann-3.jpg&personId=${ann}`, 3);
    await vi.waitFor(async () => expect(await good(jobs.ask, 'GET', enrolled)).toMatchObject({ done: 1 }));
    jobs.holdBack();
    await jobs.send(enrolled, ['Ann'], `label=ann-4.jpg&personId=${ann}`, 4);
    const proof = await good(jobs.ask, 'POST', `/v1/people/${ann}/erase`);
    jobs.release();
    expect(Object.values(proof.traces).every((count) => count === 0)).toBe(true);
    expect(await jobs.finished(enrolled)).toMatchObject({ done: 2, failed: 1 });
    const [first, second] = await jobs.results(enrolled);
    expect([first, second]).toMatchObject([{ kind: 'erased' }, { kind: 'failed' }]);
    const [{ faces, label }] = await jobs.results(found);
    expect(label).toBeUndefined();
    expect(faces[0].candidates.map((one: { personId: string }) => one.personId)).toEqual([bob]);
    expect((await jobs.ask('GET', `/v1/people/${ann}`)).status).toBe(404);
    const rows = await database().query(
      'select * from job_photos where target is not null or label like $1',
      ['ann%'],
    );
    expect(rows).toEqual([]);
    await vi.waitFor(() => expect(jobs.service.photosInWork()).toBe(0));
  });

  test('reading results is logged for whoever is named in them', async () => {
    const { personId } = await jobs.enrol('Ann');
    const job = await jobs.makeJob({ kind: 'identify' });
    await jobs.send(job, ['Ann']);
    await jobs.finished(job);
    await jobs.results(job);
    const { items } = await good(jobs.ask, 'GET', `/v1/access-log?personId=${personId}&limit=1`);
    expect(items).toMatchObject([{ action: 'job.results' }]);
  });

  test('a key that may only identify neither makes, feeds nor reads a job that enrols', async () => {
    const how = { held: ['admin'], id: jobs.service.ports.newId('key'), now: new Date() } as const;
    const { secret: key } = await makeKey(jobs.service.keys, { name: 'small', scopes: ['identify'] }, how);
    const job = await jobs.makeJob({ kind: 'enrol' });
    const refused = [
      await jobs.ask('POST', `${jobs.path}/jobs`, { key, json: { kind: 'enrol' } }),
      await jobs.ask('POST', `${job}/photos?name=Ann`, { key, body: madePhoto(['Ann']) }),
      await jobs.ask('GET', `${job}/results`, { key }),
      await jobs.ask('GET', `${job}/events`, { key }),
      await jobs.ask('POST', `${job}/cancel`, { key }),
      await jobs.ask('DELETE', job, { key }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
    const own = await jobs.ask('POST', `${jobs.path}/jobs`, { key, json: { kind: 'identify' } });
    expect(own.status).toBe(200);
  });

  test('no more photos may wait than the limit, and the next is told to come again', async () => {
    jobs.holdBack();
    const job = await jobs.makeJob({ kind: 'identify' });
    for (let take = 1; take <= 50; take++) await jobs.send(job, ['Ann'], '', take);
    const refused = await jobs.ask('POST', `${job}/photos`, { body: madePhoto(['Ann'], 51) });
    expect(refused).toMatchObject({ status: 503, json: { title: 'SERVICE_BUSY' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    jobs.release();
    expect(await jobs.finished(job)).toMatchObject({ done: 50 });
  });

  test('a collection goes with its jobs and their files', async () => {
    jobs.holdBack();
    const job = await jobs.makeJob({ kind: 'identify' });
    await jobs.send(job, ['Ann']);
    await good(jobs.ask, 'DELETE', jobs.path);
    jobs.release();
    expect((await jobs.ask('GET', job)).status).toBe(404);
    await vi.waitFor(() => expect(jobs.filesOfJobs()).toEqual([]));
  });

  test('a job left open is closed after a day, and one that ended goes after a week', async () => {
    const open = await jobs.makeJob({ kind: 'identify' });
    const done = await jobs.makeJob({ kind: 'identify' });
    await jobs.finished(done);
    const day = 86_400_000;
    const start = jobs.service.clock.now;
    jobs.service.clock.now = new Date(Date.now() + 2 * day);
    await tidyJobs(jobs.service);
    expect(await good(jobs.ask, 'GET', open)).toMatchObject({ isOpen: false, state: 'done' });
    expect((await jobs.ask('GET', done)).status).toBe(200);
    jobs.service.clock.now = new Date(Date.now() + 8 * day);
    await tidyJobs(jobs.service);
    expect((await jobs.ask('GET', done)).status).toBe(404);
    jobs.service.clock.now = start;
  });
});
