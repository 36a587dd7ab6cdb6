import { dirname } from 'node:path';
import { prepareOutputFolder, writeFileWhole } from '../adapters/files/write-file.ts';
import { QuenError } from '../core/errors.ts';
import type { SkippedFile } from '../core/identification.ts';
import { compareNetworks, type NetworkWorth } from '../pipeline/ensemble/compare-networks.ts';
import { type Fusion, fusionSearches, learnFusion } from '../pipeline/ensemble/fusion.ts';
import type { SearchedPeople } from '../pipeline/ensemble/left-out-searches.ts';
import { extractPhotos, type RunControl } from '../pipeline/extract-photos.ts';
import { networkFailures } from '../pipeline/network-faults.ts';
import { openExtraction } from './distributed/open-extraction.ts';
import { filesOf, withLabels } from './enrol-people.ts';
import { type EnsembleOptions, ensembleOptionsSchema } from './ensemble-options.ts';
import { extractionOptionsAmong } from './extraction-options.ts';
import { parseOptions } from './parse-options.ts';
import { enrolledFrom, strangersFrom } from './photo-sets.ts';
import { msPerFace } from './time-embedder.ts';

/** What each of several networks is worth, on enrolled people and strangers, none of them seen by what judges them. */
export interface EnsembleReport {
  /** What figures are: DIR at this FPIR. */
  readonly fpir: number;
  /** How the networks were weighed for the figures. */
  readonly weights: 'equal' | 'learned';
  readonly together: { readonly rank1: number; readonly dir_at_fpir: number; readonly ms_per_face: number };
  readonly networks: readonly {
    readonly name: string;
    /** DIR of the network alone, and of the others without it. */
    readonly alone: number;
    readonly without: number | null;
    /** The weight that all searches teach, whatever the figures were made with. */
    readonly learned_weight: number;
    readonly ms_per_face: number;
  }[];
  /** The fewest networks that lose no more points of DIR than were allowed. */
  readonly smallest: {
    readonly within_points: number;
    readonly networks: readonly string[];
    readonly dir_at_fpir: number;
    readonly ms_per_face: number;
  };
  readonly searches: SearchedPeople;
  /** How the weights were learnt, or why they could not be. */
  readonly learned: Fusion;
  /** Files that took no part, and photos that a network failed on. */
  readonly skipped: readonly SkippedFile[];
}

/**
 * Tells what each of several networks is worth before there is a test: every photo of a person is searched in the gallery
 * without it, strangers in the whole of it. Throws `CONFIG_INVALID`, `PEOPLE_*`, `PHOTOS_EMPTY`, `TABLE_INVALID`, `NETWORK_*`,
 * `OUTPUT_*`, `ABORTED`, and `EVALUATION_EMPTY` where fewer than two people have two photos.
 */
export async function compareEnsemble(
  options: EnsembleOptions,
  control: RunControl = {},
): Promise<EnsembleReport> {
  const resolved = parseOptions(ensembleOptionsSchema, options);
  if (resolved.json !== undefined) await prepareOutputFolder(dirname(resolved.json));
  const people = await enrolledFrom(resolved, control.signal);
  const strangers = await strangersFrom(resolved.strangers, resolved.images, control.signal);
  await using extraction = await openExtraction(extractionOptionsAmong(resolved));
  const files = [...filesOf(people.labelled), ...filesOf(strangers.labelled)];
  const { photos } = await extractPhotos(files, extraction.ports, control);
  const split = people.labelled.length;
  const networks = extraction.embedders.map(({ name }) => name);
  const found = fusionSearches(
    withLabels(people.labelled, photos.slice(0, split)),
    withLabels(strangers.labelled, photos.slice(split)),
    { networks, rule: resolved.rule },
  );
  if (found === undefined || found.matedPeople < 2) throw nobodyToSearchFor();
  const ms = new Map<string, number>();
  for (const card of extraction.embedders) ms.set(card.name, await msPerFace(card));
  const { weights, fpir, within } = resolved;
  const plan = { weights, fpir, allowedLoss: within / 100, msOf: (name: string) => ms.get(name) ?? 0 };
  const { together, networks: worths, smallest } = compareNetworks(found.scores, plan);
  const learned = learnFusion(networks, found);
  const { scores: _, ...searches } = found;
  const report: EnsembleReport = {
    fpir,
    weights,
    together: {
      rank1: together.rank1,
      dir_at_fpir: together.dirAtFpir,
      ms_per_face: together.msPerFace,
    },
    networks: worths.map((worth, place) => networkRow(worth, learned.networks[place]?.weight ?? 0)),
    smallest: {
      within_points: within,
      networks: smallest.names,
      dir_at_fpir: smallest.figure,
      ms_per_face: smallest.msPerFace,
    },
    searches,
    learned,
    skipped: [...people.skipped, ...strangers.skipped, ...networkFailures(photos)],
  };
  const { json } = resolved;
  if (json !== undefined) await writeFileWhole(json, `${JSON.stringify(report, null, 2)}\n`);
  return report;
}

function networkRow({ name, alone, without, msPerFace: ms }: NetworkWorth, weight: number) {
  return { name, alone, without, learned_weight: weight, ms_per_face: ms };
}

function nobodyToSearchFor(): QuenError {
  return new QuenError(
    'EVALUATION_EMPTY',
    'Networks are compared by searching for people without one of their photos, which takes two people with two photos that differ. Give more photos.',
  );
}
