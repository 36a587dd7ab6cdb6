import { basename } from 'node:path';
import type { BundleRejection } from '../bundle/bundle.ts';
import type { TrainingModel } from '../report/training/training-model.ts';
import type { TrainedOn } from './train-on.ts';
import type { ResolvedTrainOptions, Training } from './train-options.ts';

/** What the page of a training shows. */
export function trainingModel(
  { gallery, head, threshold, skipped }: Training,
  { options, curves }: { readonly options: ResolvedTrainOptions; readonly curves: TrainedOn['curves'] },
): TrainingModel {
  const facts = {
    People: gallery.identities.length,
    Photos: gallery.faces.length,
    Networks: options.networks.join(', '),
    'Views of a photo': options.views,
    Head: head.name,
    'Rejected by': rejectedBy(head.rejection, options.rejector),
    Seed: options.seed,
  };
  return {
    title: basename(options.out),
    facts: Object.entries(facts).map(([name, value]) => ({ name, value: String(value) })),
    statement: threshold.statement,
    ways: head.validation.map((way) => ({
      ...way,
      name: way.head === 'gallery' ? 'templates alone' : `${way.head}, ${way.rejection} rejects`,
      isTaken: way.head === head.name && way.rejection === head.rejection,
    })),
    curves,
    skipped,
  };
}

function rejectedBy(rejection: BundleRejection, rejector: string): string {
  if (rejection === 'rejector') return `the rejector ${rejector}`;
  return rejection === 'head' ? "the head's own score" : "the templates' score";
}
