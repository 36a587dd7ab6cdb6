import { expect, it } from 'vitest';
import { indexText, isSameIndex } from '../../../src/core/index-stamp.ts';

it('stamps are the same whatever the order of their settings, and differ by kind and by any setting', () => {
  const stamp = { kind: 'usearch', settings: { m: 16, precision: 'f16' } } as const;
  expect(isSameIndex(stamp, { kind: 'usearch', settings: { precision: 'f16', m: 16 } })).toBe(true);
  expect(isSameIndex(stamp, { kind: 'usearch', settings: { precision: 'f16', m: 32 } })).toBe(false);
  expect(isSameIndex(stamp, { kind: 'pgvector', settings: stamp.settings })).toBe(false);
});

it('a stamp reads as its kind and its settings by name', () => {
  expect(indexText({ kind: 'usearch', settings: { precision: 'f16', m: 16 } })).toBe(
    'usearch (m=16, precision=f16)',
  );
  expect(indexText({ kind: 'exact', settings: {} })).toBe('exact');
});
