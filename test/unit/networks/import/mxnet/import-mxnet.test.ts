import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OnnxEmbedder } from '../../../../../src/embedding/onnx-embedder.ts';
import { insightfaceY1 } from '../../../../../src/networks/cards/insightface.ts';
import { importMxnet } from '../../../../../src/networks/import/mxnet/import-mxnet.ts';
import type { WeightTensor } from '../../../../../src/networks/import/weight-set.ts';
import { encodeModel } from '../../../../../src/networks/onnx/model.ts';
import { prepareNetwork } from '../../../../../src/networks/prepare.ts';
import { dot } from '../../../../../src/numerics/vector.ts';
import { centreCrops } from '../../../../support/centre-crops.ts';
import { openSession } from '../../../../support/detector-networks.ts';
import { MadeSymbol, madeParams } from '../../../../support/made-mxnet.ts';
import { irResnetFiles } from '../../../../support/mxnet-ir-resnet.ts';
import { tensorOf } from '../../../../support/mxnet-operator.ts';
import { outputsOf } from '../../../../support/real-networks.ts';
import { hasShared, sharedPath } from '../../../../support/shared-photos.ts';

const ENDS = { input: 'data', output: 'fc1' };
const small = irResnetFiles({ units: [1, 1, 1, 1], widths: [1, 1, 2, 2, 2], dimension: 2 });

function files(symbol: Uint8Array, params: Uint8Array) {
  return [
    { name: 'model-symbol.json', bytes: symbol },
    { name: 'model-0000.params', bytes: params },
  ];
}

function mismatch(why: RegExp) {
  return expect.objectContaining({
    code: 'NETWORK_ARCHITECTURE_MISMATCH',
    message: expect.stringMatching(why),
  });
}

/** A network that ends in `fc1`, a matrix, with a head for training after it. */
function withHead(): { symbol: MadeSymbol; weights: Map<string, WeightTensor> } {
  const symbol = new MadeSymbol();
  const parts = ['weight', 'bias'];
  const layer = (name: string, x: number, width: number) =>
    symbol.layer('FullyConnected', name, x, { parts, attributes: { num_hidden: `${width}` } });
  const scores = layer('fc7', layer('fc1', symbol.variable('data'), 1), 3);
  symbol.node('SoftmaxOutput', 'softmax', [scores, symbol.variable('softmax_label')]);
  const weights = new Map([
    ['arg:fc1_weight', tensorOf([1, 2], [1, 10])],
    ['arg:fc1_bias', tensorOf([1], [0.5])],
    ['arg:fc7_weight', tensorOf([3, 1], [1, 2, 3])],
    ['arg:fc7_bias', tensorOf([3], [0, 0, 0])],
  ]);
  return { symbol, weights };
}

async function run(symbol: MadeSymbol, weights: Map<string, WeightTensor>, ends = ENDS) {
  const model = importMxnet(files(symbol.bytes(), madeParams(weights)), ends);
  return await outputsOf(encodeModel(model), tensorOf([1, 2, 1, 1], [3, 4]));
}

