import type { ArgsDef } from 'citty';
import { z } from 'zod';
import { type ServeWatch, serve } from '../../server/serve.ts';
import { parseOptions } from '../../toolkit/parse-options.ts';
import { readFlags } from '../flags.ts';
import type { QuenCommand } from '../quen-command.ts';
import { LOG_FORMATS, requestLines } from '../request-lines.ts';
import { numberOf, present } from './extraction-args.ts';

const args = {
  data: {
    type: 'string',
    valueHint: 'DIR',
    description: 'Folder of the database, the key and kept photos (default: quen-data)',
  },
  bundle: {
    type: 'string',
    valueHint: 'FILE',
    description: "Gallery of 'quen enrol', or bundle of 'quen train', whose people become a collection, once",
  },
  collection: {
    type: 'string',
    valueHint: 'NAME',
    description: "Name of the bundle's collection (default: that of the file)",
  },
  host: { type: 'string', valueHint: 'HOST', description: 'Address to listen at (default: 127.0.0.1)' },
  port: { type: 'string', valueHint: 'PORT', description: 'Port to listen at (default: 8420)' },
  'host-name': {
    type: 'string',
    valueHint: 'NAME',
    description: 'Name the service may be called by, such as that of a proxy; may be repeated',
  },
  keep: {
    type: 'string',
    valueHint: 'none|crops|photos',
    description: 'What is kept of photos that are enrolled or looked at (default: crops)',
  },
  'no-key': {
    type: 'boolean',
    description: 'Ask for no key even where other machines can reach the address',
  },
  'aws-keys': {
    type: 'boolean',
    description: "Verify signatures of Amazon's SDK with hashes of keys, see docs/security.md",
  },
  network: {
    type: 'string',
    valueHint: 'NAME...',
    description: "Embedders to use, see 'quen networks list'",
  },
  detector: { type: 'string', valueHint: 'NAME', description: 'Detector to use' },
  threads: {
    type: 'string',
    valueHint: 'N',
    description: 'Photos worked on at once (default: one for each core)',
  },
  log: {
    type: 'string',
    valueHint: 'none|text|json',
    description: 'How requests are logged on standard error, without names (default: none)',
  },
  'key-rate': {
    type: 'string',
    valueHint: 'N',
    description: 'Requests a second that one key may make (default: 100)',
  },
  'queue-limit': {
    type: 'string',
    valueHint: 'N',
    description: 'Photos in work or waiting at once; more are refused (default: 64)',
  },
} satisfies ArgsDef;

const logSchema = z.strictObject({ log: z.enum(LOG_FORMATS).default('none') });

/** `quen serve` */
export const serveCommand: QuenCommand = {
  args,
  run: async (rawArgs, signal) => {
    const { values } = readFlags(rawArgs, args, ['network', 'host-name']);
    const options = present({
      data: values['data'] ?? 'quen-data',
      databaseUrl: process.env['DATABASE_URL'],
      encryptionKey: process.env['QUEN_ENCRYPTION_KEY'],
      formerKeys: process.env['QUEN_FORMER_KEYS']?.split(',').filter((key) => key !== ''),
      bundle: values['bundle'],
      collection: values['collection'],
      keep: values['keep'],
      networks: values['network'],
      detector: values['detector'],
      threads: numberOf(values['threads']),
      queueLimit: numberOf(values['queue-limit']),
    });
    const network = present({
      host: (values['host'] as string | undefined) ?? '127.0.0.1',
      port: numberOf(values['port']) ?? 8420,
      hostNames: (values['host-name'] as string[] | undefined) ?? [],
      needsKey: values['no-key'] === true ? false : undefined,
      awsKeys: values['aws-keys'],
      keyPerSecond: numberOf(values['key-rate']),
    });
    type ServeParameters = Parameters<typeof serve>;
    const { log } = parseOptions(logSchema, { log: values['log'] });
    const onRequest = requestLines(log, writeLine);
    await serve(
      options as ServeParameters[0],
      network as ServeParameters[1],
      { ...WATCH, ...(onRequest && { onRequest }) },
      stopOnTerm(signal),
    );
  },
};

const WATCH: ServeWatch = {
  onReady: ({ url, needsKey, firstKey, imported }) => {
    const key = needsKey ? 'Requests need a key.' : 'No key is needed: only this machine can reach it.';
    process.stdout.write(`Quen serves at ${url} (API: ${url}/openapi.json). ${key}\n`);
    if (imported !== undefined) process.stdout.write(`${importedText(imported)}\n`);
    if (firstKey !== undefined)
      process.stdout.write(`The first admin key, told this once: ${firstKey.secret}\n`);
  },
  onLog: (entry) => writeLine(JSON.stringify({ at: new Date().toISOString(), ...entry })),
};

function importedText({ name, isNew, heads }: NonNullable<ReadyAt['imported']>): string {
  const became = isNew ? `The file became the collection '${name}'.` : 'The file was imported before.';
  return `${became}${HEADS_TEXT[heads]}`;
}

const HEADS_TEXT = {
  none: '',
  'class-mean': ' Its head, the class mean, answers, and follows every change of people.',
  'passed-over': ' Its heads take no part: the templates answer.',
} as const;

type ReadyAt = Parameters<ServeWatch['onReady']>[0];

function writeLine(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A service manager ends a service with SIGTERM. */
function stopOnTerm(signal: AbortSignal): AbortSignal {
  const stop = new AbortController();
  process.once('SIGTERM', () => stop.abort());
  return AbortSignal.any([signal, stop.signal]);
}
