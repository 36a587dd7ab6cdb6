import { z } from 'zod';
import { DEGRADATION_NAMES, DEGRADATION_SWEEP, parseDegradation } from '../images/degradation/degradation.ts';

/** Options of the robustness sweep of an evaluation. */
export const degradationOptionsSchema = z.strictObject({
  /** Names of degradations, `all` for the whole sweep; nothing is degraded without any. */
  degrade: z
    .array(
      z.string().refine((name) => name === 'all' || parseDegradation(name) !== undefined, {
        error: ({ input }) =>
          `there is no degradation '${String(input)}'; take all, or some such as ${DEGRADATION_NAMES}`,
      }),
    )
    .default([])
    .transform((names) => [
      ...new Set(names.flatMap((name) => (name === 'all' ? DEGRADATION_SWEEP : [name]))),
    ]),
  /** Photos of the test that are degraded, drawn at random; all when it has fewer. */
  degradePhotos: z.int().positive().default(600),
  /** Names of more detectors whose cards the sweep is repeated with. */
  degradeDetectors: z.array(z.string()).default([]),
  /** Decides which photos are drawn and what is random in their degradation. */
  degradeSeed: z.int().default(1),
});

/** Options of a sweep with every default filled in. */
export type DegradationOptions = z.output<typeof degradationOptionsSchema>;

/** Why photos that are aligned already are not degraded. */
export const DEGRADE_FINDS_FACES = {
  path: ['degrade'],
  message: 'photos are degraded before faces are found in them; leave out aligned (--aligned)',
};

/** Why photos to learn from are not degraded. */
export const DEGRADE_TEACHES_NOTHING = {
  path: ['degrade'],
  message:
    'a sweep names photos one by one and learns from none; leave out learnFromPhotos (--learn-from-photos)',
};
