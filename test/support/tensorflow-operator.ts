import type { Tensor } from '../../src/core/tensor.ts';
import { importTensorflow } from '../../src/networks/import/tensorflow/import-tensorflow.ts';
import { encodeModel, type OnnxModel } from '../../src/networks/onnx/model.ts';
import { graphDef, tfNode } from './made-graph-def.ts';
import { outputsOf } from './real-networks.ts';

/** An image in TensorFlow's order. */
export interface TfImage {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Row by row, the channels of a pixel beside one another. */
  readonly values: readonly number[];
}

/** Imports a graph from the placeholder `x` to `out`. @param shape declared for x, -1 where free */
export function importNodes(nodes: readonly Uint8Array[], shape: readonly number[] = []): OnnxModel {
  const dims = shape.length > 0 ? { shape: { shape } } : {};
  const bytes = graphDef([tfNode('x', 'Placeholder', [], { dtype: { type: 1 }, ...dims }), ...nodes]);
  return importTensorflow([{ name: 'made.pb', bytes }], { input: 'x', output: 'out' });
}

/** What `out` of a graph is for an image `x`; images come out as [batch, channels, height, width]. */
export async function runNodes(
  nodes: readonly Uint8Array[],
  image: TfImage,
  { isSizeFree = false }: { readonly isSizeFree?: boolean } = {},
): Promise<Tensor> {
  const { height, width, channels, values } = image;
  const size = isSizeFree ? [-1, -1] : [height, width];
  const network = encodeModel(importNodes(nodes, [-1, ...size, channels]));
  const data = new Float32Array(values.length);
  values.forEach((value, i) => {
    data[(i % channels) * height * width + Math.floor(i / channels)] = value;
  });
  const { out } = await outputsOf(network, { data, dims: [1, channels, height, width] });
  return out as Tensor;
}

/** An image whose numbers are all different and partly negative. */
export function variedImage(height: number, width: number, channels: number): TfImage {
  const length = height * width * channels;
  return { height, width, channels, values: Array.from({ length }, (_, i) => ((i * 7) % 23) - 11 + i / 64) };
}
