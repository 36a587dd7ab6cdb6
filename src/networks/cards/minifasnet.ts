import type { NetworkCard } from '../card.ts';

const FOUND_AT = 'resources/anti_spoof_models/ of minivision-ai/Silent-Face-Anti-Spoofing on GitHub';

/** MiniFASNetV2: 3 scores, the second of a live face; its crops are 2.7 times as large as the face. */
export const minifasnetV2: NetworkCard = {
  name: 'minifasnet-v2',
  title: 'MiniFASNetV2, live or spoofed, faces with 2.7 times their surroundings',
  task: 'anti-spoof',
  weights: {
    format: 'pytorch',
    architecture: 'minifasnet-v2',
    files: [
      {
        name: '2.7_80x80_MiniFASNetV2.pth',
        sources: [{ kind: 'file', path: 'minifasnet/2.7_80x80_MiniFASNetV2.pth' }],
        sha256: 'a5eb02e1843f19b5386b953cc4c9f011c3f985d0ee2bb9819eea9a142099bec0',
        bytes: 1849453,
      },
    ],
    foundAt: FOUND_AT,
  },
  licence: {
    stated: 'Apache-2.0 (minivision-ai/Silent-Face-Anti-Spoofing)',
    limits: 'The photos it was trained on are not named.',
  },
  input: {
    size: 'fixed',
    widthPx: 80,
    heightPx: 80,
    multipleOf: 32,
    layout: 'NCHW',
    colourOrder: 'BGR',
    mean: [0, 0, 0],
    scale: [1, 1, 1],
  },
  output: { name: 'scores', dimension: 3 },
};

/** MiniFASNetV1SE: 3 scores, the second of a live face; its crops are 4 times as large as the face. */
export const minifasnetV1se: NetworkCard = {
  ...minifasnetV2,
  name: 'minifasnet-v1se',
  title: 'MiniFASNetV1SE, live or spoofed, faces with 4 times their surroundings',
  weights: {
    format: 'pytorch',
    architecture: 'minifasnet-v1se',
    files: [
      {
        name: '4_0_0_80x80_MiniFASNetV1SE.pth',
        sources: [{ kind: 'file', path: 'minifasnet/4_0_0_80x80_MiniFASNetV1SE.pth' }],
        sha256: '84ee1d37d96894d5e82de5a57df044ef80a58be2b218b5ed7cdfd875ec2f5990',
        bytes: 1856130,
      },
    ],
    foundAt: FOUND_AT,
  },
};
