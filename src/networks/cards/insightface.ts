import type { EmbedderCard } from '../card.ts';

/** InsightFace model-y1-test2, a MobileFaceNet, 128 numbers. */
export const insightfaceY1: EmbedderCard = {
  name: 'insightface-y1',
  title: 'InsightFace model-y1-test2 (MobileFaceNet), 128 numbers',
  task: 'embedder',
  weights: {
    format: 'mxnet',
    files: [
      {
        name: 'model-symbol.json',
        sources: [{ kind: 'file', path: 'insightface-y1/model-symbol.json' }],
        sha256: '967a17dd970632480609caac8b0a809f4784f1caa333a1d801365f7d34517e55',
        bytes: 107943,
      },
      {
        name: 'model-0000.params',
        sources: [{ kind: 'file', path: 'insightface-y1/model-0000.params' }],
        sha256: 'b151f97e392e68cb540fb9710a91a574a4187d491eeda77d1c1799ae6dc3b82b',
        bytes: 4115182,
      },
    ],
    foundAt: 'the model zoo of deepinsight/insightface: model-y1-test2 (MobileFaceNet)',
    nodes: { input: 'data', output: 'fc1' },
  },
  licence: {
    stated: 'None stated with the files; InsightFace says of its weights: for non-commercial research',
    limits: 'Trained on MS-Celeb-1M (cleaned), withdrawn by its publisher and for research only.',
  },
  // The graph takes 127.5 off and divides by 128 itself.
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
  output: { name: 'fc1', dimension: 128 },
  normalisation: 'l2',
  template: '112x112',
};

/** InsightFace model-r100-ii, LResNet100E-IR, 512 numbers. */
export const insightfaceR100Ii: EmbedderCard = irResnet('model-r100-ii', 'LResNet100E-IR');
/** InsightFace model-r34-amf, LResNet34E-IR, 512 numbers. */
export const insightfaceR34Amf: EmbedderCard = irResnet('model-r34-amf', 'LResNet34E-IR');
/** InsightFace model-r50-am-lfw, LResNet50E-IR, 512 numbers. */
export const insightfaceR50AmLfw: EmbedderCard = irResnet('model-r50-am-lfw', 'LResNet50E-IR');

function irResnet(model: string, architecture: string): EmbedderCard {
  return {
    ...insightfaceY1,
    name: model.replace('model', 'insightface'),
    title: `InsightFace ${model} (${architecture}), 512 numbers`,
    weights: {
      format: 'mxnet',
      files: [
        { name: 'model-symbol.json', sources: [] },
        { name: 'model-0000.params', sources: [] },
      ],
      foundAt: `the model zoo of deepinsight/insightface: ${model}`,
      nodes: { input: 'data', output: 'fc1' },
    },
    output: { name: 'fc1', dimension: 512 },
  };
}
