import type { Gallery } from '../gallery/gallery.ts';
import type { TrainingProgress } from '../heads/train-heads.ts';
import type { LabelledExtraction } from '../pipeline/enrol.ts';
import type { RunControl } from '../pipeline/extract-photos.ts';

/** How the training of heads is watched and stopped. */
export interface TrainControl extends RunControl {
  /** Called as views of training photos are embedded. */
  readonly onViews?: RunControl['onProgress'];
  /** Called as epochs of heads are done. */
  readonly onTraining?: (progress: TrainingProgress) => void;
}

/** What heads learn from. */
export interface TrainingSources {
  readonly gallery: Gallery;
  /** The photos that were enrolled, among others. */
  readonly people: readonly LabelledExtraction[];
  readonly strangers: readonly LabelledExtraction[];
}
