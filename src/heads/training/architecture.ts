import type { Random } from '../../numerics/random.ts';

interface HeadSizes {
  /** Length of an embedding. */
  readonly dimension: number;
  readonly classCount: number;
}

/** One hidden layer: dense, ReLU, dropout, dense, softmax. */
export interface MlpArchitecture extends HeadSizes {
  readonly kind: 'mlp';
  readonly hiddenCount: number;
  /** Share of hidden units left out of each training row, in [0, 1). */
  readonly dropout: number;
}

/** A dense layer and softmax: multinomial logistic regression. */
export interface LinearArchitecture extends HeadSizes {
  readonly kind: 'linear';
}

/** How the score of a row's own class is made harder: cos(angle + size), or cosine - size. */
export interface Margin {
  readonly kind: 'additive-angle' | 'additive-cosine';
  /** Radians, or a difference of cosines; 0 for plain cosine softmax. */
  readonly size: number;
}

/**
 * Softmax over scaled cosines between a row and a direction for each class, with a margin in training: ArcFace (Deng et
 * al. 2019, equation 3) for an additive angle, CosFace (Wang et al. 2018, equation 4) for an additive cosine.
 */
export interface CosineArchitecture extends HeadSizes {
  readonly kind: 'cosine';
  readonly scale: number;
  readonly margin: Margin;
}

/** What a head that is trained step by step computes. */
export type HeadArchitecture = MlpArchitecture | LinearArchitecture | CosineArchitecture;

/** One array of weights of a head. */
export interface ParameterShape {
  readonly name: string;
  readonly dims: readonly number[];
  /** Weights start uniform in [-range, range]. */
  readonly initialRange: number;
}

/** Weights of a head by name, each flat and row-major in the shape of {@link parameterShapes}. */
export type Parameters = Readonly<Record<string, Float32Array>>;

/** The method's own range; see Keras' RandomUniform, whose default it is. */
const INITIAL_RANGE = 0.05;

/** The weights of an architecture, in a fixed order. Dense weights are shape [inputs, outputs]. */
export function parameterShapes(architecture: HeadArchitecture): ParameterShape[] {
  const { dimension, classCount } = architecture;
  const weight = { name: 'weight', dims: [dimension, classCount], initialRange: INITIAL_RANGE };
  switch (architecture.kind) {
    case 'mlp':
      return mlpShapes(architecture);
    case 'linear':
      return [weight, { name: 'bias', dims: [classCount], initialRange: 0 }];
    case 'cosine':
      return [weight];
  }
}

/** Weights to start from: uniform in [-0.05, 0.05], biases 0. */
export function initialParameters(architecture: HeadArchitecture, random: Random): Parameters {
  const arrays = parameterShapes(architecture).map(({ name, dims, initialRange }) => {
    const draw = (): number => (initialRange === 0 ? 0 : (2 * random() - 1) * initialRange);
    return [name, Float32Array.from({ length: elementCount(dims) }, draw)] as const;
  });
  return Object.fromEntries(arrays);
}

/** Product of the sizes of a shape. */
export function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

function mlpShapes({ dimension, hiddenCount, classCount }: MlpArchitecture): ParameterShape[] {
  return [
    { name: 'hidden_weight', dims: [dimension, hiddenCount], initialRange: INITIAL_RANGE },
    { name: 'hidden_bias', dims: [hiddenCount], initialRange: 0 },
    { name: 'output_weight', dims: [hiddenCount, classCount], initialRange: INITIAL_RANGE },
    { name: 'output_bias', dims: [classCount], initialRange: 0 },
  ];
}

/** Whether hidden units are left out at random in training. */
export function hasDropout(architecture: HeadArchitecture): architecture is MlpArchitecture {
  return architecture.kind === 'mlp' && architecture.dropout > 0;
}
