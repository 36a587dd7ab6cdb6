import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { onBothDatabases } from '../../support/databases.ts';
import { type JobClient, openJobClient } from '../../support/job-client.ts';
import { madePhoto, madeService } from '../../support/made-service.ts';
import { apiOver, good } from '../../support/service-client.ts';

interface MeasuredFace {
  readonly evidence: { readonly quality?: unknown };
}

onBothDatabases((database) => {
  let jobs: JobClient;
  beforeAll(async () => {
    jobs = await openJobClient(database());
  });
  afterAll(() => jobs.service[Symbol.asyncDispose]());
  beforeEach(() => jobs.newCollection());
  afterEach(() => jobs.release());

  test('a job names the people of its photos, and tells which photos it could not use', async () => {
    await jobs.enrol('Ann');
    const job = await jobs.makeJob({ kind: 'identify' });
    await jobs.send(job, ['Ann', 'Bob'], 'label=two.jpg');
    await jobs.send(job, []);
    await good(jobs.ask, 'POST', `${job}/photos?label=none.txt`, { body: 'no photo' });
    expect(await jobs.finished(job)).toMatchObject({
      state: 'done',
      isOpen: false,
      total: 3,
      done: 3,
      failed: 1,
    });
    const found = (await jobs.results(job)).sort(
      (a: { number: number }, b: { number: number }) => a.number - b.number,
    );
    expect(found).toMatchObject([
      { number: 1, label: 'two.jpg', kind: 'searched', widthPx: 1000 },
      { number: 2, kind: 'searched', faces: [] },
      { number: 3, label: 'none.txt', kind: 'failed', code: 'PHOTO_UNREADABLE' },
    ]);
    const once = await good(jobs.ask, 'POST', `${jobs.path}/identify?evidence=true`, {
      body: madePhoto(['Ann', 'Bob'], 1),
    });
    // Faces are measured only where that is asked for.
    const unmeasured = once.faces.map(({ evidence: { quality: _, ...evidence }, ...face }: MeasuredFace) => ({
      ...face,
      evidence,
    }));
    expect(found[0].faces).toEqual(unmeasured);
  });

  test.each([true, false])(
    'a job tells all that speaks for its answers where it is asked to, keeping faces: %s',
    async (keep) => {
      await jobs.enrol('Ann');
      const job = await jobs.makeJob({ kind: 'identify', evidence: true, keep });
      await jobs.send(job, ['Ann', 'Bob']);
      await jobs.finished(job);
      const [{ faces }] = await jobs.results(job);
      const once = await good(jobs.ask, 'POST', `${jobs.path}/identify?evidence=true`, {
        body: madePhoto(['Ann', 'Bob'], 1),
      });
      expect(once.faces[0].evidence.quality.overall).toBeGreaterThan(0);
      expect(faces.map(({ faceId: _, ...face }: { faceId?: string }) => face)).toEqual(once.faces);
    },
  );

  test('photos of one name become one new person, and those of an external id the person known by it', async () => {
    const { id } = await good(jobs.ask, 'POST', `${jobs.path}/people`, {
      json: { name: 'Eve', externalId: 'e-1' },
    });
    const job = await jobs.makeJob({ kind: 'enrol' });
    for (const take of [1, 2, 3, 4]) await jobs.send(job, ['Cleo'], 'name=Cleo', take);
    await jobs.send(job, ['Eve'], 'externalId=e-1&name=Eva');
    await jobs.send(job, ['Fay'], 'externalId=f-1');
    expect(await jobs.finished(job)).toMatchObject({ done: 6, failed: 0 });
    const { items } = await good(jobs.ask, 'GET', `${jobs.path}/people`);
    expect(items).toMatchObject([
      { name: 'Cleo', faceCount: 4 },
      { id, name: 'Eve', faceCount: 1 },
      { name: 'f-1', externalId: 'f-1', faceCount: 1 },
    ]);
    expect((await jobs.results(job)).every(({ kind }: { kind: string }) => kind === 'enrolled')).toBe(true);
  });

  test('a photo sent again under its label is taken once, and another under it is refused', async () => {
    const job = await jobs.makeJob({ kind: 'enrol' });
    const first = await jobs.send(job, ['Ann'], 'label=a&name=Ann');
    expect(first).toEqual({ number: 1, isNew: true });
    expect(await jobs.send(job, ['Ann'], 'label=a&name=Ann')).toEqual({ number: 1, isNew: false });
    const other = await jobs.ask('POST', `${job}/photos?label=a&name=Ann`, { body: madePhoto(['Bob']) });
    expect(other.status).toBe(409);
    expect(await jobs.finished(job)).toMatchObject({ total: 1, done: 1 });
  });

  test('a photo to enrol must say whom it is of, and one to identify must not', async () => {
    const enrolling = await jobs.makeJob({ kind: 'enrol' });
    const identifying = await jobs.makeJob({ kind: 'identify' });
    for (const [job, query] of [
      [enrolling, ''],
      [identifying, 'name=Ann'],
      [enrolling, `personId=per_${'0'.repeat(32)}`],
    ] as const)
      expect(
        (await jobs.ask('POST', `${job}/photos?${query}`, { body: madePhoto(['Ann']) })).status,
      ).toBeOneOf([400, 404]);
    expect(jobs.filesOfJobs()).toEqual([]);
  });

  test('a closed job takes no more photos', async () => {
    const job = await jobs.makeJob({ kind: 'identify' });
    expect(await jobs.finished(job)).toMatchObject({ state: 'done', total: 0 });
    expect((await jobs.ask('POST', `${job}/photos`, { body: madePhoto(['Ann']) })).status).toBe(409);
  });

  test('the file of a photo goes once the photo is settled', async () => {
    jobs.holdBack();
    const job = await jobs.makeJob({ kind: 'identify' });
    await jobs.send(job, ['Ann']);
    const waiting = jobs.filesOfJobs();
    expect(waiting).toHaveLength(1);
    jobs.release();
    await jobs.finished(job);
    await vi.waitFor(() => expect(jobs.filesOfJobs()).toEqual([]));
  });

  test('requests go before the photos of jobs', async () => {
    jobs.holdBack();
    const asked = Array.from({ length: 2 }, () =>
      jobs.ask('POST', '/v1/detect', { body: madePhoto(['Ann']) }),
    );
    await vi.waitFor(() => expect(jobs.service.photosInWork()).toBe(2));
    const job = await jobs.makeJob({ kind: 'identify' });
    for (const take of [1, 2, 3]) await jobs.send(job, ['Ann'], '', take);
    expect(jobs.service.photosInWork()).toBe(2);
    expect(await good(jobs.ask, 'GET', job)).toMatchObject({ state: 'waiting', done: 0 });
    jobs.release();
    await Promise.all(asked);
    expect(await jobs.finished(job)).toMatchObject({ done: 3 });
  });

  test('a cancelled job keeps what it found and drops the rest', async () => {
    await jobs.enrol('Ann');
    const job = await jobs.makeJob({ kind: 'enrol' });
    await jobs.send(job, ['Bob'], 'name=Bob');
    await vi.waitFor(async () => expect(await good(jobs.ask, 'GET', job)).toMatchObject({ done: 1 }));
    jobs.holdBack();
    for (const take of [2, 3, 4, 5]) await jobs.send(job, ['Bob'], 'name=Bob', take);
    expect(await good(jobs.ask, 'POST', `${job}/cancel`)).toMatchObject({
      state: 'stopped',
      done: 1,
      total: 5,
    });
    jobs.release();
    await vi.waitFor(() => expect(jobs.service.photosInWork()).toBe(0));
    expect(await jobs.results(job)).toHaveLength(1);
    const { items } = await good(jobs.ask, 'GET', `${jobs.path}/people?search=Bob`);
    expect(items).toMatchObject([{ faceCount: 1 }]);
  });

  test('results are read in parts, in an order that does not change while the job runs', async () => {
    const job = await jobs.makeJob({ kind: 'identify' });
    for (const take of [1, 2, 3]) await jobs.send(job, ['Ann'], `label=${take}`, take);
    await vi.waitFor(async () => expect(await good(jobs.ask, 'GET', job)).toMatchObject({ done: 3 }));
    const first = await good(jobs.ask, 'GET', `${job}/results?limit=2`);
    expect(first.items).toHaveLength(2);
    await jobs.send(job, ['Ann'], 'label=4', 4);
    await jobs.finished(job);
    const rest = await good(jobs.ask, 'GET', `${job}/results?limit=9&after=${first.next}`);
    const labels = [...first.items, ...rest.items].map(({ label }: { label: string }) => label);
    expect(labels.slice().sort()).toEqual(['1', '2', '3', '4']);
    expect(labels[3]).toBe('4');
    expect(rest.next).toBeUndefined();
  });

  test('a service that ended in the middle of a job goes on with it, and enrols nothing twice', async () => {
    const earlier = madeService(database());
    const { ask: askEarlier } = apiOver(earlier);
    await earlier.startJobs(() => undefined);
    let letEarlierGo = (): void => undefined;
    earlier.hold = new Promise((resolve) => (letEarlierGo = resolve));
    const job = await jobs.makeJob({ kind: 'enrol' });
    for (const take of [1, 2, 3, 4])
      await good(askEarlier, 'POST', `${job}/photos?name=Gus`, { body: madePhoto(['Gus'], take) });
    await vi.waitFor(() => expect(earlier.photosInWork()).toBe(2));
    const begun = 'select number from job_photos where home = $1 and claimed_by is not null';
    expect(await database().query(begun, [earlier.home])).toHaveLength(2);
    // As a process that is killed: what it had begun stays begun, and what it still does comes too late.
    const later = earlier.successor();
    await later.startJobs(() => undefined);
    expect(await jobs.finished(job, apiOver(later).ask)).toMatchObject({ state: 'done', done: 4, failed: 0 });
    letEarlierGo();
    await earlier[Symbol.asyncDispose]();
    const { items } = await good(jobs.ask, 'GET', `${jobs.path}/people`);
    expect(items).toMatchObject([{ name: 'Gus', faceCount: 4 }]);
    await later[Symbol.asyncDispose]();
  });

  test('a fault that is not the photo’s holds a job up without ending it', async () => {
    const job = await jobs.makeJob({ kind: 'identify' });
    const { collectionId } = await good(jobs.ask, 'GET', job);
    await jobs.service.live.forget(collectionId);
    await database().query("update collections set networks = 'others' where id = $1", [collectionId]);
    await jobs.send(job, ['Ann']);
    await vi.waitFor(async () =>
      expect(await good(jobs.ask, 'GET', job)).toMatchObject({ error: 'GALLERY_NETWORK_MISMATCH', done: 0 }),
    );
    await database().query("update collections set networks = 'made:1' where id = $1", [collectionId]);
    const ended = await jobs.finished(job);
    expect(ended).toMatchObject({ state: 'done', failed: 0 });
    expect(ended.error).toBeUndefined();
  });

  test('a photo that is begun again and again without an end is given up', async () => {
    const job = await jobs.makeJob({ kind: 'identify' });
    jobs.holdBack();
    await jobs.send(job, ['Ann']);
    await vi.waitFor(async () =>
      expect(await good(jobs.ask, 'GET', job)).toMatchObject({ state: 'running' }),
    );
    await database().query('update job_photos set attempts = 3, claimed_by = null where job_id = $1', [
      job.slice('/v1/jobs/'.length),
    ]);
    expect(await jobs.finished(job)).toMatchObject({ done: 1, failed: 1 });
    expect(await jobs.results(job)).toMatchObject([{ kind: 'failed', code: 'WORKER_CRASHED' }]);
  });
});
