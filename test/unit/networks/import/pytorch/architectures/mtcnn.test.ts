import { expect, test } from 'vitest';
import { buildMtcnn } from '../../../../../../src/networks/import/pytorch/architectures/mtcnn.ts';
import { declaredShape } from '../../../../../../src/networks/onnx/declared-shape.ts';
import { formulaWeights } from '../../../../../support/formula-weights.ts';

type Shapes = Readonly<Record<string, readonly number[]>>;

/** The weights of one network: its convolutions [kernel, from, to], its dense layer, its heads. */
function shapesOf(convolutions: readonly number[][], dense: Shapes, heads: Shapes): Shapes {
  const layers = convolutions.flatMap(([kernel, from, to], i) => [
    [`conv${i + 1}.weight`, [to, from, kernel, kernel]],
    [`conv${i + 1}.bias`, [to]],
    [`prelu${i + 1}.weight`, [to]],
  ]);
  const biases = Object.entries({ ...dense, ...heads }).map(([name, [to]]) => [`${name}.bias`, [to]]);
  const weights = Object.entries({ ...dense, ...heads }).map(([name, dims]) => [`${name}.weight`, dims]);
  const slopes = Object.entries(dense).map(([name, [to]]) => [
    `${name.replace('dense', 'prelu')}.weight`,
    [to],
  ]);
  return Object.fromEntries([...layers, ...weights, ...biases, ...slopes]) as Shapes;
}

const PNET = shapesOf(
  [
    [3, 3, 10],
    [3, 10, 16],
    [3, 16, 32],
  ],
  {},
  { conv4_1: [2, 32, 1, 1], conv4_2: [4, 32, 1, 1] },
);
const RNET = shapesOf(
  [
    [3, 3, 28],
    [3, 28, 48],
    [2, 48, 64],
  ],
  { dense4: [128, 576] },
  { dense5_1: [2, 128], dense5_2: [4, 128] },
);
const ONET = shapesOf(
  [
    [3, 3, 32],
    [3, 32, 64],
    [3, 64, 64],
    [2, 64, 128],
  ],
  { dense5: [256, 1152] },
  { dense6_1: [2, 256], dense6_2: [4, 256], dense6_3: [10, 256] },
);

const made = (changes: { pnet?: Shapes; rnet?: Shapes; onet?: Shapes } = {}) =>
  [
    { ...PNET, ...changes.pnet },
    { ...RNET, ...changes.rnet },
    { ...ONET, ...changes.onet },
  ].map(formulaWeights);

test('P-Net takes images of any size, R-Net and O-Net crops of theirs', () => {
  const inputs = buildMtcnn(made()).map(({ inputs: [image] }) => declaredShape(image));
  expect(inputs).toEqual([
    [undefined, 3, undefined, undefined],
    [undefined, 3, 24, 24],
    [undefined, 3, 48, 48],
  ]);
});

test('every weight is taken', () => {
  const sets = made();
  buildMtcnn(sets);
  expect(sets.flatMap(({ names }) => names)).toEqual([]);
});

test.each([
  ['a first network of more channels', { pnet: { 'conv1.weight': [12, 3, 3, 3] } }, 'conv1.weight'],
  ['slopes for other channels', { rnet: { 'prelu1.weight': [1] } }, 'prelu1.weight'],
  ['a dense layer for larger crops', { onet: { 'dense5.weight': [256, 2048] } }, 'dense5.weight'],
  ['landmarks of 68 points', { onet: { 'dense6_3.weight': [136, 256] } }, 'dense6_3.weight'],
])('%s is refused by name', (_, changes, name) => {
  expect(() => buildMtcnn(made(changes))).toThrow(
    expect.objectContaining({
      code: 'NETWORK_ARCHITECTURE_MISMATCH',
      message: expect.stringContaining(name),
    }),
  );
});

test('the networks in another order are refused', () => {
  expect(() => buildMtcnn(made().reverse())).toThrow(
    /conv1\.weight of shape \[32, 3, 3, 3\], not \[10, 3, 3, 3\]/,
  );
});

test('two networks are too few', () => {
  expect(() => buildMtcnn(made().slice(1))).toThrow(/three files.*the card has 2/);
});
