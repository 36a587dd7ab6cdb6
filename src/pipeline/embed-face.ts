import { isQuenError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';
import type { NetworkFailure } from '../core/photo.ts';
import type { Embedder } from '../embedding/embedder.ts';
import { squaredLength } from '../numerics/vector.ts';

/** What one network gave for one face; zeros beside a failure. */
export interface EmbeddedOrFailed {
  /** Shape [dimension of the embedder]. */
  readonly embedding: Float32Array;
  readonly failure?: NetworkFailure;
}

/**
 * The embedding of a crop. A network that throws, or gives numbers that are not finite or all zero, fails on this face alone: other
 * networks may still know it. Throws `ABORTED` alone.
 */
export async function embedFace(embedder: Embedder, crop: RgbImage): Promise<EmbeddedOrFailed> {
  try {
    const embedding = await embedder.embed(crop);
    const squared = squaredLength(embedding);
    if (squared > 0 && Number.isFinite(squared)) return { embedding };
    return failed(embedder, `${embedder.name} gave numbers without a finite length above 0.`);
  } catch (cause) {
    if (isQuenError(cause, 'ABORTED')) throw cause;
    return failed(embedder, cause instanceof Error ? cause.message : String(cause));
  }
}

function failed({ name, dimension }: Embedder, reason: string): EmbeddedOrFailed {
  const failure = { network: name, code: 'NETWORK_UNRUNNABLE', reason } as const;
  return { embedding: new Float32Array(dimension), failure };
}
