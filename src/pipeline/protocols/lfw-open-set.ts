import type { Figure } from '../../core/evaluation-figures.ts';
import type { Threshold } from '../../core/identification.ts';
import { measureOverPeople } from '../../evaluation/counting/resample.ts';
import { searchTable } from '../../evaluation/counting/search-table.ts';
import type { EvaluatedSearch } from '../../evaluation/evaluated-search.ts';
import { figureSection } from '../../evaluation/findings/figures.ts';
import { LFW_OPEN_SETS, type LfwOpenSet } from '../../evaluation/protocols/lfw-open-set.ts';
import type { ProtocolPhoto } from '../../evaluation/protocols/person-photos.ts';
import { seededRandom } from '../../numerics/random.ts';
import { answered, enrolSplit, type SplitSearching, searchSplit } from './search-split.ts';
import { enrolledThreshold, splitThreshold } from './split-threshold.ts';

/** Name of one of the protocol's probe sets: known probes with known unknowns (o1), unknown unknowns (o2), or both (o3). */
export type LfwOpenSetName = keyof typeof LFW_OPEN_SETS;

/** What one of the probe sets came to. */
export interface OpenSetFigures {
  readonly mated_searches: number;
  readonly non_mated_searches: number;
  readonly non_mated_people: number;
  readonly figures: readonly Figure[];
}

/** Figures of the open-set LFW protocol. */
export interface LfwOpenSetFigures {
  /** Photos of each part, and people. */
  readonly counts: Readonly<Record<keyof LfwOpenSet | 'gallery_people' | 'known_unknown_people', number>>;
  /** Set on the first photos of the known unknowns; on the enrolled, each among the others, where there are none. */
  readonly threshold: Threshold;
  readonly sets: Readonly<Record<LfwOpenSetName, OpenSetFigures>>;
  /** Probes without a usable face. */
  readonly detect_fail: number;
}

/** The figures, and the searches they are counted from. */
export interface LfwOpenSetResult {
  readonly figures: LfwOpenSetFigures;
  readonly searches: Readonly<Record<LfwOpenSetName, readonly EvaluatedSearch[]>>;
}

/** Enrols, searches and counts. Throws `PEOPLE_WITHOUT_FACE`, `ABORTED`. @param asked.fpir share of strangers that may be named */
export async function measureLfwOpenSet(
  split: LfwOpenSet,
  searching: SplitSearching,
  asked: { readonly fpir: number; readonly unknownLabel: string },
): Promise<LfwOpenSetResult> {
  const enrolled = await enrolSplit(split.gallery, searching);
  const search = (probes: readonly ProtocolPhoto[]) => searchSplit(probes, enrolled, searching);
  const threshold =
    split.knownUnknownTraining.length === 0
      ? enrolledThreshold(enrolled, searching, asked.fpir)
      : splitThreshold(await search(split.knownUnknownTraining), asked.fpir);
  const unknown = { label: asked.unknownLabel, threshold: threshold.value };
  const parts = {
    known: answered(await search(split.known), unknown),
    knownUnknown: answered(await search(split.knownUnknown), unknown),
    unknownUnknown: answered(await search(split.unknownUnknown), unknown),
  };
  const searches = overSets((names) => [...parts.known, ...names.flatMap((name) => parts[name])]);
  const measure = (set: readonly EvaluatedSearch[]) =>
    openSetFigures(set, threshold.value, searching.resampleCount);
  const figures = {
    counts: countsOf(split),
    threshold,
    sets: {
      o1: measure(searches.o1),
      o2: measure(searches.o2),
      o3: measure(searches.o3),
    },
    detect_fail: searches.o3.filter(({ found }) => found === undefined).length,
  };
  return { figures, searches };
}

type StrangerPart = (typeof LFW_OPEN_SETS)[LfwOpenSetName][number];

function overSets<T>(make: (parts: readonly StrangerPart[]) => T): Record<LfwOpenSetName, T> {
  return { o1: make(LFW_OPEN_SETS.o1), o2: make(LFW_OPEN_SETS.o2), o3: make(LFW_OPEN_SETS.o3) };
}

/** Decides the draws of people that intervals are read from, nothing else. */
const BOOTSTRAP_SEED = 1;

function openSetFigures(
  searches: readonly EvaluatedSearch[],
  threshold: number,
  resampleCount: number,
): OpenSetFigures {
  const table = searchTable(searches);
  const section = figureSection(table, threshold);
  const options = { random: seededRandom(BOOTSTRAP_SEED), resampleCount };
  const { figures } = measureOverPeople(table.people, { figures: section.measure }, options);
  const matedCount = searches.filter(({ isMated }) => isMated).length;
  return {
    mated_searches: matedCount,
    non_mated_searches: searches.length - matedCount,
    non_mated_people: table.people.strangerCount,
    figures: section.read(figures),
  };
}

function countsOf(split: LfwOpenSet): LfwOpenSetFigures['counts'] {
  const people = (photos: readonly ProtocolPhoto[]): number =>
    new Set(photos.map(({ person }) => person)).size;
  return {
    gallery_people: people(split.gallery),
    known_unknown_people: people(split.knownUnknownTraining),
    gallery: split.gallery.length,
    known: split.known.length,
    knownUnknownTraining: split.knownUnknownTraining.length,
    knownUnknown: split.knownUnknown.length,
    unknownUnknown: split.unknownUnknown.length,
  };
}
