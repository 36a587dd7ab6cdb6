import { QuenError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';
import type { Tensor } from '../core/tensor.ts';

type PerChannel = readonly [number, number, number];

/**
 * How a network wants its pixels, as its card says. Value fed = (pixel - mean) / scale, channels in `colourOrder`; mean and
 * scale are the image's own where it says `per-photo`.
 */
export interface TensorFormat {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly layout: 'NCHW' | 'NHWC';
  readonly colourOrder: 'RGB' | 'BGR';
  readonly mean: PerChannel;
  readonly scale: PerChannel;
  /** `per-photo`: mean and standard deviation of all of the image's numbers. `fixed` when absent. */
  readonly standardisation?: 'fixed' | 'per-photo' | undefined;
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
  const channels = format.standardisation === 'per-photo' ? ownChannels(image, format) : channelsOf(format);
  if (image.widthPx < widthPx || image.heightPx < heightPx) fillBlack(channels, isPlanar, data);
  for (let y = 0; y < image.heightPx; y++) {
    if (isPlanar) planarRowInto(image, y, { channels, widthPx, heightPx, data });
    else interleavedRowInto(image, y, { channels, widthPx, heightPx, data });
  }
  return { data, dims: isPlanar ? [1, 3, heightPx, widthPx] : [1, heightPx, widthPx, 3] };
}

/** One channel of the network: which of red, green and blue it is, and the value fed for each of the 256 pixel values. */
interface Channel {
  readonly source: number;
  readonly values: Float32Array;
}

interface Target {
  readonly channels: readonly [Channel, Channel, Channel];
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Float32Array;
}

function planarRowInto(image: RgbImage, y: number, { channels, widthPx, heightPx, data }: Target): void {
  const [a, b, c] = channels;
  const { pixels } = image;
  const plane = widthPx * heightPx;
  const end = y * widthPx + image.widthPx;
  for (let place = y * widthPx, i = y * image.widthPx * 3; place < end; place++, i += 3) {
    data[place] = a.values[pixels[i + a.source] as number] as number;
    data[place + plane] = b.values[pixels[i + b.source] as number] as number;
    data[place + 2 * plane] = c.values[pixels[i + c.source] as number] as number;
  }
}

function interleavedRowInto(image: RgbImage, y: number, { channels, widthPx, data }: Target): void {
  const [a, b, c] = channels;
  const { pixels } = image;
  const end = (y + 1) * image.widthPx * 3;
  for (let i = y * image.widthPx * 3, place = y * widthPx * 3; i < end; i += 3, place += 3) {
    data[place] = a.values[pixels[i + a.source] as number] as number;
    data[place + 1] = b.values[pixels[i + b.source] as number] as number;
    data[place + 2] = c.values[pixels[i + c.source] as number] as number;
  }
}

function fillBlack(channels: Target['channels'], isPlanar: boolean, data: Float32Array): void {
  const plane = data.length / 3;
  channels.forEach(({ values }, channel) => {
    const black = values[0] as number;
    if (isPlanar) data.fill(black, channel * plane, (channel + 1) * plane);
    else for (let place = channel; place < data.length; place += 3) data[place] = black;
  });
}

/** Tables by format; there are as many as networks in use. */
const channelTables = new Map<string, Target['channels']>();

function channelsOf({ colourOrder, mean, scale }: TensorFormat): Target['channels'] {
  const key = `${colourOrder} ${mean.join(' ')} ${scale.join(' ')}`;
  const known = channelTables.get(key);
  if (known !== undefined) return known;
  const channels = channelsWith(colourOrder, mean, scale);
  channelTables.set(key, channels);
  return channels;
}

/**
 * Standardised by the image's own numbers: minus their mean, divided by their standard deviation. The
 * divisor has a floor of 1 / sqrt(count), so that a blank image gives zeros (as TensorFlow's per_image_standardization).
 */
function ownChannels({ pixels }: RgbImage, { colourOrder }: TensorFormat): Target['channels'] {
  let [sum, squares] = [0, 0];
  for (const pixel of pixels) {
    sum += pixel;
    squares += pixel * pixel;
  }
  const mean = sum / pixels.length;
  const deviation = Math.sqrt(Math.max(0, squares / pixels.length - mean ** 2));
  const scale = Math.max(deviation, 1 / Math.sqrt(pixels.length));
  return channelsWith(colourOrder, [mean, mean, mean], [scale, scale, scale]);
}

function channelsWith(
  colourOrder: TensorFormat['colourOrder'],
  mean: PerChannel,
  scale: PerChannel,
): Target['channels'] {
  const channel = (place: 0 | 1 | 2): Channel => ({
    source: colourOrder === 'RGB' ? place : 2 - place,
    values: Float32Array.from({ length: 256 }, (_, pixel) => (pixel - mean[place]) / scale[place]),
  });
  return [channel(0), channel(1), channel(2)];
}
