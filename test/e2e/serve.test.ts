import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { badFiles } from './bad-files.ts';
import { fourPortraits } from './photos.ts';
import { expectFault, quen } from './quen.ts';
import { asked, type Serving, startServing, stopServing } from './serving.ts';

type Portraits = Awaited<ReturnType<typeof fourPortraits>>;

let portraits: Portraits;
beforeAll(async () => {
  portraits = await fourPortraits();
});

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'quen-serve-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function newCollection(serving: Serving): Promise<string> {
  const { id } = await asked(serving, 'POST', '/v1/collections', { name: 'people' });
  return `/v1/collections/${id}`;
}

function keptFiles(data: string): string[] {
  return readdirSync(join(data, 'kept'), { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );
}

describe('one service', () => {
  const data = mkdtempSync(join(tmpdir(), 'quen-serve-one-'));
  let serving: Serving;
  let path: string;
  beforeAll(async () => {
    serving = await startServing(['--data', data]);
    path = await newCollection(serving);
  });
  afterAll(async () => {
    await stopServing(serving);
    rmSync(data, { recursive: true, force: true });
  });

  test('names people it was shown once, by other photos of them', async () => {
    for (const who of ['emily', 'tara'] as const)
      await asked(serving, 'POST', `${path}/photos?name=${who}`, readFileSync(portraits[who]));
    const emily = await asked(serving, 'POST', `${path}/identify`, readFileSync(portraits.emilyAgain));
    const tara = await asked(serving, 'POST', `${path}/identify`, readFileSync(portraits.taraAgain));
    expect(emily.faces[0].candidates[0].name).toBe('emily');
    expect(tara.faces[0].candidates[0].name).toBe('tara');
  });

  test('refuses a second process on the same folder', async () => {
    const ended = await quen(['serve', '--data', data, '--port', '0']);
    expectFault(ended, { exit: 6, code: 'DATABASE_LOCKED', says: [data] });
  });

  test('refuses bad files one by one, and goes on answering', async () => {
    const files = badFiles(readFileSync(portraits.tara));
    expect(Object.keys(files).length).toBeGreaterThan(35);
    for (const [what, body] of Object.entries(files)) {
      const response = await fetch(`${serving.url}/v1/detect`, {
        method: 'POST',
        body: Uint8Array.from(body),
      });
      const text = await response.text();
      expect(response.status, `${what}: ${text}`).toBeOneOf([200, 413, 422]);
      if (response.status !== 200) {
        expect(response.headers.get('content-type'), what).toBe('application/problem+json');
        expect(text, what).not.toMatch(/node_modules|\n\s+at |passwd/);
      }
    }
    const { faces } = await asked(serving, 'POST', '/v1/detect', readFileSync(portraits.tara));
    expect(faces).toHaveLength(1);
  });

  test('writes nobody by name, and only for its owner', async () => {
    await asked(serving, 'POST', `${path}/people`, { name: 'Quentina' });
    const names = readdirSync(data, { recursive: true, encoding: 'utf8' });
    expect(names.filter((name) => /emily|tara|quentina/i.test(name))).toEqual([]);
    expect(keptFiles(data).every((name) => /^fac_[0-9a-f]{32}$/.test(name))).toBe(true);
  });
});

test('a service that is told to stop answers what it accepted, and takes no more', async () => {
  const serving = await startServing(['--data', dataFolder()]);
  const body = Uint8Array.from(readFileSync(portraits.tara));
  const sent = Array.from({ length: 6 }, () =>
    fetch(`${serving.url}/v1/detect`, { method: 'POST', body }).then(
      ({ status }) => status,
      () => 0,
    ),
  );
  let inWork = 0;
  while (inWork === 0) {
    const text = await (await fetch(`${serving.url}/metrics`)).text();
    inWork = Number(/quen_photos_in_work (\d+)/.exec(text)?.[1] ?? 0);
    await wait(5);
  }
  await stopServing(serving);
  const statuses = await Promise.all(sent);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(inWork);
  await expect(fetch(`${serving.url}/healthz`)).rejects.toThrow();
});

test('killed while enrolling, a service has all it acknowledged, nobody half, and no stray file', async () => {
  const data = dataFolder();
  const first = await startServing(['--data', data, '--keep', 'photos']);
  const path = await newCollection(first);
  const acknowledged: string[] = [];
  const enrolling = Object.values(portraits).map(async (photo, n) => {
    for (let take = 0; take < 20; take++) {
      const url = `${first.url}${path}/photos?name=person-${n}-${take}`;
      const response = await fetch(url, { method: 'POST', body: Uint8Array.from(readFileSync(photo)) });
      const { personId } = (await response.json()) as { personId: string };
      acknowledged.push(personId);
    }
  });
  while (acknowledged.length < 5) await wait(20);
  first.child.kill('SIGKILL');
  await Promise.allSettled(enrolling);
  await first.ended;
  const stray = `pho_${'0'.repeat(32)}`;
  mkdirSync(join(data, 'kept/photos/00'), { recursive: true });
  writeFileSync(join(data, 'kept/photos/00', stray), 'of nobody');

  const second = await startServing(['--data', data, '--keep', 'photos']);
  const { items } = await asked(second, 'GET', `${path}/people?limit=1000`);
  const people = items as { id: string; faceCount: number }[];
  expect(people.map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged));
  expect(people.every(({ faceCount }) => faceCount === 1)).toBe(true);
  const named: string[] = [];
  for (const state of ['enrolled', 'dismissed']) {
    const faces = await asked(second, 'GET', `${path}/faces?limit=1000&state=${state}`);
    for (const { id, photoId } of faces.items as { id: string; photoId: string }[]) named.push(id, photoId);
  }
  expect(new Set(keptFiles(data))).toEqual(new Set(named));
  const { faces } = await asked(second, 'POST', `${path}/identify`, readFileSync(portraits.tara));
  expect(faces[0].candidates[0].score).toBeGreaterThan(0.99);
  await stopServing(second);
});
