import type { Cohort, GalleryRejection } from '../../gallery/gallery.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import type { HeadEvidence } from '../../rejection/rejectors/rejector.ts';
import type { Recogniser } from '../recogniser.ts';
import { fitRejector, type RejectionPlan } from './fit-rejector.ts';

/** What a rejecting recogniser is made with. */
export interface RejectionParts {
  readonly plan: RejectionPlan;
  readonly cohort?: Cohort | undefined;
  /**
   * What the rejector says of people it had no part of. A recogniser without it calibrates others: it lasts no longer than
   * the plan's inner products.
   */
  readonly calibration?: Pick<GalleryRejection, 'nonMated' | 'mated'>;
}

const NOBODY: Pick<GalleryRejection, 'nonMated' | 'mated'> = { nonMated: { setOn: 'strangers', people: [] } };

/**
 * Fits a rejector to the gallery of a recogniser, and makes a recogniser that orders candidates as that one does, but accepts
 * the best of them by what the rejector says of that very identity. Throws `REJECTOR_EVIDENCE` without the strangers that the
 * rejector needs, and `ABORTED`; a search throws it where the rejector needs scores of a head and there are none of the kind.
 */
export async function rejectingRecogniser(
  base: Recogniser,
  { plan, cohort, calibration }: RejectionParts,
): Promise<Recogniser> {
  const isLasting = calibration !== undefined;
  const rejector = await fitRejector(base.gallery, { plan, cohort, isLasting });
  const { nonMated, mated } = calibration ?? NOBODY;
  const { mated: _, ...rest } = base;
  return {
    ...rest,
    rejector: rejector.name,
    nonMated,
    ...(mated && { mated }),
    search: async (probes, search) => {
      const hits = await base.search(probes, search);
      const head = rejector.needs.headScores && (await headEvidence(base, probes));
      const proposed = Int32Array.from(hits, ({ candidates: [best] }) => best?.identity ?? 0);
      const scores = await rejector.score({ embeddings: probes, proposed, ...(head && { head }) });
      return hits.map((hit, p) => ({ ...hit, acceptance: scores[p] as number }));
    },
  };
}

async function headEvidence({ headScores }: Recogniser, probes: Matrix): Promise<HeadEvidence | undefined> {
  if (headScores === undefined) return undefined;
  const { kind, values } = await headScores(probes);
  return { kind: kind === 'logit' || kind === 'probability' ? kind : 'cosine', values };
}
