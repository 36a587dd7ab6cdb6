import { QuenError } from '../core/errors.ts';
import type { TrainingSet } from './head.ts';
import { type HeadSnapshot, type SnapshotArray, snapshotArray } from './snapshot.ts';
import { type HeadArchitecture, type Parameters, parameterShapes } from './training/architecture.ts';

/** The fold heads of a trained head: networks of one architecture whose scores are averaged. */
export interface TrainedFolds {
  readonly architecture: HeadArchitecture;
  readonly scores: 'probability' | 'logit' | 'cosine';
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
  const count = numberSetting(snapshot, 'foldHeads');
  const heads = Array.from({ length: count }, (_, fold) => {
    const named = parameterShapes(architecture).map(
      ({ name, dims }) => [name, snapshotArray(snapshot, `fold-${fold}/${name}`, dims)] as const,
    );
    return Object.fromEntries(named);
  });
  const { scoreKind } = snapshot;
  if (scoreKind !== 'probability' && scoreKind !== 'logit' && scoreKind !== 'cosine')
    throw misfit(`its scores are said to be ${scoreKind}`);
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
      throw misfit('its architecture is none that this version knows');
  }
}

function numberSetting({ settings }: HeadSnapshot, name: string): number {
  const value = settings[name];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw misfit(`its setting '${name}' is no number`);
}

function misfit(why: string): QuenError {
  return new QuenError('DIMENSION_MISMATCH', `A kept head cannot be used: ${why}. Train the head again.`);
}
