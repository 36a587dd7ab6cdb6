import type { Operator, Translate } from './operator-call.ts';
import { ACTIVATIONS } from './operators/activations.ts';
import { ARITHMETIC } from './operators/arithmetic.ts';
import { convolution, fullyConnected } from './operators/linear.ts';
import { batchNorm, l2Normalization } from './operators/normalisation.ts';
import { pooling } from './operators/pooling.ts';
import { concat, flatten, reshape, unchanged } from './operators/shapes.ts';
import { softmax, softmaxHead } from './operators/softmax.ts';

const IDENTITIES = ['identity', '_copy', 'BlockGrad', 'stop_gradient', 'Dropout'];

/** Operators that can be translated, by every name MXNet has had for them. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...[...ACTIVATIONS, ...ARITHMETIC].map(plain),
  ...IDENTITIES.map((name) => plain([name, unchanged])),
  ...(
    [
      ['Convolution', convolution],
      ['Convolution_v1', convolution],
      ['FullyConnected', fullyConnected],
      ['BatchNorm', batchNorm],
      ['BatchNorm_v1', batchNorm],
      ['L2Normalization', l2Normalization],
      ['Pooling', pooling],
      ['Flatten', flatten],
      ['flatten', flatten],
      ['Reshape', reshape],
      ['reshape', reshape],
      ['Concat', concat],
      ['concat', concat],
      ['softmax', softmax],
      ['SoftmaxActivation', softmaxHead],
    ] as const
  ).map(plain),
  // What follows the scores are the labels of training.
  ['SoftmaxOutput', { translate: softmaxHead, operandCount: 1 }],
  ['Softmax', { translate: softmaxHead, operandCount: 1 }],
]);

function plain([name, translate]: readonly [string, Translate]): [string, Operator] {
  return [name, { translate }];
}
