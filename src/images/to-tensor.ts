import { QuenError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';
import type { Tensor } from '../core/tensor.ts';

type PerChannel = readonly [number, number, number];

/** How a network wants its pixels, as its card says. Value fed = (pixel - mean) / scale, channels in `colourOrder`. */
export interface TensorFormat {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly layout: 'NCHW' | 'NHWC';
  readonly colourOrder: 'RGB' | 'BGR';
  readonly mean: PerChannel;
  readonly scale: PerChannel;
}

/**
 * An image as network input, shape [1, 3, heightPx, widthPx] or [1, heightPx, widthPx, 3]. A smaller image lies at the
 * top left and the rest is black. Throws `DIMENSION_MISMATCH` for a larger one.
 * @param out memory to reuse, of exactly the tensor's length; what it held is lost
 */
export function toTensor(image: RgbImage, format: TensorFormat, out?: Float32Array): Tensor {
  const { widthPx, heightPx, layout } = format;
  const length = widthPx * heightPx * 3;
  const data = out ?? new Float32Array(length);
  if (image.widthPx > widthPx || image.heightPx > heightPx || data.length !== length) {
    throw new QuenError(
      'DIMENSION_MISMATCH',
      `An image of ${image.widthPx}x${image.heightPx} does not fit a network input of ${widthPx}x${heightPx}.`,
    );
  }
  const isPlanar = layout === 'NCHW';
  for (let channel = 0; channel < 3; channel++) channelInto(image, format, channel, data);
  return { data, dims: isPlanar ? [1, 3, heightPx, widthPx] : [1, heightPx, widthPx, 3] };
}

function channelInto(image: RgbImage, format: TensorFormat, channel: number, data: Float32Array): void {
  const { widthPx, heightPx } = format;
  const isPlanar = format.layout === 'NCHW';
  const step = isPlanar ? 1 : 3;
  const start = isPlanar ? channel * widthPx * heightPx : channel;
  const values = valuesOf(format, channel);
  const source = format.colourOrder === 'RGB' ? channel : 2 - channel;
  const black = values[0] as number;
  for (let y = 0; y < heightPx; y++) {
    let place = start + y * widthPx * step;
    const rowEnd = place + widthPx * step;
    if (y < image.heightPx) {
      const end = (y + 1) * image.widthPx * 3;
      for (let i = y * image.widthPx * 3 + source; i < end; i += 3, place += step) {
        data[place] = values[image.pixels[i] as number] as number;
      }
    }
    for (; place < rowEnd; place += step) data[place] = black;
  }
}

/** The value fed for each of the 256 pixel values. */
function valuesOf(format: TensorFormat, channel: number): Float32Array {
  const mean = format.mean[channel] as number;
  const scale = format.scale[channel] as number;
  return Float32Array.from({ length: 256 }, (_, pixel) => (pixel - mean) / scale);
}
