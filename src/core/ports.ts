import type { Matrix } from '../numerics/matrix.ts';
import type { DetectionOutcome, Landmarks } from './face.ts';
import type { RgbImage } from './image.ts';
import type { DecodedPhoto, ExtractedPhoto, FaceInPhoto, NetworkFailure, PhotoFile } from './photo.ts';

/** Faces of one decoded photo with the embeddings asked for; pixels are those of the image handed in. */
export interface FoundFaces {
  readonly outcome: DetectionOutcome;
  /** One list per face of the outcome, one embedding per network asked for; zeros where the network failed. */
  readonly embeddings: readonly (readonly Float32Array[])[];
  /** Absent where no network failed on any face. */
  readonly failures?: readonly FaceFailure[];
}

/** A network that failed on one face. */
export interface FaceFailure extends NetworkFailure {
  /** Place of the face in the outcome. */
  readonly face: number;
  /** Place of the network in the extractor's own list. */
  readonly place: number;
}

/** What to do with one decoded photo. */
export interface FaceRequest {
  readonly image: RgbImage;
  /** Outcome of an earlier detection of the same pixels; absent to detect now. */
  readonly known?: DetectionOutcome;
  /** Places of the wanted networks in the extractor's own list. */
  readonly networks: readonly number[];
}

/** Detects, aligns and embeds; may work on several photos at once. */
export interface FaceExtractor {
  /** How many requests keep it busy. */
  readonly concurrency: number;
  extract(request: FaceRequest): Promise<FoundFaces>;
}

/**
 * Which passes of a face through a network are wanted. Pass 0 is of the crop, pass 1 of its mirror image, pass 2 + i of
 * view i; each is one run of the network, without a mean over mirror images.
 */
export interface WantedPasses {
  /** Place of the network in the extractor's own list. */
  readonly network: number;
  /** All passes from this one on are wanted. */
  readonly firstPass: number;
}

/** One face of one decoded photo whose crop, mirrored crop and augmented views are to be embedded. */
export interface ViewRequest {
  readonly image: RgbImage;
  /** In pixels of the image; absent where the image is an aligned crop already. */
  readonly landmarks?: Landmarks;
  readonly networks: readonly WantedPasses[];
  /** Views of the crop, from 0. */
  readonly viewCount: number;
  /** Decides the views: any integer. */
  readonly seed: number;
}

/** Which views of faces are made. */
export interface ViewSettings {
  /** Views a face, from 0. */
  readonly viewCount: number;
  /** Any integer; with the photo's hash it decides the photo's views. */
  readonly seed: number;
}

/** Embeds views of faces; may work on several photos at once. */
export interface ViewEmbedder {
  /** How many requests keep it busy. */
  readonly concurrency: number;
  /** One matrix per network asked for, in their order, shape [2 + viewCount - firstPass, D]. */
  embedViews(request: ViewRequest): Promise<readonly Matrix[]>;
}

/** Results kept from earlier runs by the SHA-256 of the photo. */
export interface ResultCache {
  get(photoSha256: string): Uint8Array | undefined;
  set(photoSha256: string, payload: Uint8Array): void;
}

/** Everything the extraction of photos needs from outside. */
export interface ExtractionPorts {
  read(photo: PhotoFile): Promise<{ readonly bytes: Uint8Array; readonly sha256: string }>;
  /** @param sha256 of the bytes, as `read` gave it */
  decode(bytes: Uint8Array, sha256: string): Promise<DecodedPhoto>;
  readonly extractor: FaceExtractor;
  readonly detections: ResultCache;
  /** One for each network of the extractor, in its order. */
  readonly embeddings: readonly ResultCache[];
  /**
   * Has others extract all of these photos before the first is asked for; absent where that is done here. @returns ports to which what
   * they found is known. Throws `JOBS_FAILED`, `DATABASE_*`, `STORE_*`, `SHARD_*` and `ABORTED`
   */
  distribute?(photos: readonly PhotoFile[], control: RunControl): Promise<ExtractionPorts>;
}

/** Everything the measuring of faces that were found before needs from outside. */
export interface MeasurePorts extends Pick<ExtractionPorts, 'read' | 'decode'> {
  /** How many photos keep it busy. */
  readonly concurrency: number;
  /** Measures kept from earlier runs. */
  readonly measures: ResultCache;
  /**
   * Has others measure the faces of all of these photos, as `distribute` has photos extracted. @returns ports to which the measures are
   * known. Throws as `distribute` does
   */
  distributeMeasures?(photos: readonly ExtractedPhoto[], control: RunControl): Promise<MeasurePorts>;
}

/** What is wanted of faces that were found. */
export type FaceWork = ({ readonly kind: 'views' } & ViewSettings) | { readonly kind: 'measures' };

/** Everything the embedding of views needs from outside. */
export interface ViewPorts extends ExtractionPorts {
  readonly extractor: FaceExtractor & ViewEmbedder;
  /** Views of a seed kept from earlier runs: one cache for each network of the extractor, in its order. */
  viewCaches(seed: number): readonly ResultCache[];
  /**
   * Has others embed the views of all of these faces, as `distribute` has photos extracted. @returns ports to which the views are known.
   * Throws as `distribute` does
   */
  distributeViews?(
    faces: readonly FaceInPhoto[],
    settings: ViewSettings,
    control: RunControl,
  ): Promise<ViewPorts>;
}

/** How a run over many photos is watched and stopped. */
export interface RunControl {
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/** Called as long work goes on. */
export type OnProgress = (progress: Progress) => void;

/** How far a piece of work has come. */
export interface Progress {
  readonly doneCount: number;
  readonly totalCount: number;
  /** Of those done, how many came from an earlier run. */
  readonly cachedCount: number;
}
