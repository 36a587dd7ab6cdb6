import { z } from 'zod';
import { WEIGHINGS } from '../pipeline/ensemble/fusion.ts';

/** Options of how several networks are put together. */
export const fusionOptionsSchema = z.strictObject({
  /** How much each network counts: the same, as learnt from the photos of people, or a number for each, in their order. */
  weights: z.union([z.enum(WEIGHINGS), z.array(z.number().min(0)).min(1)]).default('equal'),
});

/** Why weights that are not one for each network are refused. */
export const ONE_WEIGHT_EACH = {
  path: ['weights'],
  message: 'give a number for each network, in their order, and not 0 for all',
};

/** Whether weights, where they are a list, are one for each network and not all 0. */
export function isWeightEach({
  weights,
  networks,
}: {
  readonly weights: string | readonly number[];
  readonly networks: readonly string[];
}): boolean {
  if (typeof weights === 'string') return true;
  return weights.length === networks.length && weights.some((weight) => weight > 0);
}

/** Fusion options as a caller gives them. */
export type FusionOptionsInput = z.input<typeof fusionOptionsSchema>;
