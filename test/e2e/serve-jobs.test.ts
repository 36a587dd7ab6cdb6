import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { openQuenClient } from '../../dist/client/index.js';
import { fourPortraits } from './photos.ts';
import { expectFault, quen, quenDone } from './quen.ts';
import { asked, type Serving, startServing, stopServing } from './serving.ts';

let portraits: Awaited<ReturnType<typeof fourPortraits>>;
beforeAll(async () => {
  portraits = await fourPortraits();
});

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'quen-serve-jobs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const PHOTO_COUNT = 12;

test('killed in the middle of a job, a service goes on with it: no photo is lost, nobody half or twice enrolled', async () => {
  const data = emptyFolder();
  const first = await startServing(['--data', data]);
  const { id: collectionId } = await asked(first, 'POST', '/v1/collections', { name: 'people' });
  const client = openQuenClient({ url: first.url });
  const job = await client.makeJob(collectionId, { kind: 'enrol' });
  const files = Object.values(portraits).map((path) => Uint8Array.from(readFileSync(path)));
  for (let n = 0; n < PHOTO_COUNT; n++)
    await client.sendToJob(job.id, files[n % files.length] as never, {
      label: `photo-${n}`,
      name: `person-${n}`,
    });
  while ((await asked(first, 'GET', `/v1/jobs/${job.id}`)).done < 3) await wait(20);
  first.child.kill('SIGKILL');
  await first.ended;

  const second = await startServing(['--data', data]);
  const again = openQuenClient({ url: second.url });
  const { done } = await asked(second, 'GET', `/v1/jobs/${job.id}`);
  expect(done).toBeLessThan(PHOTO_COUNT);
  // What was not answered is sent again; what was is taken once.
  const repeated = await again.sendToJob(job.id, files[0] as never, { label: 'photo-0', name: 'person-0' });
  expect(repeated).toEqual({ number: 1, isNew: false });
  await again.closeJob(job.id);
  const events = [];
  for await (const event of again.followJob(job.id)) events.push(event);
  expect(events.at(-1)).toMatchObject({
    event: 'end',
    job: { state: 'done', total: PHOTO_COUNT, done: PHOTO_COUNT, failed: 0 },
  });
  const labels = [];
  for await (const { kind, label } of again.jobResults(job.id)) if (kind === 'enrolled') labels.push(label);
  expect(labels.sort()).toEqual(Array.from({ length: PHOTO_COUNT }, (_, n) => `photo-${n}`).sort());
  const { items } = await asked(second, 'GET', `/v1/collections/${collectionId}/people?limit=100`);
  const people = items as { name: string; faceCount: number }[];
  expect(people.map(({ name }) => name).sort()).toEqual(
    Array.from({ length: PHOTO_COUNT }, (_, n) => `person-${n}`).sort(),
  );
  expect(people.every(({ faceCount }) => faceCount === 1)).toBe(true);
  await stopServing(second);
  expect(filesOfPhotos(data)).toEqual([]);
});

/** With `--keep crops` the only photos that are files are those of jobs. */
function filesOfPhotos(data: string): string[] {
  const entries = readdirSync(join(data, 'kept/photos'), { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : []));
}

test('a service told to stop in the middle of a job ends well, and ends the streams that follow it', async () => {
  const data = emptyFolder();
  const first = await startServing(['--data', data]);
  const { id } = await asked(first, 'POST', '/v1/collections', { name: 'people' });
  const client = openQuenClient({ url: first.url });
  const job = await client.makeJob(id, { kind: 'identify' });
  const photo = Uint8Array.from(readFileSync(portraits.tara));
  for (let n = 0; n < 6; n++) await client.sendToJob(job.id, photo);
  const stream = await fetch(`${first.url}/v1/jobs/${job.id}/events`);
  await stopServing(first);
  expect(await stream.text()).toContain('event: progress');
  const second = await startServing(['--data', data]);
  await openQuenClient({ url: second.url }).closeJob(job.id);
  while ((await asked(second, 'GET', `/v1/jobs/${job.id}`)).state !== 'done') await wait(50);
  expect(await asked(second, 'GET', `/v1/jobs/${job.id}`)).toMatchObject({ done: 6, failed: 0 });
  await stopServing(second);
});

test('a gallery file becomes a collection once, and requests are logged without names', async () => {
  const folder = emptyFolder();
  const people = join(folder, 'people');
  for (const [name, photos] of [
    ['Emily', [portraits.emily]],
    ['Tara', [portraits.tara, portraits.taraAgain]],
  ] as const) {
    mkdirSync(join(people, name), { recursive: true });
    photos.forEach((photo, n) => {
      cpSync(photo, join(people, name, `${n}.jpg`));
    });
  }
  const gallery = join(folder, 'club.quen');
  await quenDone(['enrol', '--people', people, '--out', gallery]);
  const serving = ['--data', join(folder, 'data'), '--bundle', gallery, '--log', 'json'];
  const first = await startServing(serving);
  await expectNamed(first, 'club');
  first.child.kill('SIGTERM');
  const { stderr } = await first.ended;
  const lines = stderr.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).route)).toContain('/v1/collections/:collectionId/identify');
  expect(stderr).not.toMatch(/Emily|Tara|club|col_|per_/);

  const second = await startServing([...serving.slice(0, 4), '--collection', 'another name']);
  await expectNamed(second, 'club');
  await stopServing(second);
  const other = await quen(['serve', ...serving.slice(0, 4), '--network', 'facenet-20180402', '--port', '0']);
  expectFault(other, { exit: 3, code: 'GALLERY_NETWORK_MISMATCH', says: ['club'] });
});

async function expectNamed(serving: Serving, collection: string): Promise<void> {
  const { items } = await asked(serving, 'GET', '/v1/collections');
  expect(items).toMatchObject([{ name: collection }]);
  const path = `/v1/collections/${items[0].id}/identify`;
  const { faces } = await asked(serving, 'POST', path, readFileSync(portraits.emilyAgain));
  expect(faces[0].candidates[0].name).toBe('Emily');
}
