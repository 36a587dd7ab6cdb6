import type { Cohort, EnrolledFace, Gallery, GalleryRejection, MatedScore } from '../../gallery/gallery.ts';
import { acceptanceOf } from '../../gallery/search.ts';
import { personDisjointFolds } from '../../heads/folds.ts';
import { selectRows } from '../../numerics/matrix.ts';
import { seededRandom, shuffled } from '../../numerics/random.ts';
import { lacks } from '../../rejection/rejectors/define-rejector.ts';
import { bestScoresByPerson } from '../calibrate.ts';
import type { Recogniser } from '../recogniser.ts';
import { cohortOf, type StrangerFaces } from '../training/material.ts';
import type { RejectionPlan } from './fit-rejector.ts';
import { photoFolds } from './photo-folds.ts';
import { quickRecogniser } from './quick-recogniser.ts';
import { rejectingRecogniser } from './rejecting-recogniser.ts';

/** Whom a rejector is calibrated with. */
export interface RejectionMaterial {
  readonly gallery: Gallery;
  /** None where there are no rows. */
  readonly strangers: StrangerFaces;
}

type NonMated = GalleryRejection['nonMated'];

/** Parts that strangers, and enrolled photos, are cut into; a rejector is fitted for each. */
const FOLD_COUNT = 5;
/** Parts of the enrolled people where they stand in for strangers: the gallery that each is searched in lacks one part. */
const IDENTITY_FOLD_COUNT = 10;
/** Decides only who is held out together. */
const SEED = 1;

const GIVE_STRANGERS = 'Give photos of strangers (--strangers), or choose another rejector';

/**
 * What a rejector says of people and photos it had no part of, where the templates name. Throws `REJECTOR_EVIDENCE` where it
 * needs strangers or a head and there are none, or where there is nobody to set a threshold on, and `ABORTED`.
 */
export async function calibrateRejection(
  { gallery, strangers }: RejectionMaterial,
  plan: RejectionPlan,
): Promise<GalleryRejection> {
  const { name, needs } = plan.make();
  if (needs.headScores) throw lacks(name, 'the scores of a head', "Train one: 'quen train --head linear'");
  if (needs.strangers && strangers.probes.rows === 0)
    throw lacks(name, 'photos of strangers to learn from', GIVE_STRANGERS);
  const nonMated =
    strangers.probes.rows > 0
      ? await strangerScores(quickRecogniser(gallery, plan.innerProducts), strangers, plan)
      : await identityScores(gallery, plan);
  const cohort = needs.strangers && cohortOf(strangers);
  const mated = await matedScores(gallery, cohort, plan);
  return { rejector: name, nonMated, ...(mated && { mated }), ...(cohort && { cohort }) };
}

/**
 * What a rejector says of strangers, a list per person, in the order in which they occur. One that learns from strangers is
 * fitted without each fifth of the people in turn and judges those; what is said in the end is said by one that learnt from
 * all of them.
 * @param base names whom the rejector judges
 */
export async function strangerScores(
  base: Recogniser,
  strangers: StrangerFaces,
  plan: RejectionPlan,
): Promise<NonMated> {
  const { name, needs } = plan.make();
  const found = new Map<string, readonly number[]>();
  for (const { cohort, judged } of divisions(strangers, { name, isCohort: needs.strangers === true })) {
    const recogniser = await rejectingRecogniser(base, { plan, cohort });
    const hits = await recogniser.search(judged.probes, { candidateCount: 1 });
    const people = [...new Set(judged.labels)];
    bestScoresByPerson(hits, judged.labels).forEach((scores, place) => {
      found.set(people[place] ?? '', scores);
    });
  }
  const people = [...new Set(strangers.labels)].map((person) => found.get(person) ?? []);
  return { setOn: 'strangers', people };
}

interface Division {
  readonly cohort: Cohort | undefined;
  readonly judged: StrangerFaces;
}

function divisions(
  strangers: StrangerFaces,
  { name, isCohort }: { readonly name: string; readonly isCohort: boolean },
): Division[] {
  if (!isCohort) return [{ cohort: undefined, judged: strangers }];
  const { personOf } = cohortOf(strangers);
  const personCount = new Set(personOf).size;
  if (personCount < 2) throw lacks(name, 'photos of at least two strangers', GIVE_STRANGERS);
  const foldCount = Math.min(FOLD_COUNT, personCount);
  const [folds] = personDisjointFolds(personOf, { foldCount, repeatCount: 1, seed: SEED });
  return (folds?.folds ?? []).map(({ training, validation }) => ({
    cohort: cohortOf(facesAt(strangers, training)),
    judged: facesAt(strangers, validation),
  }));
}

