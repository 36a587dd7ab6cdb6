import type { ArgsDef } from 'citty';
import { QuenError } from '../../core/errors.ts';
import type { WorkerEvent } from '../../pipeline/jobs/work/work-on-jobs.ts';
import { runWorker, type WorkerOptions } from '../../toolkit/distributed/worker.ts';
import { counted } from '../counted.ts';
import { readFlags } from '../flags.ts';
import type { QuenCommand } from '../quen-command.ts';
import { numberOf, placeArgs, placesOf, present } from './extraction-args.ts';

const args = {
  ...placeArgs,
  threads: {
    type: 'string',
    valueHint: 'N',
    description: 'Photos worked on at once (default: one for each core)',
  },
  'photos-root': {
    type: 'string',
    valueHint: 'FROM=TO',
    description: 'Folder FROM of the submitter is TO on this machine; may be repeated',
  },
  keep: {
    type: 'boolean',
    description: "Keep results in this machine's cache folder too, and take from it what is there",
  },
  grace: {
    type: 'string',
    valueHint: 'SECONDS',
    description: 'After a stop, finish a shard that takes no longer (default: 20)',
  },
  'photo-timeout': {
    type: 'string',
    valueHint: 'SECONDS',
    description: 'End when no photo was finished for so long, and suspect those in work (default: 300)',
  },
} satisfies ArgsDef;

/** `quen worker` */
export const workerCommand: QuenCommand = {
  args,
  run: async (rawArgs, signal) => {
    const { values } = readFlags(rawArgs, args, ['photos-root']);
    const options = present({
      ...placesOf(values),
      threads: numberOf(values['threads']),
      photosRoots: (values['photos-root'] as string[] | undefined)?.map(rootOf),
      keep: values['keep'],
      graceSeconds: numberOf(values['grace']),
      photoTimeoutSeconds: numberOf(values['photo-timeout']),
    }) as WorkerOptions;
    const stop = new AbortController();
    process.once('SIGTERM', () => stop.abort());
    await runWorker(options, { signal: AbortSignal.any([signal, stop.signal]), onEvent: tell, onStuck });
  },
};

function rootOf(text: string): { from: string; to: string } {
  const at = text.indexOf('=');
  if (at > 0 && at < text.length - 1) return { from: text.slice(0, at), to: text.slice(at + 1) };
  throw new QuenError('CONFIG_INVALID', `--photos-root is FROM=TO, two folders; '${text}' is not.`);
}

/** ONNX Runtime aborts with a fault of its own when process.exit ends its threads in work. */
function onStuck(): void {
  process.stderr.write('No photo was finished for too long: this worker ends itself.\n');
  process.kill(process.pid, 'SIGKILL');
}

function tell(event: WorkerEvent): void {
  process.stderr.write(`${new Date().toISOString()} ${eventText(event)}\n`);
}

function eventText(event: WorkerEvent): string {
  switch (event.kind) {
    case 'finished':
      return `${event.shard.slice(0, 8)}: ${counted(event.photoCount, 'photo')} in ${event.seconds.toFixed(1)} s`;
    case 'refused':
      return `Shards of ${event.queue} are left to other workers: ${event.reason}`;
    case 'failed':
      return `${event.shard.slice(0, 8)}: failed: ${event.reason}`;
    case 'given-back':
      return `${event.shard.slice(0, 8)}: given back`;
    case 'lost':
      return `${event.shard.slice(0, 8)}: another worker has it, or its run was removed`;
    case 'waits':
      return `Waits ${event.seconds} s: ${event.reason}`;
  }
}