describe('what belongs to the network', () => {
  test('the two files may come in either order and under any name', () => {
    const both = files(small.symbol, small.params).map(({ bytes }, i) => ({ name: `file-${i}`, bytes }));
    expect(importMxnet(both.reverse(), ENDS)).toEqual(importMxnet(files(small.symbol, small.params), ENDS));
  });

  test.each([
    ['one file', [small.symbol]],
    ['two graphs', [small.symbol, small.symbol]],
    ['two lists of weights', [small.params, small.params]],
    ['three files', [small.symbol, small.params, small.params]],
  ])('%s is refused as damaged', (_, contents) => {
    const given = contents.map((bytes, i) => ({ name: `file-${i}`, bytes }));
    expect(() => importMxnet(given, ENDS)).toThrow(expect.objectContaining({ code: 'NETWORK_FILE_INVALID' }));
  });

  test('what comes after the output is left out, with its weights', async () => {
    const { symbol, weights } = withHead();
    const { fc1 } = await run(symbol, weights);
    expect([...fc1.data]).toEqual([43.5]);
  });

  test('a later output takes the head along and needs no labels', async () => {
    const { symbol, weights } = withHead();
    const { softmax } = await run(symbol, weights, { input: 'data', output: 'softmax' });
    expect(softmax.data).toHaveLength(3);
  });

  test('a weight that the graph does not have is refused by name', () => {
    const { symbol, weights } = withHead();
    weights.set('arg:fc8_weight', tensorOf([1], [1]));
    expect(() => importMxnet(files(symbol.bytes(), madeParams(weights)), ENDS)).toThrow(
      mismatch(/fc8_weight/),
    );
  });

  test('a weight that is missing is refused by name', () => {
    const { symbol, weights } = withHead();
    weights.delete('arg:fc1_bias');
    expect(() => importMxnet(files(symbol.bytes(), madeParams(weights)), ENDS)).toThrow(
      mismatch(/no weight fc1_bias/),
    );
  });

  test('a weight of another shape is refused with both shapes', () => {
    const { symbol, weights } = withHead();
    weights.set('arg:fc1_bias', tensorOf([2], [0, 0]));
    expect(() => importMxnet(files(symbol.bytes(), madeParams(weights)), ENDS)).toThrow(
      mismatch(/\[2\], not \[1\]/),
    );
  });

  test.each([
    ['an output that the graph does not have', { input: 'data', output: 'fc2' }, /no node fc2/],
    ['an input that the graph does not have', { input: 'image', output: 'fc1' }, /no weight data/],
  ])('%s is refused by name', (_, ends, why) => {
    const { symbol, weights } = withHead();
    expect(() => importMxnet(files(symbol.bytes(), madeParams(weights)), ends)).toThrow(mismatch(why));
  });

  test('an output that does not depend on the input is refused', () => {
    const symbol = new MadeSymbol();
    symbol.variable('data');
    symbol.node('Activation', 'fc1', [symbol.variable('w')], { act_type: 'relu' });
    const params = madeParams(new Map([['arg:w', tensorOf([1], [1])]]));
    expect(() => importMxnet(files(symbol.bytes(), params), ENDS)).toThrow(mismatch(/from an input data/));
  });
});

describe('names and old files', () => {
  test.each(['attr', 'param'] as const)('attributes filed under %s are read', async (key) => {
    const symbol = new MadeSymbol(key);
    symbol.node('_mul_scalar', 'fc1', [symbol.variable('data')], { scalar: '2' });
    expect([...(await run(symbol, new Map())).fc1.data]).toEqual([6, 8]);
  });

  test('moments that old files leave out of the graph are found by name', async () => {
    const symbol = new MadeSymbol('param');
    const parts = ['gamma', 'beta'];
    symbol.layer('BatchNorm', 'fc1', symbol.variable('data'), { parts, attributes: { eps: '0' } });
    const weights = new Map([
      ['arg:fc1_gamma', tensorOf([2], [9, 9])],
      ['arg:fc1_beta', tensorOf([2], [0, 1])],
      ['aux:fc1_moving_mean', tensorOf([2], [1, 0])],
      ['aux:fc1_moving_var', tensorOf([2], [1, 4])],
    ]);
    expect([...(await run(symbol, weights)).fc1.data]).toEqual([2, 3]);
  });

  test('a weight that two nodes share is taken for both', async () => {
    const symbol = new MadeSymbol();
    const shared = symbol.variable('w');
    const once = symbol.node('broadcast_mul', 'once', [symbol.variable('data'), shared]);
    symbol.node('broadcast_mul', 'fc1', [once, shared]);
    const weights = new Map([['arg:w', tensorOf([1, 1, 1, 1], [3])]]);
    expect([...(await run(symbol, weights)).fc1.data]).toEqual([27, 36]);
  });

  test('an output named as another value would be is still the output', async () => {
    const symbol = new MadeSymbol();
    let x = symbol.node('_plus_scalar', 'a', [symbol.variable('add_2')], { scalar: '1' });
    x = symbol.node('_plus_scalar', 'b', [x], { scalar: '1' });
    symbol.node('_plus_scalar', 'add_1', [x], { scalar: '1' });
    const outputs = await run(symbol, new Map(), { input: 'add_2', output: 'add_1' });
    expect([...outputs.add_1.data]).toEqual([6, 7]);
  });

  test('an output that is the input itself has its own name', async () => {
    const symbol = new MadeSymbol();
    symbol.node('Dropout', 'fc1', [symbol.variable('data')]);
    expect([...(await run(symbol, new Map())).fc1.data]).toEqual([3, 4]);
  });
});

