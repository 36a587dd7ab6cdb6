import type { ArgsDef } from 'citty';
import { rotateKey } from '../../toolkit/service/rotate-key.ts';
import { createStoredKey, listStoredKeys, revokeStoredKey } from '../../toolkit/service/stored-keys.ts';
import { counted } from '../counted.ts';
import { readFlags } from '../flags.ts';
import type { QuenCommand } from '../quen-command.ts';
import { present } from './extraction-args.ts';

const dataArgs = {
  data: {
    type: 'string',
    valueHint: 'DIR',
    description:
      'Data folder of the service, which must not run unless DATABASE_URL is set (default: quen-data)',
  },
} satisfies ArgsDef;

const createArgs = {
  ...dataArgs,
  name: { type: 'string', valueHint: 'NAME', description: 'What the key is for', required: true },
  scope: {
    type: 'string',
    valueHint: 'identify|enrol|admin...',
    description: 'What it may do',
    required: true,
  },
  expires: { type: 'string', valueHint: 'TIME', description: 'When it ends, such as 2030-01-31' },
} satisfies ArgsDef;

const revokeArgs = {
  ...dataArgs,
  id: { type: 'positional', description: 'Id of the key, as listed', required: true },
} satisfies ArgsDef;

const createKeyCommand: QuenCommand = {
  args: createArgs,
  run: async (rawArgs) => {
    const { values } = readFlags(rawArgs, createArgs, ['scope']);
    const options = present({
      ...placeOf(values['data']),
      name: values['name'],
      scopes: values['scope'],
      expiresAt: values['expires'],
    });
    const { key, secret } = await createStoredKey(options as Parameters<typeof createStoredKey>[0]);
    process.stdout.write(`${key.id}\n${secret}\n`);
  },
};

const listKeysCommand: QuenCommand = {
  args: dataArgs,
  run: async (rawArgs) => {
    const { values } = readFlags(rawArgs, dataArgs);
    for (const { id, name, scopes, expiresAt, revokedAt } of await listStoredKeys(placeOf(values['data']))) {
      const ends = expiresAt === undefined ? '' : `, until ${expiresAt.toISOString()}`;
      const state = revokedAt === undefined ? ends : `, revoked ${revokedAt.toISOString()}`;
      process.stdout.write(`${id}  ${scopes.join(' ')}  ${name}${state}\n`);
    }
  },
};

const revokeKeyCommand: QuenCommand = {
  args: revokeArgs,
  run: async (rawArgs) => {
    const { values, positionals } = readFlags(rawArgs, revokeArgs);
    const options = present({ ...placeOf(values['data']), id: positionals[0] });
    await revokeStoredKey(options as Parameters<typeof revokeStoredKey>[0]);
  },
};

/** `quen rotate-key` */
export const rotateKeyCommand: QuenCommand = {
  args: dataArgs,
  run: async (rawArgs) => {
    const { values } = readFlags(rawArgs, dataArgs);
    const options = present({
      ...placeOf(values['data']),
      encryptionKey: process.env['QUEN_ENCRYPTION_KEY'],
      formerKeys: process.env['QUEN_FORMER_KEYS']?.split(',').filter((key) => key !== ''),
    });
    const count = await rotateKey(options as Parameters<typeof rotateKey>[0]);
    process.stdout.write(`${counted(count, 'embedding')} written anew.\n`);
  },
};

/** `quen keys create`, `list` and `revoke` */
export const keysCommands = {
  'keys create': createKeyCommand,
  'keys list': listKeysCommand,
  'keys revoke': revokeKeyCommand,
} satisfies Readonly<Record<string, QuenCommand>>;

function placeOf(data: unknown): { readonly data: string; readonly databaseUrl?: string } {
  const databaseUrl = process.env['DATABASE_URL'];
  return { data: (data as string | undefined) ?? 'quen-data', ...(databaseUrl && { databaseUrl }) };
}
