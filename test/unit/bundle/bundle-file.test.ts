import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../../src/bundle/bundle.ts';
import { decodeBundle, encodeBundle } from '../../../src/bundle/bundle-file.ts';
import { isQuenError } from '../../../src/core/errors.ts';
import { MADE_BUNDLE, MADE_GALLERY, withHead } from '../../support/made-bundle.ts';

const PREFIX_BYTES = 40;
const bundleFormat = expect.objectContaining({ code: 'BUNDLE_FORMAT' });

describe('the bytes of a bundle', () => {
  it('give back the bundle that was written', () => {
    expect(decodeBundle(encodeBundle(MADE_BUNDLE), 'people.quen')).toEqual(MADE_BUNDLE);
  });

  it('keep the name of a rejector, and are refused where one rejects without a name or a calibration', () => {
    const decision = { rejection: 'rejector', rejector: 'mean-cosine' } as const;
    const bundle = { ...MADE_BUNDLE, decision };
    expect(decodeBundle(encodeBundle(bundle), 'people.quen')).toEqual(bundle);
    const { nonMatedHead: _, ...uncalibrated } = bundle;
    for (const broken of [
      uncalibrated,
      { ...MADE_BUNDLE, decision: { rejection: 'rejector' } as const },
      { ...MADE_BUNDLE, decision: { rejection: 'head', rejector: 'mean-cosine' } as const },
    ])
      expect(() => encodeBundle(broken)).toThrow(bundleFormat);
  });

  it('give back arrays of any shape and any finite value, bit for bit', () => {
    const array = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }).chain((dims) =>
      fc
        .float32Array({
          minLength: size(dims),
          maxLength: size(dims),
          noNaN: true,
          noDefaultInfinity: true,
        })
        .map((data) => ({ data, dims })),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), array, { maxKeys: 4 }), (arrays) => {
        const bundle = withHead({ arrays: { ...arrays } });
        expect(decodeBundle(encodeBundle(bundle), 'people.quen')).toEqual(bundle);
      }),
    );
  });

  it('are refused at whatever byte they are cut off', () => {
    const bytes = encodeBundle(MADE_BUNDLE);
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeBundle(bytes.subarray(0, length), 'people.quen')).toThrow(bundleFormat);
  });

  it('lead to a bundle or a coded fault, whatever bytes are changed', () => {
    const bytes = encodeBundle(MADE_BUNDLE);
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(changes, (changed) => {
        const damaged = bytes.slice();
        for (const [place, value] of changed) damaged[place] = value;
        expect(['none', 'BUNDLE_FORMAT', 'BUNDLE_VERSION']).toContain(faultOf(damaged));
      }),
      { numRuns: 2000 },
    );
  });

  it('are never taken for a bundle when they are any others', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        expect(faultOf(noise)).toBe('BUNDLE_FORMAT');
        const begun = new Uint8Array(16 + noise.length);
        begun.set(encodeBundle(MADE_BUNDLE).subarray(0, 16));
        begun.set(noise, 16);
        expect(faultOf(begun)).toBe('BUNDLE_FORMAT');
      }),
    );
  });

  it('open as an older Quen wrote them, without searches for enrolled people', () => {
    const { matedHead: _, ...older } = MADE_BUNDLE;
    expect(decodeBundle(encodeBundle(older), 'people.quen')).toEqual(older);
  });

  it('of a newer format are told apart from damage, and the message says to update', () => {
    const bytes = encodeBundle(MADE_BUNDLE);
    bytes[8] = 2;
    expect(() => decodeBundle(bytes, 'people.quen')).toThrow(
      expect.objectContaining({ code: 'BUNDLE_VERSION', message: expect.stringMatching(/Update Quen/) }),
    );
  });

  it.each([
    ['[1e15,1e15]', 'sizes whose product is far above the file'],
    ['[1e308,1e308]', 'sizes whose product is no number'],
    ['[7,3]', 'one row too many'],
    ['[1,3]', 'one row too few'],
    ['[2,1.5]', 'a size that is no whole number'],
    ['[-2,-3]', 'sizes below zero'],
  ])('are refused with an array of shape %s: %s', (dims) => {
    expect(() => decodeBundle(withHeaderText('[2,3]', dims), 'people.quen')).toThrow(bundleFormat);
  });

  it('are refused with lists nested too deeply to be walked', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(() => decodeBundle(withHeaderText('[0.1,0.01]', deep), 'people.quen')).toThrow(bundleFormat);
  });

  it('are refused with a field that nobody knows', () => {
    const damaged = withHeaderText('"decision":{', '"decision":{"mood":1,');
    expect(() => decodeBundle(damaged, 'people.quen')).toThrow(bundleFormat);
  });

  it('are refused with two arrays of one name', () => {
    const damaged = withHeaderText('"directions"', '"10"');
    expect(() => decodeBundle(damaged, 'people.quen')).toThrow(/two arrays of one name/);
  });
});

