import type { Cohort, Gallery } from '../../gallery/gallery.ts';
import type { StrangerRole, Strangers, TrainingSet, TrainingViews } from '../../heads/head.ts';
import { type Matrix, selectRows } from '../../numerics/matrix.ts';

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
    rows: selectRows(templates, rows),
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
  const networks = gallery.embedders.map(({ name }) => name);
  return { rows: probes, networks, personOf: personNumbers(labels), role: use };
}

/** Strangers as a rejector compares with them and learns from them. */
export function cohortOf({ labels, probes }: StrangerFaces): Cohort {
  return { embeddings: probes, personOf: personNumbers(labels) };
}

/** The strangers whose place in the order of first appearance passes a test; people are never divided. */
export function strangersWhere(
  { labels, probes }: StrangerFaces,
  isWanted: (person: number) => boolean,
): StrangerFaces {
  const kept = [...personNumbers(labels)].flatMap((person, n) => (isWanted(person) ? [n] : []));
  return { labels: kept.map((n) => labels[n] ?? ''), probes: selectRows(probes, kept) };
}

/** Who is in each row, numbered in the order of first appearance. */
function personNumbers(labels: readonly string[]): Int32Array {
  const people = new Map([...new Set(labels)].map((label, person) => [label, person]));
  return Int32Array.from(labels, (label) => people.get(label) ?? 0);
}

function viewsOf({ rows, photoOf }: TrainingViews, photos: readonly number[]): TrainingViews {
  const placeOf = new Map(photos.map((photo, place) => [photo, place]));
  const kept = [...photoOf.keys()].filter((view) => placeOf.has(photoOf[view] ?? -1));
  return {
    rows: selectRows(rows, kept),
    photoOf: Int32Array.from(kept, (view) => placeOf.get(photoOf[view] ?? -1) ?? 0),
  };
}
