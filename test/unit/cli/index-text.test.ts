import { describe, expect, it } from 'vitest';
import { indexRecallLines } from '../../../src/cli/index-text.ts';

const recall = (foundCount: number, searchedCount = 200) => ({ foundCount, searchedCount });

describe('indexRecallLines', () => {
  it('tells what an index found of both kinds, and warns of one that misses enrolled people', () => {
    const good = indexRecallLines({ enrolled: recall(198), strangers: recall(120) });
    expect(good).toEqual([
      'The index found the nearest photo there is in 198 of 200 searches for enrolled people, and in 120 of 200 searches for strangers.',
    ]);
    const bad = indexRecallLines({ enrolled: recall(180), strangers: recall(120) });
    expect(bad[1]).toMatch(/--index exact/);
  });

  it('says nothing of what was not searched', () => {
    expect(indexRecallLines({ enrolled: recall(0, 0), strangers: recall(0, 0) })).toEqual([]);
    const [line, ...others] = indexRecallLines({ enrolled: recall(0, 0), strangers: recall(1, 1) });
    expect(line).toMatch(/in 1 of 1 search for strangers\.$/);
    expect(others).toEqual([]);
  });
});
