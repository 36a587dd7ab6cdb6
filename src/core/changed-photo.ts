/** What became of a search at its run's threshold. */
export type Verdict =
  /** The right name, or unknown for a stranger. */
  | { readonly kind: 'right' }
  /** Named as somebody else. */
  | { readonly kind: 'named-wrongly'; readonly as: string }
  /** Enrolled, but left unknown. */
  | { readonly kind: 'missed' }
  /** Enrolled, but no face was found. */
  | { readonly kind: 'no-face' };

/** A photo that one of two runs answered rightly and the other did not. */
export interface ChangedPhoto {
  readonly photo: string;
  readonly person: string;
  readonly isMated: boolean;
  readonly first: Verdict;
  readonly second: Verdict;
  /** What decided in each run; null without a face. */
  readonly firstScore: number | null;
  readonly secondScore: number | null;
}
