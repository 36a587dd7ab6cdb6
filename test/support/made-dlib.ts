/** Writes what dlib's `serialize` writes. */
export class MadeDlib {
  readonly #bytes: number[] = [];

  /** The file so far. */
  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  integers(...values: readonly number[]): this {
    for (const value of values) {
      const digits: number[] = [];
      for (let rest = Math.abs(value); rest > 0 || digits.length === 0; rest = Math.floor(rest / 256))
        digits.push(rest % 256);
      this.#bytes.push(digits.length | (value < 0 ? 0x80 : 0), ...digits);
    }
    return this;
  }

  /** Mantissa and exponent, the mantissa whole. */
  floats(...values: readonly number[]): this {
    for (const value of values) {
      let [mantissa, exponent] = [value, 0];
      for (; !Number.isInteger(mantissa); exponent--) mantissa *= 2;
      this.integers(mantissa, exponent);
    }
    return this;
  }

  text(text: string): this {
    this.integers(text.length);
    this.#bytes.push(...new TextEncoder().encode(text));
    return this;
  }

  raw(...bytes: readonly number[]): this {
    this.#bytes.push(...bytes);
    return this;
  }

  tensor(dims: readonly number[], values: readonly number[]): this {
    this.integers(2, ...dims);
    this.#bytes.push(...new Uint8Array(Float32Array.from(values).buffer));
    return this;
  }

  /** What follows the contents of every layer: flags and what training keeps. */
  end(): this {
    this.raw(...new TextEncoder().encode('110'));
    for (let i = 0; i < 3; i++) this.tensor([0, 0, 0, 0], []);
    return this;
  }

  convolution(out: number, inChannels: number, side: number): this {
    const count = out * inChannels * side * side + out;
    const values = Array.from({ length: count }, (_, i) => i / 8);
    this.text('con_4').tensor([count, 1, 1, 1], values);
    this.integers(out, side, side, 1, 1, 0, 0, 1, out, inChannels, side, side, 1, 1, out, 1, 1);
    return this.floats(1, 1, 1, 0).end();
  }

  affine(channels: number): this {
    const values = Array.from({ length: 2 * channels }, (_, i) => i);
    this.text('affine_').tensor([2 * channels, 1, 1, 1], values);
    return this.integers(1, 1, channels, 1, 1, 1, 1, channels, 1, 1, 0).end();
  }
}

/** A network of two convolutions, one with its affine layer, a tag, a pool, a sum and a projection. */
export function madeDlibNetwork(): Uint8Array {
  const file = new MadeDlib().integers(1).text('loss_metric_2').floats(0.0390625, 0.625);
  // Projection, average, sum, convolution, tag, activation, affine layer.
  file.integers(2, 2, 2, 2, 1, 2, 2, 3);
  file.text('input_rgb_image_sized').floats(122.75, 117, 104.25).integers(6, 5);
  file.convolution(2, 3, 3).integers(1).affine(2).text('relu_').end().convolution(2, 2, 1);
  file.text('add_prev_').end().text('avg_pool_2').integers(0, 0, 1, 1, 0, 0).end();
  file.text('fc_2').integers(4, 2).tensor([2, 4, 1, 1], [1, 2, 3, 4, 5, 6, 7, 8]);
  return file.integers(1, 2, 4, 1, 1, 1, 0, 0, 0, 0, 1).floats(1, 1, 1, 0).end().bytes;
}
