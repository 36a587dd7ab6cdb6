import type { ArgsDef } from 'citty';
import type { FusionOptionsInput } from '../../toolkit/fusion-options.ts';
import type { Flags } from '../flags.ts';

/** The flag of how several networks are put together. */
export const fusionArgs = {
  weights: {
    type: 'string',
    valueHint: 'equal|learned|W,...',
    description:
      'How much each of several networks counts: the same, as learnt from the photos of people, or a number for each (default: equal)',
  },
} satisfies ArgsDef;

/** The weights a command line states; words and numbers are checked by the options. */
export function weightsOf({ values }: Flags): FusionOptionsInput {
  const text = values['weights'];
  if (typeof text !== 'string') return {};
  const isWord = /^[a-z]/i.test(text);
  return { weights: isWord ? (text as 'equal') : text.split(',').map(numberOf) };
}

/** What is no number, such as nothing between two commas, becomes none for the options' check to name. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
