import { QuenError } from '../core/errors.ts';
import { type InferenceSession, outputTensor } from '../core/tensor.ts';
import type { RestorerCard } from '../networks/card.ts';
import type { PlaneSize } from '../numerics/plane.ts';

/** A restorer's network, and how much it is due to give. */
export interface RestorerRun {
  readonly card: RestorerCard;
  readonly session: InferenceSession;
  /** Size of the plane that is fed. */
  readonly size: PlaneSize;
  /** Values due for each value fed. */
  readonly valuesPerPixel: number;
}

/**
 * What a restorer's network makes of a plane of lightness. Throws `NETWORK_UNRUNNABLE` for another number of values than is
 * due, or values that are not finite.
 * @param lightness shape [size.heightPx, size.widthPx], in the units of the card
 */
export async function restoredPlanes(
  lightness: Float32Array,
  { card, session, size, valuesPerPixel }: RestorerRun,
): Promise<Float32Array> {
  const { layout, mean, scale } = card.input;
  const { widthPx, heightPx } = size;
  const dims = layout === 'NCHW' ? [1, 1, heightPx, widthPx] : [1, heightPx, widthPx, 1];
  const fed = { data: lightness.map((value) => (value - mean[0]) / scale[0]), dims };
  const [inputName = ''] = session.inputNames;
  const { data } = outputTensor(await session.run({ [inputName]: fed }), card.output.name);
  const dueCount = lightness.length * valuesPerPixel;
  if (data.length === dueCount && data.every(Number.isFinite)) return data;
  const message = `${card.name} gave ${data.length} numbers where ${dueCount} finite ones were due.`;
  throw new QuenError('NETWORK_UNRUNNABLE', message);
}
