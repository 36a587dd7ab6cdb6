import type { BundleRejection } from '../../bundle/bundle.ts';
import type { NonMatedScores } from '../../gallery/gallery.ts';
import type { Head } from '../../heads/head.ts';
import { bestScoresByPerson } from '../calibrate.ts';
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
 * whose calibration on left-out people holds: the best score of whoever a head puts first is never above its best.
 */
export async function trainRecogniser(
  material: TrainingMaterial,
  plan: ValidationPlan,
): Promise<TrainedRecogniser> {
  const judged = await validateHeads(material, plan);
  const best = bestWay(judged.filter(({ head }) => plan.heads.includes(head)));
  const hasStrangers = material.strangers.probes.rows > 0;
  const way = {
    head: best?.head ?? plan.heads[0] ?? '',
    rejection: hasStrangers ? (best?.rejection ?? 'gallery') : 'gallery',
  } as const;
  const { learnt, calibration } = divide(material.strangers, plan.strangerUse);
  const head = plan.make(way.head);
  const networks = material.gallery.embedders.map(({ name }) => name);
  const strangers = strangersFor(material, learnt, plan.strangerUse);
  const allRows = material.gallery.faces.map((_, n) => n);
  await head.fit(trainingSetOf(material, allRows, strangers), plan.seed);
  const uncalibrated = { heads: [{ head, weight: 1 }], networks, rejection: way.rejection };
  const nonMated = await calibrationScores(material, uncalibrated, calibration);
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
  calibration: StrangerFaces,
): Promise<Pick<NonMatedScores, 'setOn' | 'people'>> {
  if (strangers.probes.rows === 0) return gallery.nonMated;
  const recogniser = headRecogniser(gallery, { ...trained, nonMated: { setOn: 'strangers', people: [] } });
  const hits = await recogniser.search(calibration.probes, { candidateCount: 1 });
  return { setOn: 'strangers', people: bestScoresByPerson(hits, calibration.labels) };
}
