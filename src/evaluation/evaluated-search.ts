import type { SearchRecord } from './search-record.ts';
import type { AnsweredRow } from './top-five.ts';

/** One photo of a test: who is in it, what was answered and why. */
export interface EvaluatedSearch extends SearchRecord, AnsweredRow {
  /** Name of the photo, as the test gives it. */
  readonly photo: string;
  /** Best candidates, best first, at most five; empty for a photo without a face. */
  readonly candidates: readonly { readonly identity: string; readonly score: number }[];
  /** The enrolled photo most like it; absent without a face. */
  readonly nearest?: { readonly photo: string; readonly identity: string; readonly score: number };
  /** How likely the best candidate is right; absent where nothing was learnt. */
  readonly probability?: number;
  /** Enrolled photos of its person; 0 for a stranger. */
  readonly enrolledPhotoCount: number;
}
