import { QuenError } from '../core/errors.ts';
import { type Matrix, row } from '../numerics/matrix.ts';
import type { HeadScoreKind } from './score-kind.ts';
import type { HeadSnapshot } from './snapshot.ts';

/** Embeddings and what made them. */
export interface Embeddings {
  /** Of any length above 0; a head that compares directions scales them itself. Shape [N, D]. */
  readonly rows: Matrix;
  /** The networks that gave them, in the order in which they were fused. */
  readonly networks: readonly string[];
}

/** What strangers are to a head: examples of nobody, or one more class with a score of its own. */
export type StrangerRole = 'negatives' | 'class';

/** Embeddings of people who are not to be recognised. */
export interface Strangers extends Embeddings {
  /** Which stranger is in each row, from 0, shape [N]: photos of one person bear one number. */
  readonly personOf: Int32Array;
  readonly role: StrangerRole;
}

/** Further embeddings of training photos: mirrored, or changed as `methodViews` changes crops. */
export interface TrainingViews {
  /** Shape [V, D]. */
  readonly rows: Matrix;
  /** Which row of the training set each is a view of, shape [V]. */
  readonly photoOf: Int32Array;
}

/** What a head learns from. */
export interface TrainingSet extends Embeddings {
  /** Place in `identities` of each row, shape [N]. */
  readonly identityOf: Int32Array;
  /** Names, each with at least one row. */
  readonly identities: readonly string[];
  /** Learnt from by heads that are trained step by step; the others pass them over. */
  readonly views?: TrainingViews;
  readonly strangers?: Strangers;
}

/** Scores of every identity for some probes. */
export interface HeadScores {
  readonly kind: HeadScoreKind;
  /** Higher is more alike; shape [P, C], or [P, C + 1] with strangers as a class, which is the last column. */
  readonly values: Matrix;
}

/** A classifier of identities on embeddings of frozen networks. */
export interface Head {
  /** Plain word for tables and messages. */
  readonly name: string;
  readonly scoreKind: HeadScoreKind;
  /** What strangers may be to it. */
  readonly strangerRoles: readonly StrangerRole[];
  /**
   * Learns from a training set, forgetting what it learnt before; the same set and seed give the same scores
   * bit for bit on one machine. Throws `DIMENSION_MISMATCH`, `PEOPLE_EMPTY` for no identities, and
   * `CONFIG_INVALID` for a role of strangers that the head does not know.
   */
  fit(set: TrainingSet, seed: number): Promise<void>;
  /**
   * Scores of probes, each on its own. Throws `HEAD_NOT_FITTED`, and `DIMENSION_MISMATCH` for other embeddings
   * than it learnt from.
   */
  predict(probes: Embeddings): Promise<HeadScores>;
  /** What it has learnt. Throws `HEAD_NOT_FITTED`. */
  snapshot(): HeadSnapshot;
}

/** Throws what {@link Head.fit} throws for a training set that no head can learn from, or not this one. */
export function assertTrainable(set: TrainingSet, head: Pick<Head, 'name' | 'strangerRoles'>): void {
  const { identities, identityOf, rows, strangers, views } = set;
  if (identities.length === 0 || rows.rows === 0)
    throw new QuenError('PEOPLE_EMPTY', 'There is nobody to learn. Give at least one photo of one person.');
  assertNumbered(identityOf, rows.rows, { what: 'person', limit: identities.length });
  assertDirections(set, 'training');
  const present = new Set(identityOf);
  const absent = identities.findIndex((_, identity) => !present.has(identity));
  if (absent >= 0)
    throw mismatch(
      `'${identities[absent]}' has no embedding. Leave the name out, or give a photo with a face.`,
    );
  if (views !== undefined) assertViews(views, rows);
  if (strangers !== undefined) assertStrangers(strangers, set, head);
}

function assertViews({ rows, photoOf }: TrainingViews, photos: Matrix): void {
  if (rows.cols !== photos.cols)
    throw mismatch(
      `The photos have embeddings of ${photos.cols} values; their views have ${rows.cols}. Embed with the same networks.`,
    );
  assertNumbered(photoOf, rows.rows, { what: 'photo', limit: photos.rows });
  assertDirections({ rows }, 'view');
}

function assertStrangers(
  strangers: Strangers,
  set: TrainingSet,
  head: Pick<Head, 'name' | 'strangerRoles'>,
): void {
  if (!head.strangerRoles.includes(strangers.role)) {
    const roles = head.strangerRoles.join(' or ');
    throw new QuenError(
      'CONFIG_INVALID',
      `The head '${head.name}' cannot take strangers as ${strangers.role}. Give them as ${roles}, or leave them out.`,
    );
  }
  if (strangers.rows.rows === 0)
    throw mismatch('The strangers have no embeddings. Leave them out, or give photos with faces.');
  assertNumbered(strangers.personOf, strangers.rows.rows, { what: 'person', limit: strangers.rows.rows });
  assertDirections(strangers, 'stranger');
  assertSameNetworks(strangers, { networks: set.networks, dimension: set.rows.cols });
}

/** What a head learnt from: the networks, and the length of an embedding. */
type Learnt = Pick<HeadSnapshot, 'networks' | 'dimension'>;

/** Throws `DIMENSION_MISMATCH` for probes that are not embeddings of the networks a head learnt from. */
export function assertPredictable(probes: Embeddings, learnt: Learnt): void {
  assertSameNetworks(probes, learnt);
  assertDirections(probes, 'probe');
}

/** The fault of asking a head for scores too early. */
export function notFitted(name: string): QuenError {
  return new QuenError(
    'HEAD_NOT_FITTED',
    `The head '${name}' has learnt nobody yet. Fit it before it predicts.`,
  );
}

function assertNumbered(
  numbers: Int32Array,
  rowCount: number,
  { what, limit }: { readonly what: 'person' | 'photo'; readonly limit: number },
): void {
  if (numbers.length !== rowCount)
    throw mismatch(
      `There are ${rowCount} embeddings, but for ${numbers.length} it is said which ${what} each is of. Say it for all.`,
    );
  const stray = numbers.find((number) => number < 0 || number >= limit);
  if (stray !== undefined)
    throw mismatch(`There is no ${what} ${stray}; they are numbered from 0 to ${limit - 1}.`);
}

function assertSameNetworks(given: Embeddings, learnt: Learnt): void {
  if (given.networks.join('\n') !== learnt.networks.join('\n'))
    throw mismatch(
      `Embeddings of ${given.networks.join(' + ')} were given to a head of ${learnt.networks.join(' + ')}. Embed with the same networks, in the same order.`,
    );
  if (given.rows.cols !== learnt.dimension)
    throw mismatch(
      `The head learnt embeddings of ${learnt.dimension} values; these have ${given.rows.cols}. Embed with the same networks.`,
    );
}

function assertDirections({ rows }: Pick<Embeddings, 'rows'>, what: string): void {
  for (let n = 0; n < rows.rows; n++) {
    let squared = 0;
    for (const value of row(rows, n)) squared += value * value;
    if (squared > 0 && Number.isFinite(squared)) continue;
    const problem = squared === 0 ? 'is all zeros' : 'holds a value that is not finite';
    throw mismatch(
      `The embedding of ${what} ${n} ${problem}. Embed the photo again; if it persists, leave it out.`,
    );
  }
}

function mismatch(message: string): QuenError {
  return new QuenError('DIMENSION_MISMATCH', message);
}
