import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildS3fdFan } from '../../../../../../src/networks/import/pytorch/architectures/s3fd-fan.ts';
import { declaredShape } from '../../../../../../src/networks/onnx/declared-shape.ts';
import { formulaWeights } from '../../../../../support/formula-weights.ts';

type Shapes = Readonly<Record<string, readonly number[]>>;

const golden = JSON.parse(
  readFileSync(new URL('../../../../../golden/detector-architectures.json', import.meta.url), 'utf8'),
) as { readonly narrow: readonly { readonly weights: Shapes }[] };
const [S3FD, FAN] = golden.narrow.map(({ weights }) => weights);

/** Sets of narrow weights, changed; an empty shape drops a weight. */
const made = (changes: { readonly s3fd?: Shapes; readonly fan?: Shapes } = {}) =>
  [
    { ...S3FD, ...changes.s3fd },
    { ...FAN, ...changes.fan },
  ].map((shapes) =>
    formulaWeights(Object.fromEntries(Object.entries(shapes).filter(([name]) => !isDropped(name, changes)))),
  );

function isDropped(name: string, { s3fd, fan }: { readonly s3fd?: Shapes; readonly fan?: Shapes }): boolean {
  return [s3fd?.[name], fan?.[name]].some((dims) => dims?.length === 0);
}

const faultOf = (changes: Parameters<typeof made>[0]) => {
  try {
    const sets = made(changes);
    buildS3fdFan(sets);
    for (const set of sets) set.assertAllTaken();
  } catch (cause) {
    expect(cause).toMatchObject({ code: 'NETWORK_ARCHITECTURE_MISMATCH' });
    return (cause as Error).message;
  }
  return 'accepted';
};

describe('buildS3fdFan', () => {
  test('S3FD takes images of any size, FAN crops of 256x256', () => {
    const [s3fd, fan] = buildS3fdFan(made());
    expect(declaredShape(s3fd.inputs[0])).toEqual([undefined, 3, undefined, undefined]);
    expect(declaredShape(fan.inputs[0])).toEqual([undefined, 3, 256, 256]);
    expect(s3fd.outputs.map(({ name }) => name)).toEqual(
      [4, 8, 16, 32, 64, 128].flatMap((stride) => [`classes_${stride}`, `boxes_${stride}`]),
    );
    expect(fan.outputs.map(({ name }) => name)).toEqual(['heatmaps']);
  });

  test('every weight is taken', () => {
    expect(faultOf({})).toBe('accepted');
  });

  test.each([
    ['no max-out of the background', { s3fd: { 'conv3_3_norm_mbox_conf.weight': [2, 16, 3, 3] } }],
    ['a layer of other channels', { s3fd: { 'conv4_2.weight': [32, 16, 3, 3] } }],
    ['factors for other channels', { s3fd: { 'conv5_3_norm.weight': [16] } }],
    ['no coarse layer', { s3fd: { 'conv7_2.weight': [] } }],
    ['98 landmarks', { fan: { 'l1.weight': [98, 16, 1, 1] } }],
    ['a block of other channels', { fan: { 'm0.b2_plus_1.conv2.weight': [8, 8, 3, 3] } }],
    ['no second hourglass', { fan: { 'm1.b3_4.conv1.weight': [] } }],
    ['what no hourglass has', { fan: { 'm1.b1_5.conv1.weight': [8, 16, 3, 3] } }],
  ])('a network with %s is refused by the name of the weight', (_, changes) => {
    const [name] = Object.values(changes).flatMap(Object.keys);
    expect(faultOf(changes)).toContain(name);
  });

  test('files in another order are refused', () => {
    expect(() => buildS3fdFan(made().reverse())).toThrow(/has no weight conv1_1\.weight/);
  });

  test('one file is too few', () => {
    expect(() => buildS3fdFan(made().slice(1))).toThrow(/two files; the card has 1/);
  });
});
