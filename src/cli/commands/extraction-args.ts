import type { ArgsDef } from 'citty';
import { QuenError } from '../../core/errors.ts';
import type { ExtractionOptionsInput } from '../../toolkit/extraction-options.ts';
import { REJECTOR_CHOICES } from '../../toolkit/rejector-options.ts';
import type { Flags } from '../flags.ts';

/** Flags every command that reads photos has. */
export const extractionArgs = {
  network: {
    type: 'string',
    valueHint: 'NAME...',
    description: "Embedders to use, see 'quen networks list'; several are used together",
  },
  detector: { type: 'string', valueHint: 'NAME', description: 'Detector to use' },
  restore: {
    type: 'string',
    valueHint: 'NAME',
    description: 'Restorer that enlarges small faces or colours grey ones before they are compared',
  },
  aligned: { type: 'boolean', description: 'The photos are aligned 112x112 crops already' },
  threads: {
    type: 'string',
    valueHint: 'N',
    description: 'Photos worked on at once (default: one for each core)',
  },
} satisfies ArgsDef;

/** Flags that say where the queue of jobs and their results are. */
export const placeArgs = {
  database: {
    type: 'string',
    valueHint: 'URL|DIR',
    description:
      'Queue of jobs: postgres://user@host/name, or a folder for this process alone (default: DATABASE_URL)',
  },
  store: {
    type: 'string',
    valueHint: 'DIR|URL',
    description:
      'Where workers put results: a folder all machines see, or s3://bucket/prefix (default: QUEN_STORE)',
  },
} satisfies ArgsDef;

/** Flags of commands whose photos workers can read. */
export const distributionArgs = {
  distributed: {
    type: 'boolean',
    description:
      "Let workers ('quen worker') read the photos, and wait for them; with --database and --store",
  },
  ...placeArgs,
  'photos-per-shard': {
    type: 'string',
    valueHint: 'N',
    description: 'Photos a worker takes at once, about (default: 1000; with --distributed)',
  },
} satisfies ArgsDef;

/** Flags of every command that decides who is named. */
export const decisionArgs = {
  strangers: {
    type: 'string',
    valueHint: 'DIR|CSV',
    description: 'Photos of people who are not enrolled, to set the threshold on',
  },
  fpir: {
    type: 'string',
    valueHint: 'RATE',
    description: 'Share of strangers that may be named (default: 0.01)',
  },
  rule: {
    type: 'string',
    valueHint: 'blend|mean|nearest',
    description: "How one person's photos become one score (default: blend)",
  },
  rejector: {
    type: 'string',
    valueHint: 'NAME',
    description: `What accepts or rejects the best candidate (default: none, its own score): ${REJECTOR_CHOICES.join(', ')}`,
  },
} satisfies ArgsDef;

/** Flags of the probabilities that answers come with. */
export const probabilityArgs = {
  'stranger-share': {
    type: 'string',
    valueHint: 'SHARE',
    description: 'Share of the faces expected to be of strangers; decides probabilities only (default: 0.5)',
  },
} satisfies ArgsDef;

/** Flags of learning from the photos to be named. */
export const learningArgs = {
  'learn-from-photos': {
    type: 'boolean',
    description: "Let faces that are surely somebody's join that person's templates before the rest is named",
  },
  revoke: {
    type: 'string',
    valueHint: 'FILE',
    description:
      'Records taken from pseudo-labels.json: these faces teach nothing (with --learn-from-photos)',
  },
} satisfies ArgsDef;

/** Flags among {@link extractionArgs} that take several values. */
export const extractionLists = ['network'];

/** The extraction options a command line states. Unset flags are left to the defaults. */
export function extractionOptionsOf({ values }: Flags): ExtractionOptionsInput {
  return present({
    networks: values['network'] as string[] | undefined,
    detector: values['detector'] as string | undefined,
    restorer: values['restore'] as string | undefined,
    aligned: values['aligned'] as boolean | undefined,
    threads: numberOf(values['threads']),
    distributed: distributedOf(values),
  });
}

/** Where the queue of jobs and their results are, as flags or the environment say. */
export function placesOf(values: Flags['values']): { database?: string; store?: string } {
  return present({
    database: (values['database'] as string | undefined) ?? process.env['DATABASE_URL'],
    store: (values['store'] as string | undefined) ?? process.env['QUEN_STORE'],
  });
}

/** Where workers are found, where flags say that they read the photos. */
export function distributedOf(values: Flags['values']): ExtractionOptionsInput['distributed'] {
  const photosPerShard = numberOf(values['photos-per-shard']);
  if (values['distributed'] === true)
    return present({ ...placesOf(values), photosPerShard }) as ExtractionOptionsInput['distributed'];
  const idle = ['database', 'photos-per-shard'].find((name) => values[name] !== undefined);
  if (idle === undefined) return undefined;
  throw new QuenError('CONFIG_INVALID', `--${idle} says how workers work; add --distributed to let them.`);
}

/** A flag's number; what is no number is passed on for the options' own check to name. */
export function numberOf(value: Flags['values'][string] | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

/** The same object without its undefined values. */
export function present<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
