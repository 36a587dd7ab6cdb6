import { z } from 'zod';

const above0 = z.number().positive();
const share = z.number().gt(0).max(1);
const probability = z.number().gt(0).lt(1);
/** Squared Euclidean distance of unit embeddings. */
const distance = z.number().gt(0).lt(4);
const count = z.int().positive();
const name = z.string().min(1);

const network = z.strictObject({
  /** Name of its card. */
  name,
  /** What the method's own tables call it; its name where absent. */
  table: name.optional(),
  /** Networks of one family share the family's say. */
  family: name,
  /** Its say within its family, of 1 in all; absent for a network that is trained but has none. */
  weight: share.optional(),
  /** Alignment template of its crops. */
  template: name,
  /** Length of its output. */
  dimension: count,
  /** Whether its output is scaled to length 1 before the heads see it. */
  normalisation: z.enum(['l2', 'none']),
  /** Augmented views embedded of each photo, beside the photo and its mirror image; 0 for none. */
  viewCount: z.int().min(0),
  /** What an epoch takes of each photo. */
  epochRows: z.enum(['random-view', 'photo-and-mirror']),
  /** Which of the recipe's heads it gets. */
  head: name,
});

const head = z.strictObject({
  /** Dense, ReLU, dropout, dense, softmax. */
  kind: z.literal('mlp'),
  hiddenCount: count,
  dropout: z.number().min(0).lt(1),
  /** Weights start uniform in [-initialRange, initialRange]. */
  initialRange: above0,
  optimiser: z.literal('adam'),
  batchSize: count,
  /** Most epochs. */
  epochCount: count,
  /** Epochs without a better validation accuracy after which training stops; the best epoch is kept. */
  patience: count,
  schedule: z.strictObject({
    /** A triangle between base and max whose height shrinks by gamma each step. */
    kind: z.literal('exp-range'),
    base: above0,
    max: above0,
    gamma: share,
    /** Epochs from the base to the top. */
    halfCycleEpochs: above0,
  }),
});

const round = z.strictObject({
  name,
  /** Whether strangers are one more class of the heads. */
  unknownClass: z.boolean(),
  /** Say of each family in the ensemble, of 1 in all; a family that is not named has none. */
  familyWeights: z.record(name, share),
  /** Which answers of this round become labels for the next; absent in the last round. */
  pseudoLabels: z
    .strictObject({
      /** The best class must be likelier than this. */
      probabilityAbove: probability,
      /** And the fused distance below this; not looked at where absent. */
      distanceBelow: distance.optional(),
      /** Whether photos that the unknown rule names become rows of the unknown class. */
      withUnknowns: z.boolean(),
    })
    .optional(),
});

/** The schema of a recipe as written in a file; unknown keys are refused. */
export const recipeSchema = z.strictObject({
  format: z.literal('quen-recipe-1'),
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'lower case letters, digits, dots and hyphens'),
  title: name,
  faces: z.strictObject({
    /** Name of the detector's card. */
    detector: name,
    /** What becomes of a photo to be named in which no face is found: resized whole and embedded, or left out. */
    withoutFace: z.enum(['whole-photo', 'left-out']),
  }),
  networks: z.array(network).min(1),
  heads: z.record(name, head),
  folds: z.strictObject({
    foldCount: z.int().min(2),
    /** Divisions there are, each cut anew. */
    repeatCount: count,
    /** Divisions that each network draws of them: it gets as many heads as these have folds. */
    repeatsPerNetwork: count,
    /** Whether the photos of each person are spread over the folds. */
    isStratified: z.boolean(),
  }),
  /** What the heads judge of each photo; their answers are averaged. */
  judged: z.enum(['photo', 'photo-and-mirror']),
  /** Say of each network in the distance to the nearest training photo, of 1 in all. */
  distanceWeights: z.record(name, share),
  unknown: z.strictObject({
    /** Label of the unknown class. */
    label: name,
    /** Unknown: farther than this. */
    distanceAbove: distance,
    /** And less likely than this. */
    probabilityBelow: probability,
    /** Whether photos without a face are unknown too. */
    withoutFace: z.boolean(),
  }),
  rounds: z.array(round).min(1),
  /** Labels given for each photo, best first. */
  answerCount: count,
});

/** A method of naming photos as data: its networks, heads, rules and rounds. */
export type Recipe = z.infer<typeof recipeSchema>;
/** One network of a recipe. */
export type RecipeNetwork = Recipe['networks'][number];
/** One round of training and answering. */
export type RecipeRound = Recipe['rounds'][number];
/** Where the unknown rule of a recipe draws its lines. */
export type UnknownRule = Recipe['unknown'];
/** Which answers become labels. */
export type PseudoLabelRule = NonNullable<RecipeRound['pseudoLabels']>;
