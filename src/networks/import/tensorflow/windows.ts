import type { Attributes } from '../../onnx/attributes.ts';
import { integersAttribute, textAttribute } from './attributes.ts';
import type { Translation } from './translation.ts';
import type { Dim } from './value.ts';

/** Larger strides, dilations, windows and blocks are damage. */
const MOST = 2 ** 16;

/** How a window slides over an image, in one direction. */
export interface Sliding {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
}

type Padding = readonly [before: number, after: number];

/** A whole number of at least 1 that is not damage. */
export function isCount(value: number): boolean {
  return value >= 1 && value <= MOST;
}

/** Height's and width's part of an attribute that has a number for each dimension of an image. */
export function heightAndWidth(step: Translation, name: string): [height: number, width: number] {
  const given = integersAttribute(step.node, name);
  const [batch = 1, height = 1, width = 1, channels = 1] = given;
  if (given.length > 4 || batch !== 1 || channels !== 1 || !isCount(height) || !isCount(width))
    throw step.unfit(`has the ${name} [${given.join(', ')}]`);
  return [height, width];
}

/** Throws where images are not [batch, height, width, channels]. */
export function assertChannelsLast(step: Translation): void {
  const format = textAttribute(step.node, 'data_format') ?? 'NHWC';
  if (format !== 'NHWC') throw step.unfit(`has images in the order ${format}`);
}

/** Whether a node pads its images so that a stride of 1 keeps their size. */
export function isPaddedSame(step: Translation): boolean {
  const padding = textAttribute(step.node, 'padding');
  if (padding !== 'SAME' && padding !== 'VALID') throw step.unfit(`pads images the way ${padding}`);
  return padding === 'SAME';
}

/**
 * ONNX's attributes for a sliding window, and the height and width it leaves. Padding that depends on a size which only
 * the run knows is left to the run.
 * @param size height and width
 */
export function slide(
  step: Translation,
  size: readonly Dim[],
  windows: readonly [Sliding, Sliding],
): { readonly attributes: Attributes; readonly size: readonly Dim[] } {
  const isSame = isPaddedSame(step);
  const [rows, columns] = windows.map((window, axis) => paddingOf(isSame, size[axis], window));
  const padding: Attributes =
    rows === undefined || columns === undefined
      ? { auto_pad: 'SAME_UPPER' }
      : { pads: [rows[0], columns[0], rows[1], columns[1]] };
  return {
    attributes: { ...padding, strides: windows.map(({ stride }) => stride) },
    size: windows.map((window, axis) => sizeAfter(step, isSame, size[axis], window)),
  };
}

/** Pixels a window covers. */
function spanOf({ kernel, dilation }: Sliding): number {
  return (kernel - 1) * dilation + 1;
}

function paddingOf(isSame: boolean, size: Dim, window: Sliding): Padding | undefined {
  const { stride } = window;
  if (!isSame) return [0, 0];
  if (stride > 1 && typeof size !== 'number') return undefined;
  const beyond = typeof size === 'number' ? (Math.ceil(size / stride) - 1) * stride - size : -1;
  const total = Math.max(0, beyond + spanOf(window));
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

function sizeAfter(step: Translation, isSame: boolean, size: Dim, window: Sliding): Dim {
  if (typeof size !== 'number') return undefined;
  const left = Math.ceil((isSame ? size : size - spanOf(window) + 1) / window.stride);
  if (left < 1) throw step.unfit(`has a window larger than its image of ${size} pixels`);
  return left;
}
