import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { FaceCache } from '../adapters/face-cache/face-cache.ts';
import { cacheFolder } from '../adapters/network-store/cache-folder.ts';
import { preparationId } from '../adapters/network-store/prepared-networks.ts';
import type { ExtractionPorts, ResultCache, ViewSettings } from '../core/ports.ts';
import type { CascadeOptions } from '../detection/cascade.ts';
import type { DetectorCard, EmbedderCard, RestorerCard } from '../networks/card.ts';

/** A bump makes earlier cached results unused: raise it when the same inputs give other numbers. */
const EXTRACTION_VERSION = 1;
/** The same for views alone: raise it when the same crop and seed give other views. */
const VIEWS_VERSION = 1;
/** The same for measures of faces: raise it when the same crop gives others. */
const MEASURES_VERSION = 2;
/** The same for degraded photos: raise it when a degradation of the same name gives other pixels. */
const DEGRADATION_VERSION = 1;

/** What decides the results of an extraction. */
export interface ExtractionParts {
  /** Larger photos are decoded at this longer side. */
  readonly maxSidePx: number;
  readonly cascade: CascadeOptions;
  /** Absent when photos come in aligned. */
  readonly detector: DetectorCard | undefined;
  readonly embedders: readonly EmbedderCard[];
  readonly restorer: RestorerCard | undefined;
}

/** The caches of an extraction. Everything that decides a result is in the name of the folder that keeps it. */
export class FaceCaches {
  readonly detections: KeptResults;
  /** One for each embedder, in their order. */
  readonly embeddings: readonly KeptResults[];
  /** By network: everything that decides its embeddings. */
  readonly #keys: readonly (readonly unknown[])[];
  readonly #detectionKey: readonly unknown[];
  /** Those opened when they were asked for, by the hash of their key. */
  readonly #others = new Map<string, KeptResults>();
  readonly #openCache: (key: unknown) => KeptResults;

  /** Opens the caches of detections and embeddings, on the disk or as `open` does it. Throws `OUTPUT_UNWRITABLE` or `OUTPUT_FULL`. */
  constructor(
    { maxSidePx, cascade, detector, embedders, restorer }: ExtractionParts,
    open: (key: unknown) => KeptResults = openCache,
  ) {
    const found = detector ? decidingFields(detector) : 'aligned';
    const detection = [EXTRACTION_VERSION, { maxSidePx }, found, cascade];
    const restoration = restorer ? [decidingFields(restorer)] : [];
    this.#detectionKey = detection;
    this.#keys = embedders.map((card) => [...detection, decidingFields(card), ...restoration]);
    this.#openCache = open;
    this.detections = open(detection);
    this.embeddings = this.#keys.map((key) => open(key));
  }

  /** The caches of views of a seed, one for each embedder; a record holds as many views as were made at most. */
  views(seed: number): readonly ResultCache[] {
    return this.#keys.map((key) => this.#open([...key, { VIEWS_VERSION, seed }]));
  }

  /** Hash over everything that decides the detections and the embeddings. */
  get decides(): string {
    return hashOf([this.#detectionKey, ...this.#keys]);
  }

  /** Hash over everything that decides the views of faces. */
  decidesViews({ viewCount, seed }: ViewSettings): string {
    return hashOf([...this.#keys, { VIEWS_VERSION, viewCount, seed }]);
  }

  /** Hash over everything that decides the measures of faces. */
  get decidesMeasures(): string {
    return hashOf([...this.#detectionKey, { MEASURES_VERSION }]);
  }

  /** The cache of measures of the faces that were detected. */
  measures(): ResultCache {
    return this.#open([...this.#detectionKey, { MEASURES_VERSION }]);
  }

  /** The caches of detections and embeddings in degraded photos. @param decides what the photos' pixels hang on, as JSON */
  degraded(decides: unknown): Pick<ExtractionPorts, 'detections' | 'embeddings'> {
    const more = { DEGRADATION_VERSION, decides };
    return {
      detections: this.#open([...this.#detectionKey, more]),
      embeddings: this.#keys.map((key) => this.#open([...key, more])),
    };
  }

  /** Flushes them to the disk. */
  close(): void {
    for (const cache of [this.detections, ...this.embeddings, ...this.#others.values()]) cache.close();
  }

  #open(key: unknown): KeptResults {
    const hash = hashOf(key);
    const cache = this.#others.get(hash) ?? this.#openCache(key);
    this.#others.set(hash, cache);
    return cache;
  }
}

/** A cache that keeps nothing: what is found goes elsewhere. */
export function keepNothing(): KeptResults {
  return { get: () => undefined, set: () => undefined, close: () => undefined };
}

/** A cache that is closed in the end. */
interface KeptResults extends ResultCache {
  close(): void;
}

function openCache(key: unknown): FaceCache {
  return new FaceCache(join(cacheFolder(), 'faces', hashOf(key)));
}

/** A card without what only people read. */
function decidingFields(card: DetectorCard | EmbedderCard | RestorerCard): unknown {
  const { name: _name, title: _title, weights: _weights, licence: _licence, ...deciding } = card;
  return { ...deciding, preparation: preparationId(card) };
}

function hashOf(key: unknown): string {
  return createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 32);
}
