import { z } from 'zod';

const name = z.string().min(1);

/**
 * The schema of a recipe without rounds: people are enrolled, a closed-form head puts them in order, a threshold that is
 * calibrated tells strangers.
 */
export const galleryRecipeSchema = z.strictObject({
  format: z.literal('quen-recipe-1'),
  kind: z.literal('gallery'),
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'lower case letters, digits, dots and hyphens'),
  title: name,
  faces: z.strictObject({
    /** Name of the detector's card. */
    detector: name,
    /** A photo to be named in which no face is found is answered with the unknown. */
    withoutFace: z.literal('left-out'),
  }),
  /** Cards of the embedders, which weigh equally. */
  networks: z.array(z.strictObject({ name })).min(1),
  /** The head that puts people in order; it has a closed form and learns no views. */
  head: z.enum(['class-mean', 'nearest-neighbours', 'lda', 'plda']),
  /** How the photos of a person become one score. */
  rule: z.enum(['blend', 'mean', 'nearest']),
  unknown: z.strictObject({
    /** Label of strangers. */
    label: name,
    /** Share of strangers that may be named: the threshold is calibrated for it. */
    fpir: z.number().gt(0).lt(1),
  }),
  /** Labels given for each photo, best first. */
  answerCount: z.literal(5),
});

/** A method without rounds as data. */
export type GalleryRecipe = z.infer<typeof galleryRecipeSchema>;

/** Ours: what `quen evaluate --head class-mean` does without further flags. */
export const defaultRecipe: GalleryRecipe = {
  format: 'quen-recipe-1',
  kind: 'gallery',
  name: 'default',
  title: 'The defaults of Quen: one small network, class means, a calibrated threshold',
  faces: { detector: 'retinaface-mnet025-v2', withoutFace: 'left-out' },
  networks: [{ name: 'faceplugin-fr-feature' }],
  head: 'class-mean',
  rule: 'blend',
  unknown: { label: 'unknown', fpir: 0.01 },
  answerCount: 5,
};
