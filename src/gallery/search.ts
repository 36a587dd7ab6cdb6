import { QuenError } from '../core/errors.ts';
import { type Matrix, row } from '../numerics/matrix.ts';
import { topK } from '../numerics/top-k.ts';
import {
  identityMeans,
  identityScoresInto,
  type ScoreRule,
  type SearchableGallery,
} from './identity-scores.ts';
import { plainScoreMatrix, type ScoreMatrix } from './score-matrix.ts';
import { type FusedPart, partLengths, sharedPartScores } from './shared-parts.ts';

/** An identity by its place in the gallery, with its score. */
export interface ScoredIdentity {
  readonly identity: number;
  readonly score: number;
}

/** What one search found. */
export interface SearchHit {
  /** Best first; of equal scores the identity that comes first in the gallery. */
  readonly candidates: readonly ScoredIdentity[];
  /** The template most like the probe, by its row; the first of equals. */
  readonly nearest: { readonly row: number; readonly score: number };
  /** Where the right identity came, 1-based, and its score; present when `mates` named one. */
  readonly mate?: { readonly rank: number; readonly score: number };
  /** What a rejector says of the best candidate, on a scale of its own; absent where the candidate's score decides. */
  readonly acceptance?: number;
}

/** The score that decides whether the best candidate of a search is accepted; undefined without candidates. */
export function acceptanceOf({ acceptance, candidates: [best] }: SearchHit): number | undefined {
  return acceptance ?? best?.score;
}

/** How to search. */
export interface SearchOptions {
  readonly rule: ScoreRule;
  /** Candidates to keep for each probe. */
  readonly candidateCount: number;
  /** The right identity of each probe where there is one, shape [P]; for evaluation. */
  readonly mates?: readonly (number | undefined)[];
  /** An identity that each probe may not find, shape [P]; for {@link leaveOneIdentityOut}. */
  readonly hidden?: readonly number[];
  /** What others than the templates say of the probes. */
  readonly opinion?: Opinion;
  /** The plain one when absent. */
  readonly scoreMatrix?: ScoreMatrix;
}

/** Scores of identities from elsewhere, such as a classifier head. */
export interface Opinion {
  /** Shape [P, C] or wider; columns beyond the identities are passed over. */
  readonly scores: Matrix;
  /** `order`: they decide who comes first, with the templates' scores; `scores`: they stand in for these too. */
  readonly use: 'order' | 'scores';
}

/** Probes scored at a time: bounds memory to this many rows of scores, and shares one pass over the templates. */
const PROBE_BLOCK = 64;

/** Searches every probe and returns all hits; see {@link searchBlocks}. */
export function searchGallery(
  probes: Matrix,
  gallery: SearchableGallery,
  options: SearchOptions,
): SearchHit[] {
  return [...searchBlocks(probes, gallery, options)].flat();
}

/**
 * Searches probes block by block, so that a caller may stop or report between blocks. Exact: every probe meets every
 * template, and its hit does not depend on the other probes. Throws `DIMENSION_MISMATCH` for embeddings of another
 * length than the gallery's, not of unit length, or with a value that is not finite, and `PEOPLE_EMPTY` for an empty
 * gallery.
 * @param probes embeddings of unit length, shape [P, D]
 */
export function* searchBlocks(
  probes: Matrix,
  gallery: SearchableGallery,
  options: SearchOptions,
): Generator<SearchHit[], void> {
  assertSearchable(probes, gallery);
  assertOpinion(options.opinion, probes, gallery);
  const products = options.scoreMatrix ?? plainScoreMatrix;
  const scoreMatrix = gallery.parts === undefined ? products : sharedPartScores(products, gallery.parts);
  const means = identityMeans(gallery);
  const scores = new Float64Array(gallery.identityCount);
  for (let first = 0; first < probes.rows; first += PROBE_BLOCK) {
    const block = rows(probes, first, Math.min(first + PROBE_BLOCK, probes.rows));
    const ofTemplates = scoreMatrix(block, gallery.templates);
    const ofMeans = scoreMatrix(block, means);
    const hits: SearchHit[] = [];
    for (let p = 0; p < block.rows; p++) {
      const probe = {
        ofTemplates: rows(ofTemplates, p, p + 1).data,
        ofMeans: rows(ofMeans, p, p + 1).data,
      };
      identityScoresInto(probe, gallery, options.rule, scores);
      const order = orderOf(scores, options.opinion, first + p);
      hits.push(hitOf(first + p, { probe: probe.ofTemplates, scores, order, gallery }, options));
    }
    yield hits;
  }
}

/** What identities are ordered by; an opinion that gives scores too is written over the templates' own. */
function orderOf(scores: Float64Array, opinion: Opinion | undefined, probe: number): Float64Array {
  if (opinion === undefined) return scores;
  const order = Float64Array.from(row(opinion.scores, probe).subarray(0, scores.length));
  if (opinion.use === 'order') return order;
  scores.set(order);
  return scores;
}

interface ScoredProbe {
  readonly probe: Float32Array;
  readonly scores: Float64Array;
  /** What decides who comes first; may be the scores themselves. */
  readonly order: Float64Array;
  readonly gallery: SearchableGallery;
}

