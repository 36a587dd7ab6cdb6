import { createHash } from 'node:crypto';
import type { EmbedderCard } from '../../src/networks/card.ts';
import type { NetworkSource } from '../../src/networks/weights.ts';

/** A card of an embedder of 4 numbers, for a network of these bytes. */
export function madeCard(bytes: Uint8Array, sources: NetworkSource[]): EmbedderCard {
  return {
    name: 'made-network',
    title: 'A network made for a test',
    task: 'embedder',
    weights: { format: 'onnx', files: [{ name: 'made.onnx', sources, ...factsOf(bytes) }] },
    licence: { stated: 'none', limits: 'none' },
    input: {
      size: 'fixed',
      widthPx: 112,
      heightPx: 112,
      multipleOf: 32,
      layout: 'NCHW',
      colourOrder: 'RGB',
      mean: [0, 0, 0],
      scale: [1, 1, 1],
    },
    output: { name: 'output', dimension: 4 },
    normalisation: 'l2',
    template: '112x112',
  };
}

/** Hash and size of a file as a card states them. */
export function factsOf(bytes: Uint8Array): { sha256: string; bytes: number } {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}
