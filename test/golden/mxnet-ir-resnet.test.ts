import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { insightfaceR100Ii } from '../../src/networks/cards/insightface.ts';
import { encodeModel } from '../../src/networks/onnx/model.ts';
import { prepareNetwork } from '../../src/networks/prepare.ts';
import { dot, normalised } from '../../src/numerics/vector.ts';
import { madeNumbers } from '../support/made-numbers.ts';
import { irResnetFiles } from '../support/mxnet-ir-resnet.ts';
import { outputsOf } from '../support/real-networks.ts';

interface Golden {
  readonly widths: number[];
  readonly dimension: number;
  readonly cases: readonly {
    readonly name: string;
    readonly units: number[];
    readonly embeddings: number[][];
  }[];
}

const golden = JSON.parse(readFileSync(new URL('mxnet-ir-resnet.json', import.meta.url), 'utf8')) as Golden;
const crops = {
  data: madeNumbers('crops', 2 * 3 * 112 * 112, [0, 256]).map(Math.floor),
  dims: [2, 3, 112, 112],
};

test.each(golden.cases.map((one) => [one.name, one] as const))(
  '%s in small, imported from MXNet, agrees with PyTorch as imported and as rewritten',
  async (_, { units, embeddings }) => {
    const { symbol, params } = irResnetFiles({ ...golden, units });
    const { plain, rewritten } = prepareNetwork(insightfaceR100Ii, [symbol, params]);
    for (const model of [...plain, ...rewritten]) {
      const { fc1 } = await outputsOf(encodeModel(model), crops);
      for (const [row, expected] of embeddings.entries())
        expectSame(fc1.data.subarray(row * golden.dimension, (row + 1) * golden.dimension), expected);
    }
  },
);

/** Cosine of at least 0.99999, and no number off by more than 1e-4 of the largest. */
function expectSame(found: Float32Array, expected: readonly number[]): void {
  expect(dot(normalised(found), normalised(Float32Array.from(expected)))).toBeGreaterThan(0.99999);
  const largest = Math.max(...expected.map(Math.abs));
  const errors = expected.map((value, i) => Math.abs(value - found[i]) / largest);
  expect(Math.max(...errors)).toBeLessThan(1e-4);
}
