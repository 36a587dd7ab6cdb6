import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { QuenError } from '../../../src/core/errors.ts';
import { UPRIGHT_FIVE_POINTS } from '../../../src/core/five-points.ts';
import type { ExtractedPhoto } from '../../../src/core/photo.ts';
import { type AttributeSources, sliceAttributes } from '../../../src/toolkit/slice-attributes.ts';
import { noiseImage } from '../../support/images.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A table whose photos all have one large face, but the last, which has none. */
function sources(table: string): AttributeSources {
  const path = join(temporaryFolder(), 'test.csv');
  writeFileSync(path, table);
  const names = table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0] ?? '');
  const face = {
    box: { xPx: 0, yPx: 0, widthPx: 90, heightPx: 100 },
    landmarks: UPRIGHT_FIVE_POINTS,
    score: 0.9,
    embeddings: [],
  };
  const probes = names.map((name, i): ExtractedPhoto => {
    const size = { widthPx: 112, heightPx: 112 };
    const extraction =
      i === names.length - 1
        ? ({ kind: 'no-face', ...size } as const)
        : ({ kind: 'faces', rung: 'normal', faces: [face], ...size } as const);
    return { photo: { path: name, name }, sha256: name, extraction };
  });
  const measuring = {
    concurrency: 1,
    read: async ({ name }: { name: string }) => ({ bytes: new Uint8Array(1), sha256: name }),
    decode: async () => ({ image: noiseImage(112, 112, 1), widthPx: 112, heightPx: 112 }),
    measures: { get: () => undefined, set: () => undefined },
  };
  return { table: path, probes, extraction: { measuring } as never, control: {} };
}

const TABLE = 'image,label,Place,age\na.jpg,Anna,indoor,30\nb.jpg,Bert,,41\nc.jpg,Cora,outdoor,\n';

describe('sliceAttributes', () => {
  it('takes words and numbers from columns of the table, and nothing from empty cells', async () => {
    const attributes = await sliceAttributes(['place', 'age'], sources(TABLE));
    expect(Object.fromEntries(attributes)).toEqual({
      'a.jpg': { place: 'indoor', age: 30 },
      'b.jpg': { age: 41 },
      'c.jpg': { place: 'outdoor' },
    });
  });

  it('takes a column with one word among numbers as words', async () => {
    const attributes = await sliceAttributes(['age'], sources('image,age\na.jpg,30\nb.jpg,old\n'));
    expect(attributes.get('a.jpg')).toEqual({ age: '30' });
  });

  it('measures the face that counts, and nothing where there is none', async () => {
    const attributes = await sliceAttributes(['face-size', 'pose', 'quality'], sources(TABLE));
    expect(attributes.get('a.jpg')).toMatchObject({ 'face-size': 90 });
    expect(Object.keys(attributes.get('b.jpg') ?? {})).toEqual(['face-size', 'pose', 'quality']);
    expect(attributes.has('c.jpg')).toBe(false);
  });

  it('prefers a column to a measure of the same name', async () => {
    const attributes = await sliceAttributes(['quality'], sources('image,quality\na.jpg,good\nb.jpg,bad\n'));
    expect(attributes.get('a.jpg')).toEqual({ quality: 'good' });
  });

  it('takes everything for all', async () => {
    const attributes = await sliceAttributes(['all'], sources(TABLE));
    expect(Object.keys(attributes.get('a.jpg') ?? {}).sort()).toEqual(
      ['age', 'blur', 'brightness', 'face-size', 'place', 'pose', 'quality'].sort(),
    );
  });

  it('names what there is to slice by where a name is neither', async () => {
    const fault = await sliceAttributes(['hair'], sources(TABLE)).catch((cause: unknown) => cause);
    expect(fault).toBeInstanceOf(QuenError);
    expect(fault).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('place, age, photos-per-person'),
    });
  });
});
