import { QuenError } from '../core/errors.ts';
import type { InferenceSession } from '../core/tensor.ts';
import type { RestorerCard } from '../networks/card.ts';
import { Colorization } from './colorization.ts';
import type { Restorer } from './restorer.ts';
import { SuperResolution } from './super-resolution.ts';

/** The restorer of a card. Throws `NETWORK_UNRUNNABLE` without a session. @param sessions its graphs, loaded: one */
export function createRestorer(card: RestorerCard, [session]: readonly InferenceSession[]): Restorer {
  if (session === undefined) throw new QuenError('NETWORK_UNRUNNABLE', `${card.name} has no graph.`);
  switch (card.kind) {
    case 'super-resolution':
      return new SuperResolution(card, session);
    case 'colorization':
      return new Colorization(card, session);
  }
}
