import type { Threshold } from '../../core/identification.ts';
import { type SearchTable, searchTable } from '../../evaluation/counting/search-table.ts';
import {
  type DisjointDraw,
  type DisjointRule,
  drawPersonDisjoint,
} from '../../evaluation/protocols/person-disjoint.ts';
import type { PersonPhotos } from '../../evaluation/protocols/person-photos.ts';
import { aurocOf, dirAtFpirOf, dirOf, fpirOf, rank1Of } from '../../evaluation/protocols/trial-measures.ts';
import { measureOverTrials, type Trial, type TrialFigure } from '../../evaluation/protocols/trials.ts';
import { seededRandom } from '../../numerics/random.ts';
import { answered, enrolSplit, type SplitSearching, searchSplit } from './search-split.ts';
import { enrolledThreshold, splitThreshold } from './split-threshold.ts';

/** Names of the figures over repeats. */
export type PeopleFigureKey =
  | 'dir_at_threshold'
  | 'realised_fpir'
  | 'rank1'
  | 'dir_at_fpir.0.1'
  | 'dir_at_fpir.0.01'
  | 'auroc';

/** What one repeat held. */
export interface PeopleRepeat {
  readonly enrolled_people: number;
  readonly enrolled_photos: number;
  readonly calibration_people: number;
  readonly mated_searches: number;
  readonly non_mated_searches: number;
  readonly non_mated_people: number;
  readonly threshold: number;
  /** Whether the calibration people were enough to promise the rate asked for. */
  readonly is_promised: boolean;
  /** Photos to name without a usable face. */
  readonly detect_fail: number;
}

/** Figures of a user's people over repeats. */
export interface PeopleFigures {
  readonly asked_fpir: number;
  readonly figures: Readonly<Record<PeopleFigureKey, TrialFigure>>;
  readonly repeats: readonly PeopleRepeat[];
}

/** Who may be enrolled and who never is. */
export interface PeopleAndStrangers {
  readonly people: readonly PersonPhotos[];
  readonly strangers: readonly PersonPhotos[];
}

/** How to repeat. */
export interface PeopleRule extends DisjointRule {
  readonly repeatCount: number;
  readonly fpir: number;
  /** Decides the draws. */
  readonly seed: number;
  readonly unknownLabel: string;
}

/** Draws, enrols, sets the threshold and tests, again and again. Throws `PEOPLE_WITHOUT_FACE`, `ABORTED`. */
export async function measurePeople(
  everyone: PeopleAndStrangers,
  searching: SplitSearching,
  rule: PeopleRule,
): Promise<PeopleFigures> {
  const random = seededRandom(rule.seed);
  const done: { trial: Trial<PeopleFigureKey>; repeat: PeopleRepeat }[] = [];
  for (let r = 0; r < rule.repeatCount; r++)
    done.push(await repeatOnce(drawPersonDisjoint(everyone, rule, random), searching, rule));
  const strata = [everyone.people, everyone.strangers].map((people) => people.map(({ person }) => person));
  const options = { random: seededRandom(BOOTSTRAP_SEED), resampleCount: searching.resampleCount };
  return {
    asked_fpir: rule.fpir,
    figures: measureOverTrials(
      done.map(({ trial }) => trial),
      strata,
      options,
    ),
    repeats: done.map(({ repeat }) => repeat),
  };
}

/** Decides the draws of people that intervals are read from, nothing else. */
const BOOTSTRAP_SEED = 1;

async function repeatOnce(
  draw: DisjointDraw,
  searching: SplitSearching,
  { fpir, unknownLabel }: PeopleRule,
): Promise<{ trial: Trial<PeopleFigureKey>; repeat: PeopleRepeat }> {
  const enrolled = await enrolSplit(draw.gallery, searching);
  const threshold =
    draw.calibration.length === 0
      ? enrolledThreshold(enrolled, searching, fpir)
      : splitThreshold(await searchSplit(draw.calibration, enrolled, searching), fpir);
  const searches = await searchSplit([...draw.mated, ...draw.nonMated], enrolled, searching);
  const unknown = { label: unknownLabel, threshold: threshold.value };
  const table = searchTable(answered(searches, unknown));
  const repeat = {
    enrolled_people: enrolled.photoCounts.size,
    enrolled_photos: enrolled.gallery.templates.rows,
    calibration_people: threshold.personCount,
    mated_searches: draw.mated.length,
    non_mated_searches: draw.nonMated.length,
    non_mated_people: table.people.strangerCount,
    threshold: threshold.value,
    is_promised: threshold.isPromised,
    detect_fail: searches.filter(({ found }) => found === undefined).length,
  };
  return { trial: { table, measures: measuresOf(table, threshold) }, repeat };
}

function measuresOf(table: SearchTable, { value }: Threshold): Trial<PeopleFigureKey>['measures'] {
  return {
    dir_at_threshold: dirOf(table, value),
    realised_fpir: fpirOf(table, value),
    rank1: rank1Of(table),
    'dir_at_fpir.0.1': dirAtFpirOf(table, 0.1),
    'dir_at_fpir.0.01': dirAtFpirOf(table, 0.01),
    auroc: aurocOf(table),
  };
}
