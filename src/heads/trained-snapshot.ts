import type { TrainingSet } from './head.ts';
import {
  countSetting,
  type HeadSnapshot,
  numberSetting,
  type SnapshotArray,
  snapshotArray,
  unusable,
} from './snapshot.ts';
import { type HeadArchitecture, type Parameters, parameterShapes } from './training/architecture.ts';

/** What the scores of a trained head can be. */
export type TrainedScores = 'probability' | 'logit' | 'cosine';

/** Whether an architecture has scores of a kind: cosines only where classes are directions. */
export function isScoredAs(
  { kind }: Pick<HeadArchitecture, 'kind'>,
  scores: HeadSnapshot['scoreKind'],
): scores is TrainedScores {
  return scores === 'probability' || scores === 'logit' || (scores === 'cosine' && kind === 'cosine');
}

/** The fold heads of a trained head: networks of one architecture whose scores are averaged. */
export interface TrainedFolds {
  readonly architecture: HeadArchitecture;
  readonly scores: TrainedScores;
  readonly heads: readonly Parameters[];
}

/** The fold heads as plain values: arrays `fold-0/weight` and so on, settings with the architecture's fields. */
export function snapshotOf(
  { architecture, heads }: TrainedFolds,
  { head, scoreKind, set }: Pick<HeadSnapshot, 'head' | 'scoreKind'> & { readonly set: TrainingSet },
): HeadSnapshot {
  const shapes = parameterShapes(architecture);
  const arrays = heads.flatMap((parameters, fold) =>
    shapes.map(({ name, dims }): [string, SnapshotArray] => [
      `fold-${fold}/${name}`,
      { data: parameters[name] ?? new Float32Array(), dims },
    ]),
  );
  return {
    head,
    scoreKind,
    networks: [...set.networks],
    dimension: architecture.dimension,
    columnCount: architecture.classCount,
    settings: { foldHeads: heads.length, ...settingsOf(architecture) },
    arrays: Object.fromEntries(arrays),
  };
}

/** The fold heads of a snapshot. Throws `DIMENSION_MISMATCH` where something is missing or does not fit. */
export function foldHeadsOf(snapshot: HeadSnapshot): TrainedFolds {
  const architecture = architectureOf(snapshot);
  const count = countSetting(snapshot, 'foldHeads');
  const heads = Array.from({ length: count }, (_, fold) => {
    const named = parameterShapes(architecture).map(
      ({ name, dims }) => [name, snapshotArray(snapshot, `fold-${fold}/${name}`, dims)] as const,
    );
    return Object.fromEntries(named);
  });
  const { scoreKind } = snapshot;
  if (!isScoredAs(architecture, scoreKind))
    throw unusable(`its scores are said to be ${scoreKind}, which those of its architecture are not`);
  return { architecture, scores: scoreKind, heads };
}

function settingsOf(architecture: HeadArchitecture): HeadSnapshot['settings'] {
  switch (architecture.kind) {
    case 'mlp':
      return { kind: 'mlp', hiddenCount: architecture.hiddenCount, dropout: architecture.dropout };
    case 'linear':
      return { kind: 'linear' };
    case 'cosine': {
      const { scale, margin } = architecture;
      return { kind: 'cosine', scale, margin: margin.kind, marginSize: margin.size };
    }
  }
}

function architectureOf(snapshot: HeadSnapshot): HeadArchitecture {
  const sizes = { dimension: snapshot.dimension, classCount: snapshot.columnCount };
  switch (snapshot.settings['kind']) {
    case 'mlp': {
      const hiddenCount = numberSetting(snapshot, 'hiddenCount');
      return { kind: 'mlp', hiddenCount, dropout: numberSetting(snapshot, 'dropout'), ...sizes };
    }
    case 'linear':
      return { kind: 'linear', ...sizes };
    case 'cosine': {
      const isAngle = snapshot.settings['margin'] === 'additive-angle';
      const kind = isAngle ? 'additive-angle' : 'additive-cosine';
      const margin = { kind, size: numberSetting(snapshot, 'marginSize') } as const;
      return { kind: 'cosine', scale: numberSetting(snapshot, 'scale'), margin, ...sizes };
    }
    default:
      throw unusable('its architecture is none that this version knows');
  }
}
