import type { ArgsDef } from 'citty';
import { QuenError } from '../../core/errors.ts';
import { jobsStatus, removeJobs, retryJobs } from '../../toolkit/distributed/jobs.ts';
import { counted } from '../counted.ts';
import { type Flags, readFlags } from '../flags.ts';
import { jobsText } from '../jobs-text.ts';
import type { QuenCommand } from '../quen-command.ts';
import { placeArgs, placesOf } from './extraction-args.ts';

const databaseArgs = { database: placeArgs.database } satisfies ArgsDef;
const runArg = {
  run: { type: 'positional', description: "The run, as 'quen jobs' lists it", required: true },
} satisfies ArgsDef;
const statusArgs = {
  ...databaseArgs,
  json: { type: 'boolean', description: 'Print it as JSON' },
} satisfies ArgsDef;
const retryArgs = { ...databaseArgs, ...runArg } satisfies ArgsDef;
const removeArgs = {
  ...databaseArgs,
  store: { ...placeArgs.store, description: 'The store of the run, to remove its files too' },
  ...runArg,
} satisfies ArgsDef;

/** `quen jobs` */
export const jobsCommand: QuenCommand = {
  args: statusArgs,
  run: async (rawArgs) => {
    const { values } = readFlags(rawArgs, statusArgs);
    const status = await jobsStatus({ database: databaseOf(values) });
    process.stdout.write(values['json'] === true ? `${JSON.stringify(status, null, 2)}\n` : jobsText(status));
  },
};

/** `quen jobs retry` */
export const retryJobsCommand: QuenCommand = {
  args: retryArgs,
  run: async (rawArgs) => {
    const flags = readFlags(rawArgs, retryArgs);
    const count = await retryJobs({ database: databaseOf(flags.values) }, runOf(flags));
    process.stdout.write(`${counted(count, 'shard')} will be tried again\n`);
  },
};

/** `quen jobs remove` */
export const removeJobsCommand: QuenCommand = {
  args: removeArgs,
  run: async (rawArgs) => {
    const flags = readFlags(rawArgs, removeArgs);
    const { store } = flags.values;
    const place = {
      database: databaseOf(flags.values),
      ...(typeof store === 'string' && { store }),
    };
    const count = await removeJobs(place, runOf(flags));
    process.stdout.write(`The run is removed, with ${counted(count, 'shard')} of its own\n`);
  },
};

function databaseOf(values: Flags['values']): string {
  const { database } = placesOf(values);
  if (database !== undefined) return database;
  throw new QuenError(
    'CONFIG_INVALID',
    'Say with --database, or in DATABASE_URL, where the queue of jobs is.',
  );
}

function runOf({ positionals }: Flags): string {
  const [run] = positionals;
  if (run !== undefined) return run;
  throw new QuenError('CONFIG_INVALID', "Name a run; 'quen jobs' lists them.");
}
