import type { ArgsDef } from 'citty';
import { QuenError } from '../../core/errors.ts';
import {
  addNetwork,
  importNetwork,
  listNetworks,
  pullNetworks,
  verifyNetwork,
} from '../../toolkit/networks.ts';
import { readFlags } from '../flags.ts';
import { addedText, importedText, networksText, verifiedText } from '../network-text.ts';
import { withProgress } from '../progress.ts';
import type { QuenCommand } from '../quen-command.ts';

const nameArgs = {
  name: { type: 'positional', description: 'Name of the network, see quen networks list', required: true },
} satisfies ArgsDef;

const addArgs = {
  card: {
    type: 'positional',
    description: 'The card, a JSON file as docs/networks.md describes',
    required: true,
  },
  file: {
    type: 'string',
    valueHint: 'ONNX',
    description: "The network's file; its hash and size go on the card",
  },
} satisfies ArgsDef;

const importArgs = {
  file: {
    type: 'positional',
    description: 'The files of weights, in MXNet, dlib, TensorFlow or PyTorch format',
    required: true,
  },
  as: { type: 'string', valueHint: 'NAME', description: 'The card they belong to, see quen networks list' },
} satisfies ArgsDef;

/** `quen networks list | pull | verify | add | import` */
export const networksCommands = {
  'networks list': {
    args: {},
    run: async (rawArgs) => {
      readFlags(rawArgs, {});
      process.stdout.write(networksText(await listNetworks(), process.stdout.columns ?? 80));
    },
  },
  'networks pull': {
    args: nameArgs,
    run: async (rawArgs) => {
      const name = oneName(rawArgs);
      const fetched = await withProgress(`Fetching ${name}`, () => pullNetworks([name]));
      process.stdout.write(
        fetched.length === 1 ? `${name} fetched and checked\n` : `${name} was here already\n`,
      );
    },
  },
  'networks verify': {
    args: nameArgs,
    run: async (rawArgs) => {
      process.stdout.write(verifiedText(await verifyNetwork(oneName(rawArgs))));
    },
  },
  'networks add': {
    args: addArgs,
    run: async (rawArgs) => {
      const { values, positionals } = readFlags(rawArgs, addArgs);
      const file = typeof values['file'] === 'string' ? values['file'] : undefined;
      const { card, path } = await addNetwork(required(positionals[0], 'the card'), file);
      process.stdout.write(addedText(card, path));
    },
  },
  'networks import': {
    args: importArgs,
    run: async (rawArgs) => {
      const { values, positionals } = readFlags(rawArgs, importArgs, ['file']);
      const name = required(typeof values['as'] === 'string' ? values['as'] : undefined, '--as NAME');
      required(positionals[0], 'the files of weights');
      const imported = await withProgress(`Importing ${name}`, () => importNetwork(positionals, name));
      process.stdout.write(importedText(imported));
    },
  },
} satisfies Readonly<Record<string, QuenCommand>>;

function oneName(rawArgs: readonly string[]): string {
  return required(readFlags(rawArgs, nameArgs).positionals[0], 'the name of a network');
}

function required(value: string | undefined, what: string): string {
  if (value !== undefined) return value;
  throw new QuenError(
    'CONFIG_INVALID',
    `Missing: ${what}. Run the command with --help to see what it takes.`,
  );
}
