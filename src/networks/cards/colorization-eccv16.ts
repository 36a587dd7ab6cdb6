import type { RestorerCard } from '../card.ts';

/** The network of Colorful Image Colorization. */
export const colorizationEccv16: RestorerCard = {
  name: 'colorization-eccv16',
  title: 'Colorful Image Colorization, grey faces coloured before they are embedded',
  task: 'restorer',
  kind: 'colorization',
  factor: 1,
  weights: {
    format: 'pytorch',
    architecture: 'eccv16',
    files: [{ name: 'colorization_release_v2-9b330a0b.pth', sources: [] }],
    foundAt: 'richzhang/colorization: colorization_release_v2-9b330a0b.pth',
  },
  licence: {
    stated: 'BSD-2-Clause (richzhang/colorization)',
    limits: 'Trained on ImageNet, whose photos are for research only.',
  },
  input: {
    size: 'fixed',
    widthPx: 256,
    heightPx: 256,
    layout: 'NCHW',
    mean: [50],
    scale: [100],
  },
  output: { name: 'ab' },
};
