import type { ArgsDef } from 'citty';
import { evaluateBlufr } from '../../toolkit/protocols/blufr.ts';
import { evaluateLfwOpenSet } from '../../toolkit/protocols/lfw-open-set.ts';
import { evaluatePeople } from '../../toolkit/protocols/people.ts';
import { readFlags } from '../flags.ts';
import { withProgress } from '../progress.ts';
import { blufrText, lfwOpenSetText, peopleText } from '../protocol-text.ts';
import type { QuenCommand } from '../quen-command.ts';
import {
  decisionArgs,
  distributionArgs,
  extractionArgs,
  extractionLists,
  extractionOptionsOf,
  numberOf,
  present,
} from './extraction-args.ts';

const { strangers: strangersArg, fpir: fpirArg, rule: ruleArg } = decisionArgs;

const outputArgs = {
  'unknown-label': {
    type: 'string',
    valueHint: 'LABEL',
    description: 'The word for nobody (default: unknown)',
  },
  json: { type: 'string', valueHint: 'FILE', description: 'Write the figures there' },
} satisfies ArgsDef;

const openSetArgs = {
  images: {
    type: 'string',
    valueHint: 'DIR',
    description: "Folder with LFW's photos, one folder a person",
    required: true,
  },
  fpir: fpirArg,
  rule: ruleArg,
  ...extractionArgs,
  ...distributionArgs,
  ...outputArgs,
} satisfies ArgsDef;

/** `quen evaluate lfw-open-set` */
const lfwOpenSetCommand: QuenCommand = {
  args: openSetArgs,
  run: async (rawArgs, signal) => {
    const flags = readFlags(rawArgs, openSetArgs, extractionLists);
    const { images, fpir, rule, json } = flags.values;
    const options = present({
      ...{ images, rule, json, fpir: numberOf(fpir), unknownLabel: flags.values['unknown-label'] },
      ...extractionOptionsOf(flags),
    });
    const report = await withProgress('Reading photos', (onProgress) =>
      evaluateLfwOpenSet(options as Parameters<typeof evaluateLfwOpenSet>[0], { signal, onProgress }),
    );
    process.stdout.write(lfwOpenSetText(report));
  },
};

const blufrArgs = {
  images: {
    type: 'string',
    valueHint: 'DIR',
    description: "Folder with LFW's photos, one folder a person",
    required: true,
  },
  lists: {
    type: 'string',
    valueHint: 'DIR',
    description: "The toolkit's own trials: its folder list/lfw (default: trials are drawn by its rule)",
  },
  trials: { type: 'string', valueHint: 'N', description: 'Trials to draw (default: 10)' },
  'train-people': { type: 'string', valueHint: 'N', description: 'People set aside in each (default: 1500)' },
  'gallery-people': {
    type: 'string',
    valueHint: 'N',
    description: 'People enrolled in each (default: 1000)',
  },
  seed: { type: 'string', valueHint: 'N', description: 'Decides the draws (default: 1)' },
  ...extractionArgs,
  ...distributionArgs,
  ...outputArgs,
} satisfies ArgsDef;

/** `quen evaluate blufr` */
const blufrCommand: QuenCommand = {
  args: blufrArgs,
  run: async (rawArgs, signal) => {
    const flags = readFlags(rawArgs, blufrArgs, extractionLists);
    const { images, lists, trials, seed, json } = flags.values;
    const options = present({
      ...{ images, lists, json, trials: numberOf(trials), seed: numberOf(seed) },
      trainPeople: numberOf(flags.values['train-people']),
      galleryPeople: numberOf(flags.values['gallery-people']),
      unknownLabel: flags.values['unknown-label'],
      ...extractionOptionsOf(flags),
    });
    const report = await withProgress('Reading photos', (onProgress) =>
      evaluateBlufr(options as Parameters<typeof evaluateBlufr>[0], { signal, onProgress }),
    );
    process.stdout.write(blufrText(report));
  },
};

const peopleArgs = {
  people: { type: 'string', valueHint: 'DIR', description: 'A folder of photos per person', required: true },
  strangers: {
    ...strangersArg,
    description: 'Photos of people who are never enrolled (default: people play strangers in turn)',
  },
  repeats: { type: 'string', valueHint: 'N', description: 'Draws of who is who (default: 20)' },
  enrol: {
    type: 'string',
    valueHint: 'N',
    description: "Photos enrolled of each person (default: half of the person's)",
  },
  'enrolled-share': {
    type: 'string',
    valueHint: 'SHARE',
    description: 'Share of the people enrolled in each repeat (default: 0.5; 1 with --strangers)',
  },
  seed: { type: 'string', valueHint: 'N', description: 'Decides the draws (default: 1)' },
  fpir: fpirArg,
  rule: ruleArg,
  ...extractionArgs,
  ...distributionArgs,
  ...outputArgs,
} satisfies ArgsDef;

/** `quen evaluate people` */
const peopleCommand: QuenCommand = {
  args: peopleArgs,
  run: async (rawArgs, signal) => {
    const flags = readFlags(rawArgs, peopleArgs, extractionLists);
    const { people, strangers, repeats, enrol, seed, fpir, rule, json } = flags.values;
    const options = present({
      ...{ people, strangers, rule, json, repeats: numberOf(repeats), enrol: numberOf(enrol) },
      ...{ seed: numberOf(seed), fpir: numberOf(fpir) },
      enrolledShare: numberOf(flags.values['enrolled-share']),
      unknownLabel: flags.values['unknown-label'],
      ...extractionOptionsOf(flags),
    });
    const report = await withProgress('Reading photos', (onProgress) =>
      evaluatePeople(options as Parameters<typeof evaluatePeople>[0], { signal, onProgress }),
    );
    process.stdout.write(peopleText(report));
  },
};

/** The protocols among the commands, by their words. */
export const protocolCommands = {
  'evaluate lfw-open-set': lfwOpenSetCommand,
  'evaluate blufr': blufrCommand,
  'evaluate people': peopleCommand,
} satisfies Readonly<Record<string, QuenCommand>>;
