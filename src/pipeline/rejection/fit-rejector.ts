import { throwIfAborted } from '../../core/errors.ts';
import type { Cohort, Gallery } from '../../gallery/gallery.ts';
import { compareSharedParts } from '../../gallery/shared-parts.ts';
import { innerProducts as plainInnerProducts } from '../../numerics/inner-products.ts';
import { operandProducts, prepareRejectorSet } from '../../rejection/rejectors/prepare-set.ts';
import type {
  InnerProducts,
  PreparedSet,
  ProbeEvidence,
  Rejector,
} from '../../rejection/rejectors/rejector.ts';
import { scoreWithAll } from '../../rejection/rejectors/score-with-all.ts';

/** Which rejector decides, and how it is made and fitted. */
export interface RejectionPlan {
  /** Makes a new one, with the settings of the code. */
  readonly make: () => Rejector;
  /** For fitting and calibrating; the plain ones when absent. */
  readonly innerProducts?: InnerProducts | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The enrolled people that a rejector learns from. */
export type EnrolledPeople = Pick<Gallery, 'templates' | 'faces' | 'identities' | 'parts'>;

/** A rejector that has learnt. */
export interface FittedRejector extends Pick<Rejector, 'name' | 'needs'> {
  /**
   * What it says of probes, whoever else is asked about; errors of {@link Rejector.score}.
   * @returns shape [P]
   */
  score(probes: ProbeEvidence): Promise<Float64Array>;
}

/** What a rejector is fitted with, beside the enrolled people. */
export interface FittingParts {
  readonly plan: RejectionPlan;
  readonly cohort: Cohort | undefined;
  readonly isLasting: boolean;
}

/**
 * Fits a rejector to a gallery and, where it needs strangers, to a cohort. Embeddings with the part of a failed network
 * missing are compared by the networks that both have. Throws `REJECTOR_EVIDENCE` without what it needs, and `ABORTED`.
 * @param parts.isLasting whether it scores when the plan's inner products are gone: it then scores by plain ones, which also do
 * not depend on what else is asked
 */
export async function fitRejector(
  people: EnrolledPeople,
  { plan, cohort, isLasting }: FittingParts,
): Promise<FittedRejector> {
  const { make, innerProducts = plainInnerProducts, signal } = plan;
  throwIfAborted(signal);
  const rejector = make();
  const set = prepareRejectorSet({
    templates: people.templates,
    identityOf: Int32Array.from(people.faces, ({ identity }) => identity),
    identityCount: people.identities.length,
    ...productsOf(innerProducts, people.parts),
    ...(rejector.needs.strangers && cohort && { strangers: cohort }),
  });
  await rejector.fit(set);
  const lasting = isLasting ? productsOf(plainInnerProducts, people.parts) : {};
  const products = operandProducts({ ...set, ...lasting });
  return {
    name: rejector.name,
    needs: rejector.needs,
    score: async (probes) => {
      const [scores] = await scoreWithAll([rejector], probes, {
        innerProducts: products,
        ...(signal && { signal }),
      });
      return scores as Float64Array;
    },
  };
}

function productsOf(
  innerProducts: InnerProducts,
  parts: Gallery['parts'],
): Pick<PreparedSet, 'innerProducts' | 'cosines'> {
  if (parts === undefined) return { innerProducts, cosines: innerProducts };
  const cosines: InnerProducts = async (probes, templates) =>
    compareSharedParts({ scores: await innerProducts(probes, templates), probes, templates }, parts);
  return { innerProducts, cosines };
}
