import { expect, test } from 'vitest';
import { bound } from '../../../../src/toolkit/service/bounded.ts';

/** Work that ends when it is told to. */
function held() {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const work = {
    hasBegun: false,
    end,
    run: async (): Promise<void> => {
      work.hasBegun = true;
      await ended;
    },
  };
  return work;
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test('work that can wait begins only while fewer calls than lanes are in work', async () => {
  const photos = bound(10, 2, 1e6);
  const [first, second, patient] = [held(), held(), held()];
  const running = [photos.run(first.run), photos.run(second.run)];
  const waiting = photos.runAfter(patient.run);
  await turn();
  expect(patient.hasBegun).toBe(false);
  first.end();
  await running[0];
  await turn();
  expect(patient.hasBegun).toBe(true);
  expect(photos.inUse).toBe(2);
  second.end();
  patient.end();
  await Promise.all([...running, waiting]);
  expect(photos.inUse).toBe(0);
});

test('work that can wait takes nobody’s place: requests are refused at their own number alone', async () => {
  const photos = bound(1, 2, 1e6);
  const patient = held();
  const waiting = photos.runAfter(patient.run);
  const request = held();
  const running = photos.run(request.run);
  expect([patient.hasBegun, request.hasBegun]).toEqual([true, true]);
  await expect(photos.run(async () => undefined)).rejects.toMatchObject({ code: 'SERVICE_BUSY' });
  patient.end();
  request.end();
  await Promise.all([waiting, running]);
});

test('work that has waited for long goes on beside callers who never pause, one at a time', async () => {
  const photos = bound(10, 1, 10);
  const request = held();
  const running = photos.run(request.run);
  const [first, second] = [held(), held()];
  const waiting = [photos.runAfter(first.run), photos.runAfter(second.run)];
  await turn();
  expect(first.hasBegun).toBe(false);
  await expect.poll(() => first.hasBegun).toBe(true);
  expect(second.hasBegun).toBe(false);
  first.end();
  await waiting[0];
  await expect.poll(() => second.hasBegun).toBe(true);
  second.end();
  request.end();
  await Promise.all([...waiting, running]);
});

test('work that fails frees its place and fails its caller alone', async () => {
  const photos = bound(1, 1, 1e6);
  await expect(photos.runAfter(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(photos.run(() => Promise.reject(new Error('never')))).rejects.toThrow('never');
  expect(await photos.runAfter(async () => 'done')).toBe('done');
});