describe('damaged files', () => {
  const text = new TextDecoder().decode(small.symbol);
  const bitFlips = (bytes: Uint8Array) =>
    fc.array(fc.nat(bytes.length * 8 - 1), { minLength: 1, maxLength: 4 }).map((bits) => {
      const changed = bytes.slice();
      for (const bit of bits) changed[bit >> 3] ^= 1 << (bit & 7);
      return changed;
    });
  const cuts = (bytes: Uint8Array) => fc.nat(bytes.length).map((length) => bytes.subarray(0, length));
  /** The graph with one number or word put where another was: still JSON, mostly. */
  const swaps = fc
    .record({
      at: fc.nat(text.length),
      word: fc.constantFrom(
        '0',
        '1',
        '2',
        '9999999',
        '-1',
        '""',
        '"None"',
        '"(0, 0)"',
        '"data"',
        'null',
        '[]',
      ),
    })
    .map(({ at, word }) => {
      const rest = text.slice(at).replace(/"[^"]*"|\d+/, word);
      return new TextEncoder().encode(text.slice(0, at) + rest);
    });
  const symbols = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.json().map((json) => new TextEncoder().encode(json)),
    bitFlips(small.symbol),
    cuts(small.symbol),
    swaps,
  );
  const params = fc.oneof(fc.uint8Array({ maxLength: 200 }), bitFlips(small.params), cuts(small.params));

  test('end in a model or in one of two faults, soon', { timeout: 120_000 }, () => {
    const pairs = fc.oneof(
      symbols.map((symbol) => files(symbol, small.params)),
      params.map((weights) => files(small.symbol, weights)),
      fc.tuple(symbols, params).map(([symbol, weights]) => files(symbol, weights)),
    );
    fc.assert(
      fc.property(pairs, (given) => {
        const startedMs = performance.now();
        try {
          encodeModel(importMxnet(given, ENDS));
        } catch (error) {
          expect(error).toMatchObject({ name: 'QuenError' });
          expect(['NETWORK_FILE_INVALID', 'NETWORK_ARCHITECTURE_MISMATCH']).toContain(
            (error as { code: string }).code,
          );
        }
        expect(performance.now() - startedMs).toBeLessThan(1000);
      }),
      { numRuns: 3000 },
    );
  });

  test('a graph that goes in circles is refused', () => {
    const node = (op: string, name: string, input: number) => ({ op, name, inputs: [[input, 0, 0]] });
    const symbol = JSON.stringify({ nodes: [node('identity', 'a', 1), node('identity', 'fc1', 0)] });
    expect(() => importMxnet(files(new TextEncoder().encode(symbol), small.params), ENDS)).toThrow(
      /node 0 works on node 1/,
    );
  });
});

describe.skipIf(!hasShared('models') || !hasShared('data'))('InsightFace y1', () => {
  const read = (name: string) => readFileSync(sharedPath(`models/insightface-y1/${name}`));

  test('is taken whole, with its normalisations folded away', () => {
    const { plain, rewritten } = prepareNetwork(insightfaceY1, [
      read('model-symbol.json'),
      read('model-0000.params'),
    ]);
    const countOf = (models: typeof plain, operator: string) =>
      models.flatMap(({ nodes }) => nodes).filter((node) => node.operator === operator).length;
    expect(countOf(plain, 'Conv')).toBe(49);
    expect(countOf(plain, 'BatchNormalization')).toBe(50);
    // The last one follows a matrix.
    expect(countOf(rewritten, 'BatchNormalization')).toBe(1);
  });

  test('tells faces apart and knows a crop that is darkened', { timeout: 120_000 }, async () => {
    const embedder = new OnnxEmbedder(insightfaceY1, await openSession(insightfaceY1));
    const crops = await centreCrops(8);
    for (const [i, crop] of crops.entries()) {
      const own = await embedder.embed(crop);
      const darker = await embedder.embed({ ...crop, pixels: crop.pixels.map((value) => value * 0.8) });
      const other = await embedder.embed(crops[(i + 1) % crops.length]);
      expect(dot(own, darker)).toBeGreaterThan(0.9);
      expect(dot(own, other)).toBeLessThan(0.5);
    }
  });
});
