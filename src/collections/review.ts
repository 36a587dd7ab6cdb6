/** Answers of a person to "is this ...?": yes; no, nobody of the collection; not this person; somebody else, who is named; not sure. */
export const REVIEW_ANSWERS = ['yes', 'unknown', 'not-this-person', 'someone-else', 'unsure'] as const;
/** One of {@link REVIEW_ANSWERS}. */
export type ReviewAnswer = (typeof REVIEW_ANSWERS)[number];

/** A question to a person: is this face that person? */
export interface ReviewItem {
  readonly faceId: string;
  readonly photoId: string;
  /** Proposed people, best first; refused ones are not among them. */
  readonly candidates: readonly {
    readonly personId: string;
    readonly name: string;
    readonly score: number;
  }[];
  /** The enrolled face most like it, of whomever. */
  readonly nearest?: { readonly faceId: string; readonly personId: string; readonly score: number };
  /** Overall quality of the face, in [0, 1]; absent where it was not measured. */
  readonly quality?: number;
  /** How likely the first is right, in [0, 1]; absent where nothing was learnt. */
  readonly probability?: number;
  /** What an answer is worth, higher first; see {@link reviewValue}. */
  readonly value: number;
}

/**
 * What an answer to "is this the best candidate?" is expected to teach: the entropy of the answer in bits (uncertainty sampling, Lewis
 * and Gale 1994), times what a template adds to a person who has n of them, 1 / (1 + n).
 * @param probability that the best candidate is right, in [0, 1] @returns in [0, 1]
 */
export function reviewValue(probability: number, templateCount: number): number {
  const entropy = [probability, 1 - probability].reduce(
    (sum, share) => (share > 0 ? sum - share * Math.log2(share) : sum),
    0,
  );
  return entropy / (1 + templateCount);
}
