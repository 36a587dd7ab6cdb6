import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createSession } from '../../src/adapters/onnx/session.ts';
import type { Tensor } from '../../src/core/tensor.ts';
import { buildFan } from '../../src/networks/import/pytorch/architectures/fan.ts';
import { buildS3fd } from '../../src/networks/import/pytorch/architectures/s3fd.ts';
import { importPytorch } from '../../src/networks/import/pytorch/import-pytorch.ts';
import { encodeModel, type OnnxModel } from '../../src/networks/onnx/model.ts';
import { foldBatchNorm } from '../../src/networks/rewrite/fold-batch-norm.ts';
import { splitPRelu } from '../../src/networks/rewrite/split-prelu.ts';
import { formulaNoise, formulaWeights } from '../support/formula-weights.ts';
import { hasShared, sharedPath } from '../support/shared-photos.ts';

interface Output {
  readonly dims: readonly number[];
  /** Every how many values one is kept. */
  readonly step: number;
  readonly largest: number;
  readonly values: readonly number[];
}

interface Golden {
  readonly name: string;
  readonly input: readonly number[];
  readonly reach?: number;
  readonly weights?: Readonly<Record<string, readonly number[]>>;
  readonly outputs: Readonly<Record<string, Output>>;
}

const golden = JSON.parse(
  readFileSync(new URL('detector-architectures.json', import.meta.url), 'utf8'),
) as Readonly<Record<'mtcnn' | 'narrow', readonly Golden[]>>;

const BUILDERS = { s3fd: buildS3fd, fan: buildFan };

describe.each(['as built', 'as rewritten'])('%s,', (form) => {
  const final = (model: OnnxModel) => (form === 'as built' ? model : splitPRelu(foldBatchNorm(model)));

  test.each(golden.narrow)('$name of few channels gives the numbers of PyTorch', async (one) => {
    const weights = formulaWeights(one.weights ?? {});
    const model = BUILDERS[one.name as keyof typeof BUILDERS](weights);
    weights.assertAllTaken();
    await expectGolden(final(model), one);
  });

  test.skipIf(!hasShared('models/mtcnn'))(
    'MTCNN with its published weights gives the numbers of PyTorch',
    async () => {
      const files = golden.mtcnn.map(({ name }) => ({
        name,
        bytes: new Uint8Array(readFileSync(sharedPath(`models/mtcnn/${name}.pt`))),
      }));
      const models = importPytorch(files, 'mtcnn');
      expect(models).toHaveLength(3);
      for (const [place, one] of golden.mtcnn.entries()) await expectGolden(final(models[place]), one);
    },
  );
});

async function expectGolden(model: OnnxModel, { name, input, reach = 1, outputs }: Golden): Promise<void> {
  const count = input.reduce((product, dim) => product * dim, 1);
  const image = { data: Float32Array.from(formulaNoise(name, count), (value) => reach * value), dims: input };
  const session = await createSession(encodeModel(model), { threads: 1 });
  try {
    expect([...session.outputNames].sort()).toEqual(Object.keys(outputs).sort());
    const given = await session.run({ image });
    for (const [output, wanted] of Object.entries(outputs)) expectClose(given[output], wanted);
  } finally {
    await session.release();
  }
}

function expectClose({ data, dims }: Tensor, wanted: Output): void {
  expect([...dims]).toEqual(wanted.dims);
  const given = data.filter((_, i) => i % wanted.step === 0);
  const dot = (one: ArrayLike<number>, other: ArrayLike<number>) =>
    Array.from(one).reduce((sum, value, i) => sum + value * other[i], 0);
  const lengths = Math.sqrt(dot(given, given) * dot(wanted.values, wanted.values));
  expect(dot(given, wanted.values) / lengths).toBeGreaterThanOrEqual(0.99999);
  const differences = wanted.values.map((value, i) => Math.abs(value - given[i]));
  expect(Math.max(...differences) / wanted.largest).toBeLessThanOrEqual(1e-4);
}
