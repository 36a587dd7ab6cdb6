import type { ArgsDef } from 'citty';
import { HEAD_NAMES } from '../../heads/create-head.ts';
import type { HeadOptionsInput } from '../../toolkit/head-options.ts';
import type { Flags } from '../flags.ts';
import { numberOf, present } from './extraction-args.ts';

/** Flags of every command that trains heads. */
export const headArgs = {
  head: {
    type: 'string',
    valueHint: 'NAME...',
    description: `Heads to judge, of which the best is taken: ${HEAD_NAMES.join(', ')}`,
  },
  views: {
    type: 'string',
    valueHint: 'N',
    description: 'Augmented views of each training photo that trained heads learn from',
  },
  'strangers-as': {
    type: 'string',
    valueHint: 'calibration|negatives|class',
    description: 'Whether half of the strangers are learnt from too (default: calibration)',
  },
  seed: { type: 'string', valueHint: 'N', description: 'Seed of folds, weights and views (default: 1)' },
} satisfies ArgsDef;

/** Flags among {@link headArgs} that take several values. */
export const headLists = ['head'];

/** The head options a command line states, without those left to the defaults. */
export function headOptionsOf({ values }: Flags): HeadOptionsInput {
  return present({
    heads: values['head'],
    views: numberOf(values['views']),
    strangersAs: values['strangers-as'],
    seed: numberOf(values['seed']),
  }) as HeadOptionsInput;
}