function facesAt({ labels, probes }: StrangerFaces, places: readonly number[]): StrangerFaces {
  return { labels: places.map((n) => labels[n] ?? ''), probes: selectRows(probes, places) };
}

/**
 * What a rejector says of enrolled people it does not know, a list for each: every tenth of them is searched among the others.
 * They reach a little less than new people will among all, as the gallery is smaller by them.
 */
async function identityScores(gallery: Gallery, plan: RejectionPlan): Promise<NonMated> {
  const { name } = plan.make();
  const count = gallery.identities.length;
  if (count < 2) throw lacks(name, 'somebody to set its threshold on', GIVE_STRANGERS);
  const order = shuffled([...gallery.identities.keys()], seededRandom(SEED));
  const foldCount = Math.min(IDENTITY_FOLD_COUNT, count);
  const foldOf = new Map(order.map((identity, place) => [identity, place % foldCount]));
  const people: number[][] = gallery.identities.map(() => []);
  for (let fold = 0; fold < foldCount; fold++) {
    const isHeldOut = ({ identity }: EnrolledFace): boolean => foldOf.get(identity) === fold;
    const known = galleryOf(
      gallery,
      placesOf(gallery, (face) => !isHeldOut(face)),
    );
    const judged = placesOf(gallery, isHeldOut);
    const recogniser = await rejectingRecogniser(quickRecogniser(known, plan.innerProducts), { plan });
    const hits = await recogniser.search(selectRows(gallery.templates, judged), { candidateCount: 1 });
    hits.forEach((hit, place) => {
      const acceptance = acceptanceOf(hit);
      const identity = gallery.faces[judged[place] ?? 0]?.identity ?? 0;
      if (acceptance !== undefined) people[identity]?.push(acceptance);
    });
  }
  return { setOn: 'leave-one-identity-out', people };
}

/** Searches by enrolled photos that were left out, one list per identity; undefined where none can be. */
async function matedScores(
  gallery: Gallery,
  cohort: Cohort | undefined,
  plan: RejectionPlan,
): Promise<MatedScore[][] | undefined> {
  const folds = photoFolds(gallery, FOLD_COUNT);
  if (folds.length === 0) return undefined;
  const people: MatedScore[][] = gallery.identities.map(() => []);
  for (const { training, validation } of folds) {
    if (validation.length === 0) continue;
    const known = galleryOf(gallery, training);
    const recogniser = await rejectingRecogniser(quickRecogniser(known, plan.innerProducts), {
      plan,
      cohort,
    });
    const hits = await recogniser.search(selectRows(gallery.templates, validation), { candidateCount: 1 });
    hits.forEach((hit, place) => {
      const identity = gallery.faces[validation[place] ?? 0]?.identity ?? 0;
      const score = acceptanceOf(hit);
      const isRight = hit.candidates[0]?.identity === identity;
      if (score !== undefined) people[identity]?.push({ score, isRight });
    });
  }
  return people;
}

function placesOf({ faces }: Gallery, isWanted: (face: EnrolledFace) => boolean): number[] {
  return faces.flatMap((face, n) => (isWanted(face) ? [n] : []));
}

/** The gallery of some rows, with the identities that occur in them. */
function galleryOf(gallery: Gallery, rows: readonly number[]): Gallery {
  const { rejection: _, ...rest } = gallery;
  const kept = [...new Set(rows.map((n) => gallery.faces[n]?.identity ?? 0))].sort((a, b) => a - b);
  const placeOf = new Map(kept.map((identity, place) => [identity, place]));
  const faces = rows.flatMap((n): EnrolledFace[] => {
    const face = gallery.faces[n];
    return face === undefined ? [] : [{ ...face, identity: placeOf.get(face.identity) ?? 0 }];
  });
  return {
    ...rest,
    identities: kept.map((identity) => gallery.identities[identity] ?? ''),
    faces,
    templates: selectRows(gallery.templates, rows),
  };
}
