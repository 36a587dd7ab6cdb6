import { QuenError } from '../core/errors.ts';
import { outputTensor, type Tensor } from '../core/tensor.ts';

/** One output of a network for one image. */
export interface FeatureMap {
  readonly rows: number;
  readonly columns: number;
  /** Value of a channel at a cell, the cells counted row by row. */
  at(channel: number, cell: number): number;
}

/** An output of shape [1, channels, rows, columns]. Throws `NETWORK_UNRUNNABLE` for another. */
export function featureMap(
  outputs: Readonly<Record<string, Tensor>>,
  name: string,
  channels: number,
): FeatureMap {
  const { data, dims } = outputTensor(outputs, name);
  const [batch, given, rows = 0, columns = 0] = dims;
  if (dims.length !== 4 || batch !== 1 || given !== channels)
    throw unfit(name, dims, [1, channels, 'any', 'any']);
  const cellCount = rows * columns;
  return { rows, columns, at: (channel, cell) => data[channel * cellCount + cell] as number };
}

/** The rows of an output of shape [count, width]. Throws `NETWORK_UNRUNNABLE` for another. */
export function outputRows(
  outputs: Readonly<Record<string, Tensor>>,
  name: string,
  [count, width]: readonly [count: number, width: number],
): Float32Array[] {
  const { data, dims } = outputTensor(outputs, name);
  if (data.length !== count * width) throw unfit(name, dims, [count, width]);
  return Array.from({ length: count }, (_, row) => data.subarray(row * width, (row + 1) * width));
}

function unfit(name: string, given: readonly number[], wanted: readonly (number | string)[]): QuenError {
  const message = `Output '${name}' has the shape [${given.join(', ')}] where the decoder needs [${wanted.join(', ')}]. Check the decoder on the network's card.`;
  return new QuenError('NETWORK_UNRUNNABLE', message);
}
