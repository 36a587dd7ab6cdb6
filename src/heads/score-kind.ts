/**
 * What a head's scores are. `cosine`: of the angle to an identity. `vote`: the cosine of the best photo, raised
 * by further near ones. `logit`: softmax turns a row into probabilities. `log-likelihood`: of the embedding
 * under an identity, up to a constant of the head. `log-likelihood-ratio`: the same person against two
 * different ones; above 0 the same person is likelier. `probability`: a row sums to 1.
 */
export const HEAD_SCORE_KINDS = [
  'cosine',
  'vote',
  'logit',
  'probability',
  'log-likelihood',
  'log-likelihood-ratio',
] as const;

/** One of {@link HEAD_SCORE_KINDS}. */
export type HeadScoreKind = (typeof HEAD_SCORE_KINDS)[number];
