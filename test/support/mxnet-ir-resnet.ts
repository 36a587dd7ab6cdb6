import type { WeightTensor } from '../../src/networks/import/weight-set.ts';
import { type MadeAttributes, MadeSymbol, madeParams } from './made-mxnet.ts';
import { madeNumbers } from './made-numbers.ts';

/** An IR-ResNet of InsightFace in small. */
export interface IrResnet {
  /** Residual units of the four stages: 3, 4, 6, 3 in r34; 3, 4, 14, 3 in r50; 3, 13, 30, 3 in r100. */
  readonly units: readonly number[];
  /** Channels of the first convolution and of the stages. */
  readonly widths: readonly number[];
  readonly dimension: number;
}

/** Side of the last stage's images for crops of 112x112. */
const LAST_SIDE = 7;
const BATCH_NORM = ['gamma', 'beta', 'moving_mean', 'moving_var'];
const FREE_GAMMA = { eps: '2e-05', fix_gamma: 'False', momentum: '0.9' };

/**
 * The two MXNet files of a network as InsightFace's fresnet builds it (input version 1, unit version 3, output E): the
 * published structure, with made weights.
 */
export function irResnetFiles({ units, widths, dimension }: IrResnet): {
  readonly symbol: Uint8Array;
  readonly params: Uint8Array;
} {
  const made = new IrResnetSymbol();
  let x = made.stem(widths[0]);
  for (const [stage, count] of units.entries())
    for (let unit = 0; unit < count; unit++)
      x = made.unit(
        `stage${stage + 1}_unit${unit + 1}`,
        x,
        [widths[unit === 0 ? stage : stage + 1], widths[stage + 1]],
        unit === 0,
      );
  made.head(x, widths[4], dimension);
  return { symbol: made.symbol.bytes(), params: madeParams(made.weights) };
}

class IrResnetSymbol {
  readonly symbol = new MadeSymbol();
  readonly weights = new Map<string, WeightTensor>();

  stem(width: number): number {
    let x = this.symbol.node('identity', 'id', [this.symbol.variable('data')]);
    x = this.symbol.node('_minus_scalar', '_minusscalar0', [x], { scalar: '127.5' });
    x = this.symbol.node('_mul_scalar', '_mulscalar0', [x], { scalar: '0.0078125' });
    x = this.#conv('conv0', x, [3, width], { side: 3, stride: 1 });
    return this.#prelu('relu0', this.#batchNorm('bn0', x, width), width);
  }

  unit(name: string, x: number, channels: readonly [number, number], isFirst: boolean): number {
    const [inner, outer] = channels;
    const stride = isFirst ? 2 : 1;
    let y = this.#batchNorm(`${name}_bn1`, x, inner);
    y = this.#conv(`${name}_conv1`, y, channels, { side: 3, stride: 1 });
    y = this.#prelu(`${name}_relu1`, this.#batchNorm(`${name}_bn2`, y, outer), outer);
    y = this.#conv(`${name}_conv2`, y, [outer, outer], { side: 3, stride });
    y = this.#batchNorm(`${name}_bn3`, y, outer);
    if (!isFirst) return this.symbol.node('elemwise_add', `${name}_plus`, [y, x]);
    const shortcut = this.#conv(`${name}_conv1sc`, x, channels, { side: 1, stride });
    return this.symbol.node('elemwise_add', `${name}_plus`, [
      y,
      this.#batchNorm(`${name}_sc`, shortcut, outer),
    ]);
  }

  head(x: number, width: number, dimension: number): void {
    const dropped = this.symbol.node('Dropout', 'dropout0', [this.#batchNorm('bn1', x, width)], { p: '0.4' });
    this.#weight('pre_fc1_weight', [dimension, width * LAST_SIDE * LAST_SIDE]);
    this.#weight('pre_fc1_bias', [dimension]);
    const rows = this.symbol.layer('FullyConnected', 'pre_fc1', dropped, {
      parts: ['weight', 'bias'],
      attributes: { num_hidden: `${dimension}` },
    });
    this.#batchNorm('fc1', rows, dimension, { ...FREE_GAMMA, fix_gamma: 'True' });
  }

  #conv(
    name: string,
    x: number,
    [inner, outer]: readonly [number, number],
    { side, stride }: { readonly side: number; readonly stride: number },
  ): number {
    this.#weight(`${name}_weight`, [outer, inner, side, side]);
    return this.symbol.layer('Convolution', name, x, {
      parts: ['weight'],
      attributes: {
        kernel: `(${side}, ${side})`,
        no_bias: 'True',
        num_filter: `${outer}`,
        pad: side === 1 ? '(0, 0)' : '(1, 1)',
        stride: `(${stride}, ${stride})`,
        workspace: '256',
      },
    });
  }

  #batchNorm(name: string, x: number, width: number, attributes: MadeAttributes = FREE_GAMMA): number {
    for (const part of BATCH_NORM) this.#weight(`${name}_${part}`, [width]);
    return this.symbol.layer('BatchNorm', name, x, { parts: BATCH_NORM, attributes });
  }

  #prelu(name: string, x: number, width: number): number {
    this.#weight(`${name}_gamma`, [width]);
    return this.symbol.layer('LeakyReLU', name, x, { parts: ['gamma'], attributes: { act_type: 'prelu' } });
  }

  #weight(name: string, dims: readonly number[]): void {
    const count = dims.reduce((product, dim) => product * dim, 1);
    const kind = name.includes('_moving_') ? 'aux' : 'arg';
    this.weights.set(`${kind}:${name}`, { dims, data: madeNumbers(name, count, rangeOf(name, dims)) });
  }
}

/** Ranges that keep the values of a deep network near 1. */
function rangeOf(name: string, dims: readonly number[]): readonly [number, number] {
  if (name.endsWith('_weight')) {
    const bound = Math.sqrt(3 / dims.slice(1).reduce((product, dim) => product * dim, 1));
    return [-bound, bound];
  }
  if (/relu\d_gamma$/.test(name)) return [0.1, 0.4];
  return /_(gamma|moving_var)$/.test(name) ? [0.5, 1.5] : [-0.2, 0.2];
}
