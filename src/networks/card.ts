import { z } from 'zod';
import { QuenError } from '../core/errors.ts';
import { networkWeightsSchema } from './weights.ts';

const perChannel = z.tuple([z.number(), z.number(), z.number()]);

const divisor = z.number().positive('a number above 0');

const input = z.strictObject({
  /** `fixed`: exactly widthPx x heightPx. `free`: any size whose sides are multiples of `multipleOf`. */
  size: z.enum(['fixed', 'free']),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  multipleOf: z.int().positive().default(32),
  layout: z.enum(['NCHW', 'NHWC']),
  colourOrder: z.enum(['RGB', 'BGR']),
  /** Value fed = (pixel in 0..255 - mean) / scale, per channel, in `colourOrder`. */
  mean: perChannel,
  scale: z.tuple([divisor, divisor, divisor]),
  /**
   * `per-photo`: value fed = (pixel - mean of the photo) / its standard deviation, which counts as 1 / sqrt(its numbers) at
   * least; `mean` and `scale` then only say what an average photo comes to. `fixed` when absent.
   */
  standardisation: z.enum(['fixed', 'per-photo']).optional(),
});

const common = {
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'lower case letters, digits, dots and hyphens'),
  title: z.string().min(1),
  weights: networkWeightsSchema,
  licence: z.strictObject({
    /** The licence stated where the weights are published. */
    stated: z.string().min(1),
    /** What that licence may not cover, training data above all. */
    limits: z.string().min(1),
  }),
  input,
};

const detectorCard = z.strictObject({
  ...common,
  task: z.literal('detector'),
  /** Which decoder reads the outputs; `mtcnn` and `s3fd-fan` run several graphs, of which `input` is about the first. */
  decoder: z.enum(['retinaface-mxnet', 'retinaface-pytorch', 'scrfd', 'yunet', 'mtcnn', 's3fd-fan']),
  /** A photo that would be enlarged by less than this factor is shown at its own size; 1 to enlarge always. */
  leastEnlargement: z.number().min(1),
  /** Scores at or above this count in the normal pass, in [0, 1]. */
  minScore: z.number().min(0).max(1),
  /**
   * Upright faces mostly score at least this, faces upside down or sideways hardly ever; below it the photo is also looked
   * at turned.
   */
  sureScore: z.number().min(0).max(1),
});

const embedderCard = z
  .strictObject({
    ...common,
    task: z.literal('embedder'),
    /** A crop always has the size of the template. */
    input: z.strictObject({ ...input.shape, size: z.literal('fixed') }),
    output: z.strictObject({ name: z.string().min(1), dimension: z.int().positive() }),
    /** Whether the embedding is scaled to unit length before use. */
    normalisation: z.enum(['l2', 'none']),
    /** Name of the alignment template, see `alignment/templates.ts`. */
    template: z.enum(['96x112', '112x112', '150x150', '160x160', '224x224', '150x150-dlib']),
  })
  .refine((card) => card.template.split('-')[0] === `${card.input.widthPx}x${card.input.heightPx}`, {
    message: 'the template must have the size of the input, width x height',
    path: ['template'],
  });

const otherCard = z.strictObject({
  ...common,
  task: z.enum(['landmarks', 'quality', 'anti-spoof']),
  output: z.strictObject({ name: z.string().min(1), dimension: z.int().positive() }),
});

const restorerCard = z
  .strictObject({
    ...common,
    task: z.literal('restorer'),
    kind: z.enum(['super-resolution', 'colorization']),
    /** How many times wider and higher the result is than the crop; 1 for colorization. */
    factor: z.int().positive(),
    /**
     * One channel, the lightness: for super-resolution luma (ITU-R BT.601) in 0..255, for colorization L of CIELAB in 0..100.
     * Value fed = (lightness - mean) / scale.
     */
    input: z.strictObject({
      ...input.omit({ colourOrder: true, multipleOf: true, standardisation: true }).shape,
      mean: z.tuple([z.number()]),
      scale: z.tuple([divisor]),
    }),
    output: z.strictObject({ name: z.string().min(1) }),
  })
  .refine((card) => (card.kind === 'colorization') === (card.factor === 1), {
    message: 'super-resolution enlarges by 2 or more, colorization by 1',
    path: ['factor'],
  })
  .refine((card) => (card.kind === 'colorization') === (card.input.size === 'fixed'), {
    message: 'super-resolution takes crops of any size, colorization works at one',
    path: ['input', 'size'],
  });

/** The schema of a network card as written in a file; unknown keys are refused. */
export const networkCardSchema = z.discriminatedUnion('task', [
  detectorCard,
  embedderCard,
  restorerCard,
  otherCard,
]);

/** Everything needed to fetch, check, run and lawfully use one network. */
export type NetworkCard = z.infer<typeof networkCardSchema>;
/** The card of a face detector. */
export type DetectorCard = z.infer<typeof detectorCard>;
/** The card of a backbone: aligned crop in, embedding out. */
export type EmbedderCard = z.infer<typeof embedderCard>;
/** The card of a network that makes a crop larger or colours it. */
export type RestorerCard = z.infer<typeof restorerCard>;
/** How a network wants its pixels. */
export type NetworkInput = z.infer<typeof input>;

/** Reads a card from parsed JSON. @param origin named in the message. Throws `NETWORK_CARD_INVALID`. */
export function parseNetworkCard(value: unknown, origin: string): NetworkCard {
  const result = networkCardSchema.safeParse(value);
  if (result.success) return result.data;
  throw new QuenError(
    'NETWORK_CARD_INVALID',
    `${origin} is not a network card:\n${z.prettifyError(result.error)}`,
  );
}
