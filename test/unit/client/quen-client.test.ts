import { afterAll, beforeAll, expect, test } from 'vitest';
import { openQuenClient, patientFetch, type QuenClient, QuenRefusal } from '../../../src/client/index.ts';
import { SCOPES } from '../../../src/collections/scopes.ts';
import { createApp } from '../../../src/server/app.ts';
import { type Listening, listen } from '../../../src/server/listen.ts';
import { makeKey } from '../../../src/toolkit/service/api-keys.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { type MadeService, madePhoto, madeService } from '../../support/made-service.ts';
import { OPEN_SETTINGS } from '../../support/service-client.ts';

onBothDatabases((database) => {
  let service: MadeService;
  let listening: Listening;
  let stop: AbortController;
  let client: QuenClient;
  let collectionId: string;
  beforeAll(async () => {
    service = madeService(database());
    stop = new AbortController();
    await service.startJobs(() => undefined);
    const settings = { ...OPEN_SETTINGS, needsKey: true };
    const report = (cause: unknown): void => {
      throw cause;
    };
    listening = await listen(createApp(service, settings, { report, stopping: stop.signal }), settings);
    const how = { held: SCOPES, id: service.ports.newId('key'), now: new Date() };
    const { secret: key } = await makeKey(service.keys, { name: 'client', scopes: ['admin'] }, how);
    client = openQuenClient({ url: listening.url, key });
    const { data } = await client.api.POST('/v1/collections', {
      body: { name: 'of a client', fpir: 0.01, rule: 'blend' },
    });
    collectionId = data?.id ?? '';
  });
  afterAll(async () => {
    stop.abort();
    await listening.stop();
    await service[Symbol.asyncDispose]();
  });

  test('a photo is enrolled and identified over HTTP', async () => {
    const { personId } = await client.enrolNew(collectionId, madePhoto(['Ann']), { name: 'Ann' });
    await client.enrol(personId, new Blob([madePhoto(['Ann'], 2)]));
    const answer = await client.identify(collectionId, madePhoto(['Ann'], 3), { evidence: 'true' });
    expect(answer.faces[0]?.candidates[0]).toMatchObject({ personId, name: 'Ann' });
    expect(answer.faces[0]?.evidence?.nearest?.personId).toBe(personId);
  });

  test('a job is fed, followed to its end, and its results are read through all pages', async () => {
    const job = await client.makeJob(collectionId, { kind: 'enrol' });
    for (const take of [1, 2, 3])
      await client.sendToJob(job.id, madePhoto(['Bob'], take), { name: 'Bob', label: `${take}` });
    await client.closeJob(job.id);
    const events = [];
    for await (const event of client.followJob(job.id)) events.push(event);
    expect(events.at(-1)).toMatchObject({ event: 'end', job: { state: 'done', done: 3 } });
    const labels = [];
    for await (const { kind, label } of client.jobResults(job.id))
      if (kind === 'enrolled') labels.push(label);
    expect(labels.sort()).toEqual(['1', '2', '3']);
  });

  test('following ends with its signal', async () => {
    const job = await client.makeJob(collectionId, { kind: 'identify' });
    const leave = new AbortController();
    const follow = async (): Promise<void> => {
      for await (const { event } of client.followJob(job.id, leave.signal))
        if (event === 'progress') leave.abort();
    };
    await expect(follow()).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('a refusal is thrown with its status, its code and what the service says', async () => {
    const refused = client.identify(collectionId, new Uint8Array(10));
    await expect(refused).rejects.toBeInstanceOf(QuenRefusal);
    await expect(refused).rejects.toMatchObject({ status: 422, code: 'PHOTO_UNREADABLE' });
    const stranger = openQuenClient({ url: listening.url, key: 'quen_wrong' });
    await expect(stranger.closeJob(`job_${'0'.repeat(32)}`)).rejects.toMatchObject({ code: 'KEY_REFUSED' });
  });
});

test('a busy service is asked again when it says so, and not beyond the patience', async () => {
  let asked = 0;
  const busy = (until: number) => async (): Promise<Response> =>
    ++asked < until
      ? new Response('', { status: 503, headers: { 'retry-after': '0.01' } })
      : new Response('done');
  const request = (): Request => new Request('http://127.0.0.1/');
  const patient = await patientFetch({ fetch: busy(3) })(request());
  expect([patient.status, asked]).toEqual([200, 3]);
  asked = 0;
  const impatient = await patientFetch({ fetch: busy(3), patienceMs: 0 })(request());
  expect([impatient.status, asked]).toEqual([503, 1]);
});