function hitOf(place: number, scored: ScoredProbe, options: SearchOptions): SearchHit {
  const { scores, order, gallery } = scored;
  const hidden = options.hidden?.[place];
  if (hidden !== undefined) order[hidden] = Number.NEGATIVE_INFINITY;
  const candidates = topK(order, options.candidateCount).map((identity) => ({
    identity,
    score: scores[identity] ?? Number.NaN,
  }));
  const nearest = nearestTemplate(scored.probe, gallery.identityOf, hidden);
  const mate = options.mates?.[place];
  return mate === undefined ? { candidates, nearest } : { candidates, nearest, mate: mateOf(scored, mate) };
}

function nearestTemplate(
  scores: Float32Array,
  identityOf: Int32Array,
  hidden: number | undefined,
): SearchHit['nearest'] {
  let best = { row: 0, score: Number.NEGATIVE_INFINITY };
  scores.forEach((score, row) => {
    if (score > best.score && identityOf[row] !== hidden) best = { row, score };
  });
  return best;
}

function mateOf(
  { scores, order }: Pick<ScoredProbe, 'scores' | 'order'>,
  mate: number,
): { rank: number; score: number } {
  const place = order[mate];
  if (place === undefined)
    throw new QuenError('DIMENSION_MISMATCH', `There is no identity ${mate} in the gallery.`);
  let rank = 1;
  order.forEach((other, c) => {
    if (other > place || (other === place && c < mate)) rank++;
  });
  return { rank, score: scores[mate] ?? Number.NaN };
}

function rows(m: Matrix, first: number, end: number): Matrix {
  return { data: m.data.subarray(first * m.cols, end * m.cols), rows: end - first, cols: m.cols };
}

/** How far from 1 the squared length of a unit embedding may be after float32 rounding and storage. */
const UNIT_TOLERANCE = 1e-3;

/** Throws as {@link searchBlocks} does for probes and galleries that cannot be searched. */
export function assertSearchable(probes: Matrix, gallery: SearchableGallery): void {
  const { templates, identityOf, identityCount } = gallery;
  if (templates.rows === 0 || identityCount === 0)
    throw new QuenError('PEOPLE_EMPTY', 'The gallery has nobody in it. Enrol somebody first.');
  if (identityOf.length !== templates.rows) {
    const counts = `${templates.rows} templates but ${identityOf.length} identity numbers`;
    throw new QuenError('DIMENSION_MISMATCH', `The gallery has ${counts}.`);
  }
  const stray = identityOf.find((identity) => identity < 0 || identity >= identityCount);
  if (stray !== undefined)
    throw new QuenError(
      'DIMENSION_MISMATCH',
      `Identity ${stray} is not one of the ${identityCount} enrolled.`,
    );
  if (probes.cols !== templates.cols) {
    const lengths = `The gallery's embeddings have ${templates.cols} values, the probe's ${probes.cols}`;
    throw new QuenError('DIMENSION_MISMATCH', `${lengths}. Enrol again with the networks you search with.`);
  }
  assertUnitRows(templates, 'template');
  assertUnitRows(probes, 'probe');
  if (gallery.parts !== undefined) assertSameWeights(probes, gallery.parts);
}

/** Probes that were fused with other weights would have scores that mean nothing. */
function assertSameWeights(probes: Matrix, parts: readonly FusedPart[]): void {
  const { squared } = partLengths(probes, parts);
  for (let p = 0; p < probes.rows; p++) {
    const lengths = squared.subarray(p * parts.length, (p + 1) * parts.length);
    const present = parts.reduce((sum, { weight }, k) => ((lengths[k] ?? 0) > 0 ? sum + weight : sum), 0);
    const isSame = parts.every(({ weight }, k) => {
      const length = lengths[k] ?? 0;
      return length === 0 || Math.abs(length - weight / present) <= UNIT_TOLERANCE;
    });
    if (isSame) continue;
    const problem = `The embedding of probe ${p} weighs its networks otherwise than the gallery does`;
    throw new QuenError('DIMENSION_MISMATCH', `${problem}. Fuse it with the gallery's weights.`);
  }
}

function assertOpinion(
  opinion: Opinion | undefined,
  probes: Matrix,
  { identityCount }: SearchableGallery,
): void {
  if (opinion === undefined) return;
  const { rows: given, cols } = opinion.scores;
  if (given === probes.rows && cols >= identityCount) return;
  throw new QuenError(
    'DIMENSION_MISMATCH',
    `Scores of ${given} probes by ${cols} identities were given for ${probes.rows} probes and ${identityCount} identities. Use heads of this very gallery.`,
  );
}

function assertUnitRows(m: Matrix, what: string): void {
  for (let i = 0; i < m.rows; i++) {
    let squared = 0;
    for (const value of rows(m, i, i + 1).data) squared += value * value;
    if (Math.abs(squared - 1) <= UNIT_TOLERANCE) continue;
    const problem = Number.isFinite(squared)
      ? `is of length ${Math.sqrt(squared)}, not 1`
      : 'holds a value that is not finite';
    throw new QuenError('DIMENSION_MISMATCH', `The embedding of ${what} ${i} ${problem}.`);
  }
}
