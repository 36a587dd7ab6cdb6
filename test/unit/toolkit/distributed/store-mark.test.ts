import { describe, expect, it } from 'vitest';
import { markStore, readStoreMark } from '../../../../src/toolkit/distributed/store-mark.ts';
import { memoryStore } from '../../../support/memory-store.ts';

describe('markStore', () => {
  it('gives the same mark of a store again, and another of another', async () => {
    const [one, other] = [memoryStore(), memoryStore()];
    expect(await readStoreMark(one)).toBeUndefined();
    const mark = await markStore(one);
    expect(await markStore(one)).toBe(mark);
    expect(await readStoreMark(one)).toBe(mark);
    expect(await markStore(other)).not.toBe(mark);
  });
});
