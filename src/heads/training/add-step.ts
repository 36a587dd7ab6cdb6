import type { HeadArchitecture } from './architecture.ts';
import { addCosineStep } from './cosine-step.ts';
import { addLinearStep } from './linear-step.ts';
import { addMlpStep } from './mlp-step.ts';
import type { StepNodes, StepSite } from './step.ts';

/** Adds the forward and the backward pass of one batch. */
export function addStep(site: StepSite, architecture: HeadArchitecture): StepNodes {
  switch (architecture.kind) {
    case 'mlp':
      return addMlpStep(site, architecture);
    case 'linear':
      return addLinearStep(site, architecture);
    case 'cosine':
      return addCosineStep(site, architecture);
  }
}
