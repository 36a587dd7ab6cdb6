import type { Building } from '../../layers.ts';
import {
  activateByPrelu,
  combine,
  convolveNormed,
  type FeatureMap,
  type SlideOptions,
  transform,
} from './feature-map.ts';

/** What the bottlenecks of a network have beyond MobileFaceNet's. */
export interface TrunkOptions {
  /** Whether the last bottleneck of each stage weighs its channels by what they hold (squeeze and excitation). */
  readonly hasSqueeze?: boolean;
}

const THREE_BY_THREE = { kernel: 3, padding: 1 } as const;

/** Convolution, BatchNorm and PReLU, named `conv`, `bn` and `prelu` below a name. */
export function convBlock(
  building: Building,
  x: FeatureMap,
  name: string,
  options: SlideOptions,
): FeatureMap {
  return activateByPrelu(building, linearBlock(building, x, name, options), `${name}.prelu`);
}

/** Convolution and BatchNorm, named `conv` and `bn` below a name. */
export function linearBlock(
  building: Building,
  x: FeatureMap,
  name: string,
  options: SlideOptions,
): FeatureMap {
  return convolveNormed(building, x, { conv: `${name}.conv`, norm: `${name}.bn` }, options);
}

/**
 * The body of MobileFaceNet (Chen et al. 2018, table 1) up to its last bottleneck, a sixteenth of the input's size: stages
 * of 4, 6 and 2 residual bottlenecks, with one that halves the size before each.
 */
export function mobileFaceTrunk(
  building: Building,
  input: FeatureMap,
  { hasSqueeze = false }: TrunkOptions = {},
): FeatureMap {
  const stage = (x: FeatureMap, halving: string, name: string, count: number): FeatureMap => {
    const smaller = bottleneck(building, x, halving, 2);
    return Array.from({ length: count }, (_, i) => i).reduce(
      (y, i) => residual(building, y, `${name}.model.${i}`, hasSqueeze && i === count - 1),
      smaller,
    );
  };
  const first = convBlock(building, input, 'conv1', { ...THREE_BY_THREE, stride: 2 });
  const second = convBlock(building, first, 'conv2_dw', { ...THREE_BY_THREE, isDepthwise: true });
  const quarter = stage(second, 'conv_23', 'conv_3', 4);
  const eighth = stage(quarter, 'conv_34', 'conv_4', 6);
  return stage(eighth, 'conv_45', 'conv_5', 2);
}

function bottleneck(building: Building, x: FeatureMap, name: string, stride: number): FeatureMap {
  const wide = convBlock(building, x, `${name}.conv`, { kernel: 1 });
  const slid = convBlock(building, wide, `${name}.conv_dw`, { ...THREE_BY_THREE, stride, isDepthwise: true });
  return linearBlock(building, slid, `${name}.project`, { kernel: 1 });
}

function residual(building: Building, x: FeatureMap, name: string, isSqueezed: boolean): FeatureMap {
  const made = bottleneck(building, x, name, 1);
  return combine(building, 'Add', x, isSqueezed ? squeezed(building, made, `${name}.se_module`) : made);
}

/** Squeeze and excitation (Hu et al. 2018), with a BatchNorm behind each of its layers. */
function squeezed(building: Building, x: FeatureMap, name: string): FeatureMap {
  const layer = (y: FeatureMap, number: 1 | 2): FeatureMap =>
    convolveNormed(building, y, { conv: `${name}.fc${number}`, norm: `${name}.bn${number}` }, { kernel: 1 });
  const narrow = layer(transform(building, x, 'GlobalAveragePool'), 1);
  const weights = layer(transform(building, narrow, 'Relu'), 2);
  return combine(building, 'Mul', x, transform(building, weights, 'Sigmoid'));
}
