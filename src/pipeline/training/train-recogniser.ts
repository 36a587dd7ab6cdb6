import type { BundleRejection } from '../../bundle/bundle.ts';
import type { Gallery, NonMatedScores } from '../../gallery/gallery.ts';
import type { Head } from '../../heads/head.ts';
import { lacks } from '../../rejection/rejectors/define-rejector.ts';
import { bestScoresByPerson } from '../calibrate.ts';
import { strangerScores } from '../rejection/calibrate-rejection.ts';
import { headRecogniser, type TrainedHeads } from './head-recogniser.ts';
import {
  type StrangerFaces,
  type StrangerUse,
  strangersFor,
  strangersWhere,
  type TrainingMaterial,
  trainingSetOf,
} from './material.ts';
import {
  bestWay,
  type JudgedWay,
  type ValidatedWay,
  type ValidationPlan,
  validateHeads,
} from './validate-heads.ts';

/** The head that was chosen, fitted on everything, and why it was chosen. */
export interface TrainedRecogniser {
  readonly name: string;
  readonly head: Head;
  readonly trained: TrainedHeads;
  /** What each way reached out of fold, the gallery alone first; empty where photos could not be held out. */
  readonly validation: readonly ValidatedWay[];
}

/**
 * Judges the heads out of fold, fits the best on all photos and calibrates it on strangers. Strangers that were learnt from
 * are not calibrated on: the threshold would be too low for new ones. Without strangers, faces are rejected by the gallery,
 * whose calibration on left-out people holds: the best score of whoever a head puts first is never above its best. A plan's
 * rejector rejects in the place of both, by the gallery's own rejection where there are no strangers; throws `REJECTOR_EVIDENCE`
 * without either.
 */
export async function trainRecogniser(
  material: TrainingMaterial,
  plan: ValidationPlan,
): Promise<TrainedRecogniser> {
  const judged = await validateHeads(material, plan);
  const best = bestWay(judged.filter(({ head }) => plan.heads.includes(head)));
  const hasStrangers = material.strangers.probes.rows > 0;
  const byScore = hasStrangers ? (best?.rejection ?? 'gallery') : 'gallery';
  const way = {
    head: best?.head ?? plan.heads[0] ?? '',
    rejection: plan.rejection === undefined ? byScore : 'rejector',
  } as const;
  const { learnt, calibration } = divide(material.strangers, plan.strangerUse);
  const head = plan.make(way.head);
  const networks = material.gallery.embedders.map(({ name }) => name);
  const strangers = strangersFor(material, learnt, plan.strangerUse);
  const allRows = material.gallery.faces.map((_, n) => n);
  await head.fit(trainingSetOf(material, allRows, strangers), plan.seed);
  const uncalibrated = { heads: [{ head, weight: 1 }], networks, rejection: way.rejection };
  const nonMated = await calibrationScores(material, uncalibrated, { calibration, plan });
  const mated = judged.find((of) => of.head === way.head && of.rejection === way.rejection)?.mated;
  const trained = { ...uncalibrated, nonMated, ...(mated && { mated }) };
  return { name: way.head, head, trained, validation: judged.map(withoutScores) };
}

function withoutScores({ mated: _, ...validated }: JudgedWay): ValidatedWay {
  return validated;
}

/** Every second stranger is learnt from, the others are calibrated on, unless all are for calibration. */
function divide(
  strangers: StrangerFaces,
  use: StrangerUse,
): { readonly learnt: StrangerFaces; readonly calibration: StrangerFaces } {
  const isLearnt = (person: number): boolean => use !== 'calibration' && person % 2 === 1;
  return {
    learnt: strangersWhere(strangers, isLearnt),
    calibration: strangersWhere(strangers, (person) => !isLearnt(person)),
  };
}

async function calibrationScores(
  { gallery, strangers }: TrainingMaterial,
  trained: {
    readonly heads: TrainedHeads['heads'];
    readonly networks: readonly string[];
    readonly rejection: BundleRejection;
  },
  { calibration, plan }: { readonly calibration: StrangerFaces; readonly plan: ValidationPlan },
): Promise<Pick<NonMatedScores, 'setOn' | 'people'>> {
  if (strangers.probes.rows === 0) return nonMatedWithoutStrangers(gallery, plan);
  const recogniser = headRecogniser(gallery, { ...trained, nonMated: { setOn: 'strangers', people: [] } });
  if (plan.rejection !== undefined) return await strangerScores(recogniser, calibration, plan.rejection);
  const hits = await recogniser.search(calibration.probes, { candidateCount: 1 });
  return { setOn: 'strangers', people: bestScoresByPerson(hits, calibration.labels) };
}

/** What templates, or a rejector of whom they name, say of left-out people. */
function nonMatedWithoutStrangers(
  gallery: Gallery,
  { rejection }: Pick<ValidationPlan, 'rejection'>,
): Pick<NonMatedScores, 'setOn' | 'people'> {
  if (rejection === undefined) return gallery.nonMated;
  if (gallery.rejection !== undefined) return gallery.rejection.nonMated;
  const cure = 'Give some (--strangers), or choose another rejector';
  throw lacks(rejection.make().name, 'photos of strangers to set its threshold on', cure);
}
