import type { NetworkCard } from '../networks/card.ts';
import type { WeightsFile } from '../networks/weights.ts';
import type { ImportedNetwork, ListedNetwork } from '../toolkit/networks.ts';

const HEADINGS: Readonly<Record<NetworkCard['task'], string>> = {
  detector: 'Detectors (--detector)',
  embedder: 'Embedders (--network)',
  restorer: 'Restorers (--restore)',
  landmarks: 'Landmarks',
  quality: 'Quality',
  'anti-spoof': 'Anti-spoofing',
};

const WHERE = { present: 'here', fetchable: 'fetched when needed', absent: 'file not here' } as const;

/** The list of networks by task, in lines of at most `columns` characters where words allow it. */
export function networksText(networks: readonly ListedNetwork[], columns: number): string {
  const tasks = Object.keys(HEADINGS) as NetworkCard['task'][];
  const groups = tasks.flatMap((task) => {
    const entries = networks.filter(({ card }) => card.task === task);
    return entries.length === 0
      ? []
      : [[HEADINGS[task], ...entries.map((entry) => entryText(entry, columns))]];
  });
  return `${groups.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** What `networks verify` says of a network that passed. */
export function verifiedText({ card, state }: ListedNetwork): string {
  const paths = state.kind === 'present' ? state.paths : [];
  const files = paths.map((path) => `  file     ${path}\n`);
  const hashes = card.weights.files.map(({ sha256 }) => `  SHA-256  ${sha256}\n`);
  return `${card.name} is what its card says, and runs.\n${files.join('')}${hashes.join('')}`;
}

/** What `networks add` says: how to use the network, and what to delete to be rid of it. */
export function addedText(card: NetworkCard, path: string): string {
  return `${card.name} added.\n${useLine(card)}  card     ${path}\n`;
}

/** What `networks import` says: how to use the network, and what to delete to be rid of it. */
export function importedText({ card, cardPath }: ImportedNetwork): string {
  const path = cardPath === undefined ? '' : `  card     ${cardPath}\n`;
  return `${card.name} imported: its graph gives the same numbers before and after rewriting, and runs.\n${useLine(card)}${path}`;
}

function useLine(card: NetworkCard): string {
  const flag = { detector: '--detector', embedder: '--network', restorer: '--restore' }[card.task as string];
  return flag === undefined ? '' : `  use it   quen identify ${flag} ${card.name} ...\n`;
}

function entryText({ card, state, isOwn }: ListedNetwork, columns: number): string {
  const { files } = card.weights;
  const own = isOwn ? ', your card' : '';
  return [
    `  ${card.name.padEnd(28)}${sizeText(files).padStart(10)}   ${WHERE[state.kind]}${own}`,
    labelled('', card.title, columns),
    labelled('licence', card.licence.stated, columns),
    labelled('limits', card.licence.limits, columns),
    ...(state.kind === 'absent' ? wantedLines(card, columns) : []),
  ].join('\n');
}

/** The size of all files, where it is known. */
function sizeText(files: readonly WeightsFile[]): string {
  const bytes = files.reduce((total, file) => total + (file.bytes ?? Number.NaN), 0);
  return Number.isNaN(bytes) ? '' : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

/** What a user must do to have a network that cannot be fetched. */
function wantedLines({ name, weights }: NetworkCard, columns: number): string[] {
  const names = weights.files.map((file) => file.name);
  if (weights.format !== 'onnx' && weights.files.some(({ sha256 }) => sha256 === undefined)) {
    const command = `quen networks import ${names.join(' ')} --as ${name}`;
    return [labelled('found at', weights.foundAt, columns), labelled('then', command, columns)];
  }
  const paths = weights.files.flatMap(({ sources }) =>
    sources.flatMap((source) => (source.kind === 'file' ? [source.path] : [])),
  );
  return [labelled('wanted', `${paths.join(', ')}, see QUEN_MODELS`, columns)];
}

const LABEL_WIDTH = 9;

/** A text under a label, later lines set in as far as the first. */
function labelled(label: string, text: string, columns: number): string {
  const indent = 4 + (label === '' ? 0 : LABEL_WIDTH);
  const lines = wrapped(text, Math.max(columns - indent, 20));
  return `    ${label === '' ? '' : label.padEnd(LABEL_WIDTH)}${lines.join(`\n${' '.repeat(indent)}`)}`;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