describe('a bundle that contradicts itself is neither written', () => {
  const other = { ...MADE_BUNDLE.manifest.networks[1], sha256: 'c'.repeat(64) };
  const { nonMatedHead: _, ...uncalibrated } = MADE_BUNDLE;
  const cases: [string, Bundle, RegExp][] = [
    ['with a value that is not finite', withHead(oneArray([1, Number.NaN], [2])), /not finite/],
    ['with an array that does not fill its shape', withHead(oneArray([1, 2], [3])), /fill its shape/],
    ['with a head of other networks', withHead({ networks: ['another'] }), /takes embeddings of another/],
    ['with a head of another length', withHead({ dimension: 4 }), /takes 4 numbers/],
    ['with a head of other people', withHead({ columnCount: 4 }), /knows 4 people/],
    ['without calibration of heads that reject', uncalibrated, /no calibration/],
    ['with searches for other people', { ...MADE_BUNDLE, matedHead: [[]] }, /mated scores/],
    ['without heads', { ...MADE_BUNDLE, heads: [] }, /heads/],
    [
      'with a weight of nothing',
      { ...MADE_BUNDLE, heads: [{ ...MADE_BUNDLE.heads[0], weight: 0 }] },
      /weight/,
    ],
    [
      'with a calibration score that JSON cannot hold',
      { ...MADE_BUNDLE, nonMatedHead: { setOn: 'strangers', people: [[Number.NEGATIVE_INFINITY]] } },
      /nonMatedHead/,
    ],
    [
      'with an embedder of another hash than the gallery’s',
      {
        ...MADE_BUNDLE,
        manifest: { ...MADE_BUNDLE.manifest, networks: [MADE_BUNDLE.manifest.networks[0], other] },
      },
      /embedders are not those/,
    ],
    [
      'with a detector that the gallery did without',
      { ...MADE_BUNDLE, gallery: withoutDetector() },
      /detector is not that/,
    ],
  ];
  it.each(cases)('%s', (_what, bundle, says) => {
    expect(() => encodeBundle(bundle)).toThrow(says);
    expect(() => encodeBundle(bundle)).toThrow(bundleFormat);
  });
});

function size(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

function oneArray(values: readonly number[], dims: readonly number[]) {
  return { arrays: { values: { data: Float32Array.from(values), dims } } };
}

function withoutDetector() {
  const { detector: _, ...gallery } = MADE_GALLERY;
  return gallery;
}

function faultOf(bytes: Uint8Array): string {
  try {
    decodeBundle(bytes, 'people.quen');
    return 'none';
  } catch (cause) {
    return isQuenError(cause) ? cause.code : String(cause);
  }
}

/** The made bundle with a text of its header replaced, its lengths put right. */
function withHeaderText(text: string, replacement: string): Uint8Array {
  const bytes = Buffer.from(encodeBundle(MADE_BUNDLE));
  const length = Number(bytes.readBigUInt64LE(16));
  const header = bytes.toString('utf8', PREFIX_BYTES, PREFIX_BYTES + length);
  expect(header).toContain(text);
  const changed = Buffer.from(header.replace(text, replacement));
  const out = Buffer.concat([
    bytes.subarray(0, PREFIX_BYTES),
    changed,
    bytes.subarray(PREFIX_BYTES + length),
  ]);
  out.writeBigUInt64LE(BigInt(changed.length), 16);
  return out;
}
