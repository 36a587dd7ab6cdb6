import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { FaceCache } from '../adapters/face-cache/face-cache.ts';
import { cacheFolder } from '../adapters/network-store/cache-folder.ts';
import { preparationId } from '../adapters/network-store/prepared-networks.ts';
import type { ExtractionPorts } from '../core/ports.ts';
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
  readonly detections: FaceCache;
  /** One for each embedder, in their order. */
  readonly embeddings: readonly FaceCache[];
  /** By network: everything that decides its embeddings. */
  readonly #keys: readonly (readonly unknown[])[];
  readonly #detectionKey: readonly unknown[];
  /** Those opened when they were asked for, by the hash of their key. */
  readonly #others = new Map<string, FaceCache>();

  /** Opens the caches of detections and embeddings. Throws `OUTPUT_UNWRITABLE` or `OUTPUT_FULL`. */
  constructor({ maxSidePx, cascade, detector, embedders, restorer }: ExtractionParts) {
    const found = detector ? decidingFields(detector) : 'aligned';
    const detection = [EXTRACTION_VERSION, { maxSidePx }, found, cascade];
    const restoration = restorer ? [decidingFields(restorer)] : [];
    this.#detectionKey = detection;
    this.#keys = embedders.map((card) => [...detection, decidingFields(card), ...restoration]);
    this.detections = openCache(detection);
    this.embeddings = this.#keys.map(openCache);
  }

  /** The caches of views of a seed, one for each embedder; a record holds as many views as were made at most. */
  views(seed: number): readonly FaceCache[] {
    return this.#keys.map((key) => this.#open([...key, { VIEWS_VERSION, seed }]));
  }

  /** The cache of measures of the faces that were detected. */
  measures(): FaceCache {
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

  #open(key: unknown): FaceCache {
    const hash = hashOf(key);
    const cache = this.#others.get(hash) ?? openCache(key);
    this.#others.set(hash, cache);
    return cache;
  }
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
