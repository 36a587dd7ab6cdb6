import type { Gallery } from '../../gallery/gallery.ts';
import type { StrangerRole, Strangers, TrainingSet, TrainingViews } from '../../heads/head.ts';
import { type Matrix, row, stackRows } from '../../numerics/matrix.ts';

/** The photos of strangers with a face, and who is in each. */
export interface StrangerFaces {
  /** One for each row of `probes`. */
  readonly labels: readonly string[];
  /** Fused embeddings of unit length, shape [S, D]. */
  readonly probes: Matrix;
}

/** Everything that heads are trained and judged with. */
export interface TrainingMaterial {
  readonly gallery: Gallery;
  readonly views?: TrainingViews;
  /** None to judge with when there are no rows. */
  readonly strangers: StrangerFaces;
}

/** The training set of some rows of the gallery, ascending; every identity must be among them. */
export function trainingSetOf(
  { gallery, views }: Omit<TrainingMaterial, 'strangers'>,
  rows: readonly number[],
  strangers?: Strangers,
): TrainingSet {
  const { templates, faces, identities, embedders } = gallery;
  return {
    rows: rowsOf(templates, rows),
    networks: embedders.map(({ name }) => name),
    identityOf: Int32Array.from(rows, (n) => faces[n]?.identity ?? 0),
    identities,
    ...(views && { views: viewsOf(views, rows) }),
    ...(strangers && { strangers }),
  };
}

/** What strangers are for: to calibrate on alone, or some of them to learn from too, in a {@link StrangerRole}. */
export const STRANGER_USES = ['calibration', 'negatives', 'class'] as const;

/** One of {@link STRANGER_USES}. */
export type StrangerUse = (typeof STRANGER_USES)[number];

/** Strangers as heads learn from them; undefined where there are none or they are for calibration alone. */
export function strangersFor(
  { gallery }: Pick<TrainingMaterial, 'gallery'>,
  { labels, probes }: StrangerFaces,
  use: StrangerUse,
): Strangers | undefined {
  if (use === 'calibration' || probes.rows === 0) return undefined;
  const people = new Map([...new Set(labels)].map((label, person) => [label, person]));
  const personOf = Int32Array.from(labels, (label) => people.get(label) ?? 0);
  return { rows: probes, networks: gallery.embedders.map(({ name }) => name), personOf, role: use };
}

/** The strangers whose place in the order of first appearance passes a test; people are never divided. */
export function strangersWhere(
  { labels, probes }: StrangerFaces,
  isWanted: (person: number) => boolean,
): StrangerFaces {
  const people = new Map([...new Set(labels)].map((label, person) => [label, person]));
  const kept = labels.flatMap((label, n) => (isWanted(people.get(label) ?? 0) ? [n] : []));
  return { labels: kept.map((n) => labels[n] ?? ''), probes: rowsOf(probes, kept) };
}

/** Some rows of a matrix, in the order given. */
export function rowsOf(m: Matrix, rows: readonly number[]): Matrix {
  return stackRows(
    rows.map((n) => row(m, n)),
    m.cols,
  );
}

function viewsOf({ rows, photoOf }: TrainingViews, photos: readonly number[]): TrainingViews {
  const placeOf = new Map(photos.map((photo, place) => [photo, place]));
  const kept = [...photoOf.keys()].filter((view) => placeOf.has(photoOf[view] ?? -1));
  return {
    rows: rowsOf(rows, kept),
    photoOf: Int32Array.from(kept, (view) => placeOf.get(photoOf[view] ?? -1) ?? 0),
  };
}
