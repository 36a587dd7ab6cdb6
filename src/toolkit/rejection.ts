import { openInnerProducts } from '../adapters/onnx/inner-products.ts';
import { QuenError } from '../core/errors.ts';
import type { Gallery } from '../gallery/gallery.ts';
import { strangerProbes } from '../pipeline/calibrate.ts';
import type { LabelledExtraction } from '../pipeline/enrol.ts';
import { galleryRecogniser, type Recogniser } from '../pipeline/recogniser.ts';
import { calibrateRejection } from '../pipeline/rejection/calibrate-rejection.ts';
import type { RejectionPlan } from '../pipeline/rejection/fit-rejector.ts';
import { rejectingRecogniser } from '../pipeline/rejection/rejecting-recogniser.ts';
import { headRecogniser, type TrainedHeads } from '../pipeline/training/head-recogniser.ts';
import { isRejectorName, REJECTORS } from '../rejection/rejectors/rejectors.ts';
import { needsHead, type RejectorChoice } from './rejector-options.ts';

/** Fixed, so that the bytes of a result never depend on the threads that a machine has. */
const PRODUCT_THREADS = 2;

/**
 * Does work with a plan for a rejector, with inner products by ONNX Runtime to fit it. Throws `REJECTOR_EVIDENCE` for a name
 * that is none of a rejector, as a file of a newer Quen may have it.
 */
export async function withRejectionPlan<T>(
  name: string,
  signal: AbortSignal | undefined,
  work: (plan: RejectionPlan) => Promise<T>,
): Promise<T> {
  if (!isRejectorName(name)) {
    const message = `There is no rejector '${name}' in this Quen. Update Quen, or enrol again with one that 'quen enrol --help' lists.`;
    throw new QuenError('REJECTOR_EVIDENCE', message);
  }
  await using products = await openInnerProducts({ threads: PRODUCT_THREADS });
  return await work({ make: REJECTORS[name], innerProducts: products.innerProducts, signal });
}

/**
 * A gallery that accepts and rejects by a rejector, calibrated on strangers or on the enrolled themselves; the same gallery for
 * `none` and for a rejector that only heads can serve. Throws `REJECTOR_EVIDENCE`, `ABORTED`.
 */
export async function withRejector(
  gallery: Gallery,
  strangers: readonly LabelledExtraction[],
  { rejector, signal }: { readonly rejector: RejectorChoice; readonly signal?: AbortSignal | undefined },
): Promise<Gallery> {
  if (rejector === 'none' || needsHead(rejector)) return gallery;
  const material = { gallery, strangers: strangerProbes(strangers, gallery) };
  const rejection = await withRejectionPlan(rejector, signal, (plan) => calibrateRejection(material, plan));
  return { ...gallery, rejection };
}

/** A recogniser by the templates of a gallery and, where it has one, its rejector. Throws `REJECTOR_EVIDENCE`. */
export async function recogniserOf(gallery: Gallery, signal?: AbortSignal): Promise<Recogniser> {
  const base = galleryRecogniser(gallery);
  const { rejection } = gallery;
  if (rejection === undefined) return base;
  const { cohort } = rejection;
  return await withRejectionPlan(rejection.rejector, signal, (plan) =>
    rejectingRecogniser(base, { plan, cohort, calibration: rejection }),
  );
}

/**
 * A recogniser by trained heads and, where they were calibrated with one, a rejector. Throws `REJECTOR_EVIDENCE`.
 * @param rejector its name, where `trained.rejection` says that one rejects
 */
export async function recogniserOfHeads(
  gallery: Gallery,
  trained: TrainedHeads,
  { rejector, signal }: { readonly rejector?: string | undefined; readonly signal?: AbortSignal | undefined },
): Promise<Recogniser> {
  const base = headRecogniser(gallery, trained);
  if (trained.rejection !== 'rejector' || rejector === undefined) return base;
  const cohort = gallery.rejection?.cohort;
  return await withRejectionPlan(rejector, signal, (plan) =>
    rejectingRecogniser(base, { plan, cohort, calibration: trained }),
  );
}
