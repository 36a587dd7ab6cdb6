import { z } from 'zod';
import { QuenError } from '../../core/errors.ts';

const labelSchema = z.strictObject({
  /** Row of the pile. */
  face: z.int().nonnegative(),
  photo: z.string(),
  named: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('identity'), identity: z.string() }),
    z.strictObject({ kind: z.literal('unknown') }),
  ]),
  round: z.int().positive(),
  score: z.number(),
  source: z.string(),
  threshold: z.number(),
});

/**
 * The name, or `unknown`, that an unnamed face was given: the round in which it first was, the score of its best identity
 * then, the way that scored it, and the threshold that the score passed (from below for `unknown`).
 */
export type PseudoLabel = Readonly<z.infer<typeof labelSchema>>;

/** Pseudo-labels as a file holds them. Throws `TABLE_INVALID`. @param origin named in messages */
export function parsePseudoLabels(value: unknown, origin: string): PseudoLabel[] {
  const result = z.array(labelSchema).safeParse(value);
  if (result.success) return result.data;
  const problem = z.prettifyError(result.error);
  throw new QuenError(
    'TABLE_INVALID',
    `${origin} holds no usable pseudo-labels: ${problem}. Make it again by training with the unnamed photos.`,
  );
}

/** The labels that are left when some faces lose theirs. All that is learnt from labels is learnt from such a list anew. */
export function withoutFaces(labels: readonly PseudoLabel[], faces: ReadonlySet<number>): PseudoLabel[] {
  return labels.filter(({ face }) => !faces.has(face));
}
