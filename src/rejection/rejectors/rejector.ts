import type { Matrix } from '../../numerics/matrix.ts';

/** Inner products of every row of `a` with every row of `b`, shape [a.rows, b.rows]; a port, since it is the work. */
export type InnerProducts = (a: Matrix, b: Matrix) => Matrix | Promise<Matrix>;

/** Scores of a head. `logit`: softmax turns a row into probabilities. `probability`: a row sums to 1. */
export interface HeadEvidence {
  readonly kind: 'logit' | 'probability' | 'cosine';
  /** Shape [P, C], or [P, C + 1] with strangers as a class, which is the last column. */
  readonly values: Matrix;
}

/** Photos of people who are not enrolled: the cohort, or known unknowns. */
export interface RejectorStrangers {
  /** Of unit length, shape [M, D]. */
  readonly embeddings: Matrix;
  /** Which stranger is in each row, shape [M]: photos of one person bear one number. */
  readonly personOf: Int32Array;
  /** From a head that did not learn from the row it scores, shape [M, C]; for a rejector learnt over such scores. */
  readonly headScores?: HeadEvidence;
}

/** What rejectors learn from; `prepareRejectorSet` checks it. */
export interface RejectorSet {
  /** Enrolled embeddings of unit length, shape [N, D]. */
  readonly templates: Matrix;
  /** Identity of each template, in 0..identityCount - 1, shape [N]. */
  readonly identityOf: Int32Array;
  readonly identityCount: number;
  /** Out-of-fold scores of the templates; for a rejector learnt over scores of heads. Shape [N, C]. */
  readonly headScores?: HeadEvidence;
  readonly strangers?: RejectorStrangers;
  /** The plain ones when absent. */
  readonly innerProducts?: InnerProducts;
  /** Cosines of embeddings; their inner products when absent, which are too low where parts of some are missing. */
  readonly cosines?: InnerProducts;
}

/** A set that was checked, with what several rejectors start from. */
export interface PreparedSet extends RejectorSet {
  readonly innerProducts: InnerProducts;
  readonly cosines: InnerProducts;
  /** Means of each identity's templates, scaled to unit length, shape [C, D]. */
  readonly means: Matrix;
}

/** What is known of some probes. */
export interface ProbeEvidence {
  /** Of unit length, shape [P, D]. */
  readonly embeddings: Matrix;
  readonly head?: HeadEvidence;
  /**
   * The identity that is proposed for each probe, shape [P]. Rejectors that judge identities then judge that one instead
   * of the one that is best to them.
   */
  readonly proposed?: Int32Array;
  /** Inner products of the probes with operands of rejectors, shape [P, operand.rows]; those absent are computed. */
  readonly products?: ReadonlyMap<Matrix, Matrix>;
}

/** What a rejector cannot do without. */
export interface RejectorNeeds {
  /** In the set it learns from. */
  readonly strangers?: true;
  /** In the evidence of each probe; logits also serve where probabilities are needed. */
  readonly headScores?: 'logit' | 'probability';
}

/** Tells faces of enrolled people from those of strangers. */
export interface Rejector {
  /** Plain word for tables and messages. */
  readonly name: string;
  readonly needs: RejectorNeeds;
  /**
   * Learns from a set, forgetting what it learnt before; the same set gives the same scores. Throws
   * `REJECTOR_EVIDENCE` for a set without what it needs.
   */
  fit(set: PreparedSet): Promise<void>;
  /**
   * Matrices of the dimension of the embeddings whose inner products with the probes its scores are made of. Rejectors
   * fitted on one prepared set share the templates and the means. Throws `REJECTOR_NOT_FITTED`.
   */
  operands(): readonly Matrix[];
  /**
   * One number for each probe, on its own: higher is more surely enrolled, accept when `score >= threshold`. Finite.
   * Throws `REJECTOR_NOT_FITTED`, `REJECTOR_EVIDENCE` without the head scores it needs, and `DIMENSION_MISMATCH` for
   * probes of another length than the templates, not of unit length, or with a value that is not finite.
   * @returns shape [P]
   */
  score(probes: ProbeEvidence): Float64Array;
}
