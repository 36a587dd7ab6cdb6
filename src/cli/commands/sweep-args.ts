import type { ArgsDef } from 'citty';
import type { EvaluateOptions } from '../../toolkit/evaluate.ts';
import type { Flags } from '../flags.ts';
import { numberOf, present } from './extraction-args.ts';

/** Flags that cut a test into slices and make its photos worse. */
export const sweepArgs = {
  slice: {
    type: 'string',
    valueHint: 'NAME...',
    description:
      "Also tell the figures by these columns of the test's table, or by face-size, pose, blur, brightness, quality; or by all",
  },
  degrade: {
    type: 'string',
    valueHint: 'NAME...',
    description:
      'Also test with photos made worse before faces are looked for: all, or some such as face-24px, grey, blur-4, jpeg-10, rotate-15, cover-lower, brightness-40, crop-127px',
  },
  'degrade-photos': {
    type: 'string',
    valueHint: 'N',
    description: 'Photos to make worse, drawn at random (default: 600)',
  },
  'degrade-detector': {
    type: 'string',
    valueHint: 'NAME...',
    description: 'Detectors to do the same with once more',
  },
  'degrade-seed': {
    type: 'string',
    valueHint: 'N',
    description: 'Decides which photos are drawn and which way they are turned (default: 1)',
  },
} satisfies ArgsDef;

/** Flags among {@link sweepArgs} that take several values. */
export const sweepLists = ['slice', 'degrade', 'degrade-detector'];

/** The options that {@link sweepArgs} state. Unset flags are left to the defaults. */
export function sweepOptionsOf({ values }: Flags): Partial<EvaluateOptions> {
  return present({
    slice: values['slice'] as string[] | undefined,
    degrade: values['degrade'] as string[] | undefined,
    degradePhotos: numberOf(values['degrade-photos']),
    degradeDetectors: values['degrade-detector'] as string[] | undefined,
    degradeSeed: numberOf(values['degrade-seed']),
  });
}
