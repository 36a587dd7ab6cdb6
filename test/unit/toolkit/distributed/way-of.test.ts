import { describe, expect, it } from 'vitest';
import type { FaceWork, ViewSettings } from '../../../../src/core/ports.ts';
import { waySchema } from '../../../../src/jobs/way.ts';
import { queueOf, stampOf, wantsOf, wayOf } from '../../../../src/toolkit/distributed/way-of.ts';
import { extractionOptionsSchema } from '../../../../src/toolkit/extraction-options.ts';
import { madeCard } from '../../../support/made-card.ts';

const CARD = madeCard(new Uint8Array(1), []);
const EXTRACTION = {
  detector: undefined,
  embedders: [CARD],
  caches: {
    decides: 'abc',
    decidesMeasures: 'measures',
    decidesViews: ({ viewCount, seed }: ViewSettings) => `abc-${viewCount}-${seed}`,
  } as never,
};
const OPTIONS = extractionOptionsSchema.parse({ aligned: true, threads: 3 });

describe('wayOf', () => {
  it('survives the way through JSON that it goes to workers', () => {
    const views = { kind: 'views', viewCount: 3, seed: 1 } as const;
    for (const wants of [undefined, views, { kind: 'measures' }] satisfies (FaceWork | undefined)[]) {
      const way = wayOf(EXTRACTION, OPTIONS, { store: 'mark', wants });
      expect(waySchema.parse(JSON.parse(JSON.stringify(way)))).toEqual(way);
      expect(wantsOf(way)).toEqual(wants);
    }
  });

  it('hangs on neither the number of threads nor where the queue is', () => {
    const distributed = { database: 'd', store: 's', photosPerShard: 5 };
    const names = [OPTIONS, { ...OPTIONS, threads: 9 }, { ...OPTIONS, distributed }].map((options) =>
      queueOf(wayOf(EXTRACTION, options, { store: 'mark' })),
    );
    expect(new Set(names).size).toBe(1);
  });

  it('is another for another store, for options that decide, and for views', () => {
    const names = [
      wayOf(EXTRACTION, OPTIONS, { store: 'mark' }),
      wayOf(EXTRACTION, OPTIONS, { store: 'other' }),
      wayOf(EXTRACTION, { ...OPTIONS, maxBytes: 5 }, { store: 'mark' }),
      wayOf(EXTRACTION, OPTIONS, { store: 'mark', wants: { kind: 'views', viewCount: 3, seed: 1 } }),
      wayOf(EXTRACTION, OPTIONS, { store: 'mark', wants: { kind: 'views', viewCount: 4, seed: 1 } }),
      wayOf(EXTRACTION, OPTIONS, { store: 'mark', wants: { kind: 'views', viewCount: 3, seed: 2 } }),
      wayOf(EXTRACTION, OPTIONS, { store: 'mark', wants: { kind: 'measures' } }),
    ].map(queueOf);
    expect(new Set(names).size).toBe(7);
    expect(names[0]).toMatch(/^extract-[0-9a-f]{24}$/);
  });
});

describe('stampOf', () => {
  it('names the embedders with the length of their embeddings', () => {
    expect(stampOf(EXTRACTION)).toMatchObject({
      decides: 'abc',
      networks: [{ name: CARD.name, dimension: CARD.output.dimension }],
    });
    expect(stampOf(EXTRACTION, { kind: 'views', viewCount: 3, seed: 1 }).decides).toBe('abc-3-1');
  });
});
