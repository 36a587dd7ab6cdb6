import { QuenError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';
import { type InferenceSession, outputTensor } from '../core/tensor.ts';
import { flipHorizontally } from '../images/flip.ts';
import { toTensor } from '../images/to-tensor.ts';
import type { EmbedderCard } from '../networks/card.ts';
import { type Matrix, stackRows } from '../numerics/matrix.ts';
import { normalised, sum } from '../numerics/vector.ts';
import type { Embedder } from './embedder.ts';

/**
 * A backbone run by ONNX Runtime. The embedding is the sum of those of the crop and of its mirror image, as is usual for
 * face networks (ArcFace, Deng et al. 2019, section 4), scaled to unit length where the card says so.
 */
export class OnnxEmbedder implements Embedder {
  readonly #card: EmbedderCard;
  readonly #session: InferenceSession;
  /** The network's input, used again for every crop. */
  readonly #input: Float32Array;

  /** @param card what the network wants and gives @param session the network, loaded */
  constructor(card: EmbedderCard, session: InferenceSession) {
    this.#card = card;
    this.#session = session;
    this.#input = new Float32Array(3 * card.input.widthPx * card.input.heightPx);
  }

  get name(): string {
    return this.#card.name;
  }

  get dimension(): number {
    return this.#card.output.dimension;
  }

  get template(): string {
    return this.#card.template;
  }

  /** Throws `DIMENSION_MISMATCH` for a crop of another size, `NETWORK_UNRUNNABLE` for numbers that are not finite. */
  async embed(crop: RgbImage): Promise<Float32Array> {
    const plain = await this.#run(crop);
    const mirrored = await this.#run(flipHorizontally(crop));
    const both = sum([plain, mirrored]);
    return this.#card.normalisation === 'l2' ? normalised(both) : both.map((value) => value / 2);
  }

  /** One crop at a time, since batches gain nothing here. Throws what {@link embed} throws. */
  async embedEach(crops: readonly RgbImage[]): Promise<Matrix> {
    const rows: Float32Array[] = [];
    for (const crop of crops) {
      const given = await this.#run(crop);
      rows.push(this.#card.normalisation === 'l2' ? normalised(given) : given);
    }
    return stackRows(rows, this.dimension);
  }

  /** What the network gives for one crop, as it is. */
  async #run(crop: RgbImage): Promise<Float32Array> {
    this.#assertSize(crop);
    const [inputName = ''] = this.#session.inputNames;
    const outputs = await this.#session.run({ [inputName]: toTensor(crop, this.#card.input, this.#input) });
    const { data } = outputTensor(outputs, this.#card.output.name);
    if (data.length !== this.dimension || !data.every(Number.isFinite)) {
      const message = `${this.name} gave ${data.length} numbers where ${this.dimension} finite ones were due.`;
      throw new QuenError('NETWORK_UNRUNNABLE', message);
    }
    return data;
  }
  #assertSize(crop: RgbImage): void {
    const { widthPx, heightPx } = this.#card.input;
    if (crop.widthPx === widthPx && crop.heightPx === heightPx) return;
    const sizes = `${widthPx}x${heightPx}; this one has ${crop.widthPx}x${crop.heightPx}`;
    throw new QuenError('DIMENSION_MISMATCH', `Crops for ${this.name} have ${sizes} pixels.`);
  }
}
