import { adaptiveNormRejector } from '../../src/rejection/rejectors/adaptive-norm.ts';
import { openMaxRejector } from '../../src/rejection/rejectors/open-max.ts';
import { REJECTORS } from '../../src/rejection/rejectors/rejectors.ts';
import { describeRejector } from './rejector.contract.ts';

for (const [name, make] of Object.entries(REJECTORS)) describeRejector(name, make);
describeRejector('open-max on logits', () => openMaxRejector({ activations: 'logit' }));
describeRejector('adaptive-norm of templates', () =>
  adaptiveNormRejector({ rule: 'nearest', cohortSize: 5 }),
);
describeRejector('adaptive-norm, blend', () => adaptiveNormRejector({ rule: 'blend', cohortSize: 5 }));
