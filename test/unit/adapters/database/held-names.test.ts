import { expect, test } from 'vitest';
import { heldNames } from '../../../../src/adapters/database/stores/held-names.ts';

/** Names that may be changed, and how often they were read. */
function madeNames() {
  const names = new Map([['ann', 'Ann']]);
  const asked: (readonly string[])[] = [];
  const held = heldNames(async (ids) => {
    asked.push(ids);
    const found = ids.flatMap((id) => (names.has(id) ? [[id, names.get(id) as string] as const] : []));
    await Promise.resolve();
    return new Map(found);
  });
  return { names, asked, held };
}

test('a name is read once, and somebody who is not there every time', async () => {
  const { asked, held } = madeNames();
  for (let n = 0; n < 3; n++) expect(await held.read(['ann', 'bob'])).toEqual(new Map([['ann', 'Ann']]));
  expect(asked).toEqual([['ann', 'bob'], ['bob'], ['bob']]);
});

test('after a change, also one that fails in its middle, names are read anew', async () => {
  const { names, held } = madeNames();
  await held.read(['ann']);
  await held.changing(async () => names.set('ann', 'Anna'));
  expect((await held.read(['ann'])).get('ann')).toBe('Anna');
  const failing = held.changing(async () => {
    names.delete('ann');
    throw new Error('made');
  });
  await expect(failing).rejects.toThrow('made');
  expect((await held.read(['ann'])).size).toBe(0);
});

test('what was being read while it changed is not held', async () => {
  const { names, held } = madeNames();
  const early = held.read(['ann']);
  const changed = held.changing(async () => names.set('ann', 'Anna'));
  await Promise.all([early, changed]);
  expect((await held.read(['ann'])).get('ann')).toBe('Anna');
});
