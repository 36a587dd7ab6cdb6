import type { SearchRecord } from '../../evaluation/search-record.ts';
import { searchGallery } from '../../gallery/search.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import { type Recogniser, searchable } from '../recogniser.ts';
import { type TrainingMaterial, trainingSetOf } from '../training/material.ts';
import { matedOf } from '../training/validate-heads.ts';
import { bestNames } from './best-names.ts';
import { crossFitScores, type PartedFaces, partOfPhoto } from './cross-fit.ts';
import { heldOutFaces, type LabellingPlan, strangerFaces } from './label-rounds.ts';
import type { Pile } from './pile.ts';
import type { PseudoLabel } from './pseudo-label.ts';

/** What a pile taught. */
export interface TaughtLabels {
  readonly plan: Pick<LabellingPlan, 'way' | 'partCount'>;
  readonly labels: readonly PseudoLabel[];
  /** Searches by enrolled photos that were held out of everything that was learnt. */
  readonly heldOut: readonly SearchRecord[];
}

/**
 * A recogniser that has learnt from the pseudo-labels of a pile. A probe is scored by the labels of the other parts of the
 * pile, as `crossFitScores` says, so every search must say which photo a probe is in. People who are not enrolled are
 * scored in the same way; without strangers, enrolled photos searched without their person stand in. The photos shown as
 * evidence are the enrolled ones.
 */
export async function transducedRecogniser(
  material: TrainingMaterial,
  pile: Pile,
  { plan, labels, heldOut }: TaughtLabels,
): Promise<Recogniser> {
  const { gallery } = material;
  const { way, partCount } = plan;
  const learnt = { set: trainingSetOf(material, [...gallery.faces.keys()]), pile, labels };
  const scoresOf = async (faces: PartedFaces): Promise<Matrix> => {
    const [scores] = await crossFitScores(way, learnt, { faces: [faces], partCount });
    return scores as Matrix;
  };
  const target = searchable(gallery);
  const { rule } = gallery.nonMated;
  return {
    gallery,
    nonMated: await nonMatedScores(material, { scoresOf, partCount }),
    mated: matedOf(heldOut, gallery.identities),
    search: async (probes, { photoOf, ...asked }) => {
      if (photoOf?.length !== probes.rows) throw new RangeError('Say which photo each probe is in.');
      const partOf = photoOf.map((photo) => partOfPhoto(photo, partCount));
      const scores = await scoresOf({ rows: probes, partOf });
      return searchGallery(probes, target, { rule, ...asked, opinion: { scores, use: 'scores' } });
    },
  };
}

async function nonMatedScores(
  material: TrainingMaterial,
  {
    scoresOf,
    partCount,
  }: { readonly scoresOf: (faces: PartedFaces) => Promise<Matrix>; readonly partCount: number },
): Promise<Recogniser['nonMated']> {
  const { gallery, strangers } = material;
  const count = gallery.identities.length;
  if (strangers.probes.rows > 0) {
    const names = bestNames(await scoresOf(strangerFaces(strangers, partCount)), count);
    return { setOn: 'strangers', people: byPerson(names, strangers.labels) };
  }
  const owners = gallery.faces.map(({ identity }) => identity);
  const enrolled = heldOutFaces(material, [...owners.keys()], partCount);
  const names = bestNames(await scoresOf(enrolled), count, owners);
  return { setOn: 'leave-one-identity-out', people: byPerson(names, owners) };
}

/** Scores by person; none for somebody beside whom nobody is enrolled. */
function byPerson(
  names: readonly { readonly score: number }[],
  personOf: readonly (string | number)[],
): number[][] {
  const people = new Map<string | number | undefined, number[]>();
  names.forEach(({ score }, n) => {
    if (Number.isFinite(score)) people.set(personOf[n], [...(people.get(personOf[n]) ?? []), score]);
  });
  return [...people.values()];
}
