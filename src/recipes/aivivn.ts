import type { Recipe, RecipeNetwork } from './recipe.ts';

const MLP = {
  kind: 'mlp',
  dropout: 0.25,
  initialRange: 0.05,
  optimiser: 'adam',
  batchSize: 32,
  epochCount: 300,
  patience: 20,
} as const;

const CYCLE = { kind: 'exp-range', base: 1e-7, max: 1e-3, gamma: 0.99994, halfCycleEpochs: 6 } as const;

const WITH_VIEWS = { viewCount: 100, epochRows: 'random-view', head: 'wide' } as const;

/** The winning method of the AIVIVN face recognition challenge of 2019, as its author describes and published it. */
export const aivivnRecipe: Recipe = {
  format: 'quen-recipe-1',
  name: 'aivivn',
  title: 'The winning method of the AIVIVN face recognition challenge, April 2019',
  faces: { detector: 's3fd-fan', withoutFace: 'whole-photo' },
  networks: [
    insightface('model-r100-ii', 0.75, 512),
    insightface('model-r34-amf', 0.1, 512),
    insightface('model-r50-am-lfw', 0.1, 512),
    { ...insightface('model-y1-test2', 0.05, 128), name: 'insightface-y1' },
    // The method left it out of its ensemble.
    {
      name: 'dlib-resnet-v1-method',
      table: 'dlib',
      family: 'dlib',
      template: '150x150',
      dimension: 128,
      normalisation: 'none',
      ...WITH_VIEWS,
    },
    facenet('20180402-114759'),
    facenet('20180408-102900'),
    vggface2('resnet50_128', 128),
    vggface2('resnet50_256', 8631),
    vggface2('resnet50_ft', 8631),
    vggface2('resnet50_scratch', 8631),
    vggface2('senet50_128', 128),
    vggface2('senet50_256', 256),
    vggface2('senet50_ft', 8631),
    vggface2('senet50_scratch', 8631),
  ],
  heads: {
    wide: { ...MLP, hiddenCount: 2048, schedule: CYCLE },
    narrow: { ...MLP, hiddenCount: 1024, schedule: CYCLE },
    'narrow-slow': { ...MLP, hiddenCount: 1024, schedule: { ...CYCLE, max: 2e-4, halfCycleEpochs: 4 } },
  },
  folds: { foldCount: 5, repeatCount: 30, repeatsPerNetwork: 4, isStratified: false },
  judged: 'photo-and-mirror',
  distanceWeights: {
    'insightface-r100-ii': 0.75,
    'insightface-r34-amf': 0.1,
    'insightface-r50-am-lfw': 0.1,
    'insightface-y1': 0.05,
  },
  unknown: { label: '1000', distanceAbove: 1.35, probabilityBelow: 0.1, withoutFace: true },
  rounds: [
    {
      name: 'step-4',
      unknownClass: false,
      familyWeights: { insightface: 0.7, vggface2: 0.2, facenet: 0.1 },
      pseudoLabels: { probabilityAbove: 0.65, distanceBelow: 0.9, withUnknowns: true },
    },
    {
      name: 'step-6',
      unknownClass: true,
      familyWeights: { insightface: 0.82, vggface2: 0.15, facenet: 0.03 },
      pseudoLabels: { probabilityAbove: 0.65, withUnknowns: false },
    },
    {
      name: 'step-7',
      unknownClass: true,
      familyWeights: { insightface: 0.82, vggface2: 0.15, facenet: 0.03 },
    },
  ],
  answerCount: 5,
};

function insightface(model: string, weight: number, dimension: number): RecipeNetwork {
  return {
    name: model.replace('model', 'insightface'),
    table: model,
    family: 'insightface',
    weight,
    template: '112x112',
    dimension,
    normalisation: 'l2',
    ...WITH_VIEWS,
  };
}

function facenet(model: string): RecipeNetwork {
  return {
    name: `facenet-${model.split('-')[0]}-method`,
    table: `facenet_${model}`,
    family: 'facenet',
    weight: 0.5,
    template: '160x160',
    dimension: 512,
    normalisation: 'l2',
    ...WITH_VIEWS,
  };
}

function vggface2(file: string, dimension: number): RecipeNetwork {
  return {
    name: `vggface2-${file.replace('_', '-')}`,
    table: `${file}_pytorch`,
    family: 'vggface2',
    weight: 0.125,
    template: '224x224',
    dimension,
    normalisation: 'l2',
    viewCount: 0,
    epochRows: 'photo-and-mirror',
    head: dimension === 128 ? 'narrow-slow' : 'narrow',
  };
}
