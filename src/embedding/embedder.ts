import type { RgbImage } from '../core/image.ts';
import type { Matrix } from '../numerics/matrix.ts';

/** A backbone: turns one aligned crop into an embedding. */
export interface Embedder {
  /** Name of the card. */
  readonly name: string;
  /** Length of an embedding. */
  readonly dimension: number;
  /** Size of the crops it takes, as in `alignment/templates.ts`. */
  readonly template: string;
  /** @param crop aligned to the template @returns shape [dimension], of unit length where the card says so */
  embed(crop: RgbImage): Promise<Float32Array>;
  /**
   * One pass for each crop, without its mirror image.
   * @param crops aligned to the template, N of them @returns shape [N, dimension], rows of unit length where the card says so
   */
  embedEach(crops: readonly RgbImage[]): Promise<Matrix>;
}
