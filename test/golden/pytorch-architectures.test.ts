import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../src/networks/catalogue.ts';
import { PYTORCH_BUILDERS } from '../../src/networks/import/pytorch/architectures.ts';
import { importPytorch } from '../../src/networks/import/pytorch/import-pytorch.ts';
import { encodeModel, type OnnxModel } from '../../src/networks/onnx/model.ts';
import { foldBatchNorm } from '../../src/networks/rewrite/fold-batch-norm.ts';
import { splitPRelu } from '../../src/networks/rewrite/split-prelu.ts';
import type { PytorchArchitecture } from '../../src/networks/weights.ts';
import { formulaNoise, formulaWeights } from '../support/formula-weights.ts';
import { outputsOf } from '../support/real-networks.ts';
import { hasShared, sharedPath } from '../support/shared-photos.ts';

type Rows = readonly (readonly number[])[];

interface Golden {
  readonly vggface2: Readonly<
    Record<string, { readonly shapes: Record<string, number[]>; readonly outputs: Rows }>
  >;
  readonly real: Readonly<
    Record<
      string,
      { readonly low: number; readonly high: number; readonly side: number; readonly outputs: Rows }
    >
  >;
}

const golden = JSON.parse(
  readFileSync(new URL('pytorch-architectures.json', import.meta.url), 'utf8'),
) as Golden;
const vggface2 = (variant: string): PytorchArchitecture =>
  variant.startsWith('senet') ? 'vggface2-senet50' : 'vggface2-resnet50';
const pixels = { low: -120, high: 120, side: 224 };

describe.each(['as built', 'as rewritten'])('%s,', (form) => {
  const final = (model: OnnxModel) => (form === 'as built' ? model : splitPRelu(foldBatchNorm(model)));

  test.each(Object.entries(golden.vggface2))(
    'VGGFace2 %s of few channels gives the numbers of PyTorch',
    async (variant, { shapes, outputs }) => {
      const weights = formulaWeights(shapes);
      const [model] = PYTORCH_BUILDERS[vggface2(variant)]([weights]);
      weights.assertAllTaken();
      await expectRows(final(model), outputs, pixels);
    },
  );

  test.skipIf(!hasShared('models')).each(Object.entries(golden.real))(
    '%s with its published weights gives the numbers of PyTorch',
    async (name, { outputs, ...input }) => {
      const weights = CATALOGUE.find((card) => card.name === name)?.weights;
      if (weights?.format !== 'pytorch') throw new Error(`${name} is no network of PyTorch.`);
      const files = weights.files.map(({ sources }) => {
        const path = sources.map((source) => ('path' in source ? source.path : ''))[0];
        return { name, bytes: new Uint8Array(readFileSync(sharedPath(`models/${path}`))) };
      });
      const [model] = importPytorch(files, weights.architecture);
      await expectRows(final(model), outputs, input);
    },
  );
});

// What `pytorch-architectures.py --full FOLDER` wrote; 270 MB, so only on request.
const folder = process.env.QUEN_FULL_WIDTH;
const written = folder === undefined ? [] : ['resnet50_128', 'senet50_ft'];

test.each(written)('VGGFace2 %s at full width gives the numbers of PyTorch', async (name) => {
  const read = (ending: string) => readFileSync(join(folder ?? '', `${name}.${ending}`));
  const [model] = importPytorch([{ name, bytes: new Uint8Array(read('pth')) }], vggface2(name));
  const outputs = JSON.parse(read('json').toString()) as Rows;
  await expectRows(model, outputs, pixels);
  await expectRows(foldBatchNorm(model), outputs, pixels);
});

async function expectRows(
  model: OnnxModel,
  rows: Rows,
  { low, high, side }: { readonly low: number; readonly high: number; readonly side: number },
): Promise<void> {
  const dims = [rows.length, 3, side, side];
  const noise = formulaNoise(
    'input',
    dims.reduce((product, dim) => product * dim, 1),
  );
  const data = Float32Array.from(noise, (value) => low + ((high - low) * (value + 1)) / 2);
  const [output] = Object.values(await outputsOf(encodeModel(model), { data, dims }));
  expect(output.dims).toEqual([rows.length, rows[0].length]);
  for (const [i, row] of rows.entries())
    expectClose(output.data.subarray(i * row.length, (i + 1) * row.length), row);
}

function expectClose(given: Float32Array, wanted: readonly number[]): void {
  const dot = (one: ArrayLike<number>, other: ArrayLike<number>) =>
    Array.from(one).reduce((sum, value, i) => sum + value * other[i], 0);
  const cosine = dot(given, wanted) / Math.sqrt(dot(given, given) * dot(wanted, wanted));
  const differences = wanted.map((value, i) => Math.abs(value - given[i]));
  const largest = Math.max(...wanted.map(Math.abs));
  expect(cosine).toBeGreaterThanOrEqual(0.99999);
  expect(Math.max(...differences) / largest).toBeLessThanOrEqual(1e-4);
}
