import type { RestorerCard } from '../card.ts';

/** FSRCNN that enlarges twofold. */
export const fsrcnnX2 = fsrcnn(2, '366b33f0084c7b3f2bf6724f0a2c77bca94fcec9d7b6d72389d330073b380d5c', 38973);
/** FSRCNN that enlarges threefold. */
export const fsrcnnX3 = fsrcnn(3, 'efd38655a815908c6c8954db6052f128e76a735f1de657894c477d0dc0b64481', 40093);
/** FSRCNN that enlarges fourfold. */
export const fsrcnnX4 = fsrcnn(4, '5c68d18db561aed8ead4ffedf1b897ea615baaf60ebf6c35f8e641f8fa4a21bf', 41661);

function fsrcnn(factor: 2 | 3 | 4, sha256: string, bytes: number): RestorerCard {
  const name = `FSRCNN_x${factor}.pb`;
  return {
    name: `fsrcnn-x${factor}`,
    title: `FSRCNN, small faces enlarged x${factor} before they are embedded`,
    task: 'restorer',
    kind: 'super-resolution',
    factor,
    weights: {
      format: 'tensorflow',
      files: [{ name, sources: [{ kind: 'file', path: `fsrcnn/${name}` }], sha256, bytes }],
      foundAt: `Saafke/FSRCNN_Tensorflow: models/${name}`,
      nodes: { input: 'IteratorGetNext', output: 'NHWC_output' },
    },
    licence: {
      stated: 'Apache-2.0 (Saafke/FSRCNN_Tensorflow)',
      limits: 'Trained on T91 and General-100; who holds the rights to their photos is not stated.',
    },
    input: {
      size: 'free',
      widthPx: 56,
      heightPx: 56,
      layout: 'NCHW',
      mean: [0],
      scale: [255],
    },
    output: { name: 'NHWC_output' },
  };
}
