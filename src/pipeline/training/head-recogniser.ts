import type { BundleRejection } from '../../bundle/bundle.ts';
import type { Gallery, MatedScore, NonMatedScores } from '../../gallery/gallery.ts';
import { searchGallery } from '../../gallery/search.ts';
import type { Embeddings, Head, HeadScores } from '../../heads/head.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import { type Recogniser, type Search, searchable } from '../recogniser.ts';

/** A head and its share in the scores. */
export interface WeightedHead {
  readonly head: Pick<Head, 'predict'>;
  /** Above 0; the weights of several heads are brought to a sum of 1. */
  readonly weight: number;
}

/** Heads that learnt from a gallery, and how they are used. */
export interface TrainedHeads {
  readonly heads: readonly WeightedHead[];
  /** The networks whose fused embeddings they take, in their order. */
  readonly networks: readonly string[];
  readonly rejection: BundleRejection;
  /** Best scores of people who are not enrolled, under this rejection. */
  readonly nonMated: Pick<NonMatedScores, 'setOn' | 'people'>;
  /** Searches of the enrolled photos out of fold, a list per identity; absent where photos could not be held out. */
  readonly mated?: readonly (readonly MatedScore[])[];
}

/** A recogniser that names by heads and shows the gallery's nearest photo as evidence. */
export function headRecogniser(gallery: Gallery, trained: TrainedHeads): Recogniser {
  const target = searchable(gallery);
  const { rule } = gallery.nonMated;
  const use = trained.rejection === 'head' ? 'scores' : 'order';
  const headScores = (probes: Matrix): Promise<HeadScores> =>
    weightedScores(trained.heads, { rows: probes, networks: trained.networks });
  const search = async (probes: Matrix, asked: Search) => {
    const { values: scores } = await headScores(probes);
    return searchGallery(probes, target, { rule, ...asked, opinion: { scores, use } });
  };
  const { nonMated, mated } = trained;
  return { gallery, nonMated, ...(mated && { mated }), headScores, search };
}

/** Weighted mean of heads' scores, shape [P, columns]; of the kind of the first. */
async function weightedScores(heads: readonly WeightedHead[], probes: Embeddings): Promise<HeadScores> {
  const total = heads.reduce((sum, { weight }) => sum + weight, 0);
  const [first, ...others] = heads;
  if (first === undefined) throw new RangeError('There is no head to ask.');
  const { kind, values } = await first.head.predict(probes);
  if (others.length === 0) return { kind, values };
  const data = values.data.map((value) => (value * first.weight) / total);
  for (const { head, weight } of others) {
    const further = (await head.predict(probes)).values;
    further.data.forEach((value, i) => {
      data[i] = (data[i] ?? 0) + (value * weight) / total;
    });
  }
  return { kind, values: { ...values, data } };
}
