import type { DetectorCard } from '../card.ts';

/** S3FD and 2D-FAN, the detector and the landmarks of the AIVIVN winner. */
export const s3fdFan: DetectorCard = {
  name: 's3fd-fan',
  title: 'S3FD with 2D-FAN, 5 of 68 landmarks',
  task: 'detector',
  weights: {
    format: 'pytorch',
    architecture: 's3fd-fan',
    files: [
      { name: 's3fd-619a316812.pth', sources: [] },
      { name: '2DFAN4-11f355bf06.pth.tar', sources: [] },
    ],
    foundAt:
      '1adrianb/face-alignment: s3fd-619a316812.pth and 2DFAN4-11f355bf06.pth.tar. Its newer 2DFAN4-cd938726ad.zip is TorchScript: save torch.jit.load(...).state_dict() with torch.save first.',
  },
  licence: {
    stated: 'BSD-3-Clause (1adrianb/face-alignment)',
    limits: 'Trained on WIDER FACE and 300W-LP, whose photos are for research only.',
  },
  input: {
    size: 'free',
    widthPx: 640,
    heightPx: 640,
    multipleOf: 32,
    layout: 'NCHW',
    colourOrder: 'BGR',
    mean: [104, 117, 123],
    scale: [1, 1, 1],
  },
  decoder: 's3fd-fan',
  // Photos of 127 pixels are shown as they are, as in the method, and those of 250 still enlarged in the second pass.
  leastEnlargement: 2.55,
  minScore: 0.5,
  sureScore: 0.99,
};
