import { QuenError } from '../../core/errors.ts';
import type { Tensor } from '../../core/tensor.ts';
import type { NetworkCard } from '../../networks/card.ts';
import { declaredShape, fedInputs } from '../../networks/onnx/declared-shape.ts';
import { encodeModel, type OnnxModel } from '../../networks/onnx/model.ts';
import { seededRandom } from '../../numerics/random.ts';
import { createSession } from './session.ts';

/** Largest difference over the largest value of an output. */
const TOLERANCE = 1e-4;
const PIXEL_MAX = 255;

/**
 * Runs a graph before and after its rewriting on the same seeded noise. Throws `NETWORK_SELF_TEST` where an output
 * differs by more than float32 rounding or is not finite.
 * @param prepared the bytes of the rewritten graph
 */
export async function testPreparedGraph(
  card: NetworkCard,
  original: OnnxModel,
  prepared: Uint8Array,
): Promise<void> {
  const feeds = noiseFor(card, original);
  const expected = await outputsOf(encodeModel(original), feeds);
  const given = await outputsOf(prepared, feeds);
  for (const [name, { data }] of Object.entries(expected)) {
    const difference = largestDifference(data, given[name]?.data);
    if (difference <= TOLERANCE) continue;
    const message = `The graph prepared for ${card.name} is not the original: its output ${name} differs by ${difference} of its largest value. Nothing was kept; please report it.`;
    throw new QuenError('NETWORK_SELF_TEST', message);
  }
}

async function outputsOf(
  network: Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Readonly<Record<string, Tensor>>> {
  const session = await createSession(network, { threads: 1 });
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}

/** Pixels at random, brought to the range that the card says. */
function noiseFor({ input }: NetworkCard, model: OnnxModel): Record<string, Tensor> {
  const random = seededRandom(1);
  const { widthPx, heightPx } = input;
  const channelCount = input.mean.length;
  const sides =
    input.layout === 'NCHW' ? [1, channelCount, heightPx, widthPx] : [1, heightPx, widthPx, channelCount];
  const feeds = fedInputs(model).map((value) => {
    const dims = declaredShape(value).map((dim, axis) => dim ?? sides[axis] ?? 1);
    const length = dims.reduce((product, dim) => product * dim, 1);
    const pixel = (): number => (PIXEL_MAX * random() - input.mean[0]) / input.scale[0];
    return [value.name, { data: Float32Array.from({ length }, pixel), dims }] as const;
  });
  return Object.fromEntries(feeds);
}

/** Over the largest expected value; infinite for values that are missing or not finite. */
function largestDifference(expected: Float32Array, given: Float32Array | undefined): number {
  if (given?.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const [wanted, value] = [expected[i] as number, given[i] as number];
    if (!Number.isFinite(value)) return Number.POSITIVE_INFINITY;
    difference = Math.max(difference, Math.abs(value - wanted));
    largest = Math.max(largest, Math.abs(wanted));
  }
  return largest === 0 ? difference : difference / largest;
}
