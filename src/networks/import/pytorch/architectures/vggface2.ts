import { GraphWriter } from '../../../onnx/graph-writer.ts';
import type { OnnxModel } from '../../../onnx/model.ts';
import { type Building, maxPool } from '../../layers.ts';
import type { WeightSet } from '../../weight-set.ts';
import { combine, convolve, convolveNormed, type FeatureMap, transform } from './feature-map.ts';
import { withCaffeNames } from './vggface2-names.ts';

const SIDE_PX = 224;
/** Bottlenecks of the stages conv2 to conv5. */
const STAGES = [3, 4, 6, 3];
const FIRST_STAGE = 2;
/** Sizes of the last maps, for the pooling over all of them. */
const LAST_SIDE = 7;
/** `classifier` in most files, `classifier_8631_f` in resnet50_256. */
const CLASSIFIER = /^(classifier\w*)\.weight$/;

interface Variant {
  /** Whether bottlenecks weigh their channels by what they hold (squeeze and excitation, Hu et al. 2018). */
  readonly hasSqueeze: boolean;
}

/** ResNet-50 of VGGFace2, see {@link buildVggface2Senet50}. */
export function buildVggface2Resnet50(sets: readonly WeightSet[]): OnnxModel[] {
  return buildVggface2('vggface2-resnet50', sets, { hasSqueeze: false });
}

/**
 * SE-ResNet-50 of VGGFace2 (Cao et al. 2018) as its authors publish it for PyTorch, converted from Caffe: the stride is in
 * a bottleneck's first convolution and pooling rounds up. `input` [batch, 3, 224, 224] to `embedding`: the scores of
 * the classes seen in training, or where the file has no classifier the reduced features in front of it, not of unit length.
 */
export function buildVggface2Senet50(sets: readonly WeightSet[]): OnnxModel[] {
  return buildVggface2('vggface2-senet50', sets, { hasSqueeze: true });
}

function buildVggface2(name: string, [file]: readonly WeightSet[], variant: Variant): OnnxModel[] {
  if (file === undefined) throw new RangeError('A VGGFace2 network is built from one set of weights.');
  const graph = new GraphWriter(name);
  const weights = withCaffeNames(file);
  const building = { graph, weights };
  const input = { value: graph.input('input', ['batch', 3, SIDE_PX, SIDE_PX]), channels: 3 };
  const features = STAGES.reduce(
    (x, count, place) => stage(building, x, { ...variant, number: FIRST_STAGE + place, count }),
    stem(building, input),
  );
  const shape = { kernel_shape: [LAST_SIDE, LAST_SIDE], strides: [1, 1] };
  const pooled = graph.node('AveragePool', [features.value], shape);
  const flat = { ...features, value: graph.node('Flatten', [pooled], { axis: 1 }) };
  const last = head(building, flat);
  graph.node('Identity', [last.value], {}, 'embedding');
  graph.output('embedding', ['batch', last.channels]);
  weights.assertAllTaken();
  return [graph.model()];
}

function stem(building: Building, input: FeatureMap): FeatureMap {
  const first = normed(building, input, 'conv1_7x7_s2', { kernel: 7, stride: 2, padding: 3 });
  const { value, channels } = transform(building, first, 'Relu');
  return { value: maxPool(building, value, { kernel: 3, stride: 2, isCeil: true }), channels };
}

interface Stage extends Variant {
  readonly number: number;
  readonly count: number;
}

function stage(building: Building, input: FeatureMap, { number, count, hasSqueeze }: Stage): FeatureMap {
  const stride = number === FIRST_STAGE ? 1 : 2;
  return Array.from({ length: count }, (_, i) => `conv${number}_${i + 1}`).reduce((x, name, i) => {
    const made = bottleneck(building, x, name, i === 0 ? stride : 1);
    const weighed = hasSqueeze ? squeezed(building, made, name) : made;
    const kept = i === 0 ? normed(building, x, `${name}_1x1_proj`, { kernel: 1, stride }) : x;
    return transform(building, combine(building, 'Add', kept, weighed), 'Relu');
  }, input);
}

function bottleneck(building: Building, x: FeatureMap, name: string, stride: number): FeatureMap {
  const narrow = normed(building, x, `${name}_1x1_reduce`, { kernel: 1, stride });
  const slid = normed(building, transform(building, narrow, 'Relu'), `${name}_3x3`, {
    kernel: 3,
    padding: 1,
  });
  return normed(building, transform(building, slid, 'Relu'), `${name}_1x1_increase`, { kernel: 1 });
}

function squeezed(building: Building, x: FeatureMap, name: string): FeatureMap {
  const options = { kernel: 1, hasBias: true };
  const narrow = convolve(building, transform(building, x, 'GlobalAveragePool'), `${name}_1x1_down`, options);
  const weights = convolve(building, transform(building, narrow, 'Relu'), `${name}_1x1_up`, options);
  return combine(building, 'Mul', x, transform(building, weights, 'Sigmoid'));
}

/** The last layers; the files keep them as convolutions of 1x1, or as matrices. @param pooled [batch, channels] */
function head(building: Building, pooled: FeatureMap): FeatureMap {
  const classifier = building.weights.names.map((name) => CLASSIFIER.exec(name)?.[1]).find(Boolean);
  const isReduced = classifier === undefined || building.weights.has('feat_extract.weight');
  const features = isReduced ? dense(building, pooled, 'feat_extract') : pooled;
  return classifier === undefined ? features : dense(building, features, classifier);
}

function dense({ graph, weights }: Building, { value, channels }: FeatureMap, name: string): FeatureMap {
  const [outCount = 0, , ...kernel] = weights.dimsOf(`${name}.weight`);
  const { data } = weights.take(`${name}.weight`, [outCount, channels, ...kernel.map(() => 1)]);
  const inputs = [value, graph.weight(`${name}.weight`, [outCount, channels], data)];
  if (weights.has(`${name}.bias`)) {
    const bias = weights.take(`${name}.bias`, [outCount]);
    inputs.push(graph.weight(`${name}.bias`, bias.dims, bias.data));
  }
  return { value: graph.node('Gemm', inputs, { transB: 1 }), channels: outCount };
}

function normed(
  building: Building,
  x: FeatureMap,
  name: string,
  options: { readonly kernel: number; readonly stride?: number; readonly padding?: number },
): FeatureMap {
  return convolveNormed(building, x, { conv: name, norm: `${name}_bn` }, options);
}
