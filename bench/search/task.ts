import type { VectorHit } from '../../src/vector-index/vector-index.ts';

/** What a process that runs one engine is asked to do. */
export interface EngineTask {
  readonly engine: string;
  readonly size: number;
  readonly dimension: number;
  /** Files of float32 rows: the gallery, and the probes of each kind. */
  readonly files: Readonly<Record<'gallery' | ProbeKind, string>>;
  readonly probeCounts: Readonly<Record<ProbeKind, number>>;
  /** Person of each of the first rows; the others are made, and nobody's. */
  readonly personOf: readonly number[];
  /** Of the first rows, those of people whose photos are searched before they are enrolled. */
  readonly rehearsed: readonly number[];
  /** Folder that the engine may keep files in. */
  readonly folder: string;
  /** Folder that peers are installed in. */
  readonly peers: string;
  /** Seconds after which no further probe of a kind is searched. */
  readonly secondsPerKind: number;
  /** Seconds after which no more is added: the gallery is then smaller than asked for. */
  readonly buildSecondsMost: number;
}

/** Kinds of probes. */
export const PROBE_KINDS = ['mated', 'calibration', 'heldOut'] as const;

/** One of {@link PROBE_KINDS}. */
export type ProbeKind = (typeof PROBE_KINDS)[number];

/** What a process that ran one engine tells. */
export interface EngineResult {
  /** Templates that were added. */
  readonly size: number;
  readonly buildS: number;
  /** Median of single searches. */
  readonly singleMs: number;
  readonly singleCount: number;
  /** Searches a second, 64 at a time. */
  readonly batchedPerS: number;
  readonly batchedCount: number;
  readonly rssMb: number;
  readonly peakRssMb: number;
  /** The five best of each probe that was searched. */
  readonly hits: Readonly<Record<ProbeKind, readonly (readonly VectorHit[])[]>>;
  /** Best other person of rehearsed photos, a list per person: before their people were enrolled, and when they were but were hidden. */
  readonly rehearsals?: {
    readonly heldOut: readonly (readonly number[])[];
    readonly hidden: readonly (readonly number[])[];
  };
  /** Recall and time by the width of the walk, of the same graph. */
  readonly widths?: readonly WidthResult[];
}

/** What one width of the walk finds. */
export interface WidthResult {
  readonly width: number;
  readonly batchedPerS: number;
  readonly ids: Readonly<Record<ProbeKind, readonly (readonly number[])[]>>;
}
