import { QuenError } from '../../core/errors.ts';
import { innerProducts } from '../../numerics/inner-products.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import { evidenceRange } from './evidence.ts';
import { assertProbes } from './prepare-set.ts';
import type { PreparedSet, ProbeEvidence, Rejector, RejectorNeeds } from './rejector.ts';

/** What a rejector has learnt. */
export interface LearntRejector {
  readonly operands: readonly Matrix[];
  /** Scores of probes whose evidence is checked and holds the products of all operands, shape [P]. */
  readonly score: (probes: ProbeEvidence) => Float64Array;
}

/** What one rejector adds to the rest. */
export interface RejectorDefinition {
  readonly name: string;
  readonly needs?: RejectorNeeds;
  /** Learns from a set that has what the rejector needs. */
  readonly learn: (set: PreparedSet) => LearntRejector | Promise<LearntRejector>;
}

/** Probes scored at a time where their products are not given: bounds memory to this many rows of scores. */
const PROBE_BLOCK = 256;

/** A rejector from what is particular to it: this adds the checks, what is learnt, and blocks of probes. */
export function defineRejector({ name, needs = {}, learn }: RejectorDefinition): Rejector {
  let learnt: (LearntRejector & { readonly set: PreparedSet }) | undefined;
  const fitted = (): NonNullable<typeof learnt> => {
    if (learnt !== undefined) return learnt;
    throw new QuenError(
      'REJECTOR_NOT_FITTED',
      `The rejector '${name}' has learnt nothing yet. Fit it before it scores.`,
    );
  };
  return {
    name,
    needs,
    async fit(set) {
      if (needs.strangers && set.strangers === undefined)
        throw lacks(name, 'photos of strangers to learn from', 'Give some, or choose another rejector');
      learnt = { ...(await learn(set)), set };
    },
    operands: () => fitted().operands,
    score(probes) {
      const { set, operands, score } = fitted();
      assertProbes(probes, set);
      assertHeadServes(name, needs, probes);
      const scores = new Float64Array(probes.embeddings.rows);
      const isReady = operands.every((operand) => probes.products?.has(operand));
      const blockRows = isReady ? Math.max(1, scores.length) : PROBE_BLOCK;
      for (let first = 0; first < scores.length; first += blockRows) {
        const end = Math.min(first + blockRows, scores.length);
        scores.set(score(withProducts(evidenceRange(probes, first, end), operands)), first);
      }
      return scores;
    },
  };
}

function withProducts(probes: ProbeEvidence, operands: readonly Matrix[]): ProbeEvidence {
  const products = new Map(probes.products);
  for (const operand of operands)
    if (!products.has(operand)) products.set(operand, innerProducts(probes.embeddings, operand));
  return { ...probes, products };
}

function assertHeadServes(name: string, { headScores }: RejectorNeeds, { head }: ProbeEvidence): void {
  if (headScores === undefined) return;
  if (head !== undefined && (head.kind === headScores || head.kind === 'logit')) return;
  const given = head === undefined ? 'none' : `scores of the kind ${head.kind}`;
  const wanted = headScores === 'logit' ? 'logits' : 'logits or probabilities';
  throw lacks(name, `${wanted} of a head, and got ${given}`, 'Use a head that gives them, such as logistic');
}

/** The fault of asking a rejector to work without what it needs. */
export function lacks(name: string, what: string, cure: string): QuenError {
  return new QuenError('REJECTOR_EVIDENCE', `The rejector '${name}' needs ${what}. ${cure}.`);
}
