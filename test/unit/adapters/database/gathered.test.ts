import { expect, test } from 'vitest';
import { gathered } from '../../../../src/adapters/database/gathered.ts';

/** Work that can be held up, and what it was handed. */
function recorded(fails: (calls: readonly number[]) => boolean = () => false) {
  const runs: (readonly number[])[] = [];
  let release: () => void = () => undefined;
  let held: Promise<void> | undefined;
  return {
    runs,
    hold: () => {
      held = new Promise((resolve) => {
        release = resolve;
      });
    },
    release: () => release(),
    work: async (calls: readonly number[]): Promise<number> => {
      runs.push(calls);
      await held;
      if (fails(calls)) throw new Error(`no ${calls.join()}`);
      return calls.length;
    },
  };
}

test('calls that come while one is in work are done together as the next', async () => {
  const { work, runs, hold, release } = recorded();
  const call = gathered(work);
  hold();
  const first = call(1);
  await Promise.resolve();
  const later = [call(2), call(3), call(4)];
  await new Promise((resolve) => setImmediate(resolve));
  expect(runs).toEqual([[1]]);
  release();
  expect(await Promise.all([first, ...later])).toEqual([1, 3, 3, 3]);
  expect(runs).toEqual([[1], [2, 3, 4]]);
});

test('a call alone is done at once', async () => {
  const { work, runs } = recorded();
  const call = gathered(work);
  await call(1);
  await call(2);
  expect(runs).toEqual([[1], [2]]);
});

test('where calls fail together each is done on its own, and only the bad one fails', async () => {
  const { work } = recorded((calls) => calls.includes(2));
  const call = gathered(work);
  const settled = await Promise.allSettled([call(1), call(2), call(3)]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('a fault does not hold up what comes after it', async () => {
  const { work } = recorded((calls) => calls.includes(2));
  const call = gathered(work);
  await expect(call(2)).rejects.toThrow('no 2');
  expect(await call(1)).toBe(1);
});
