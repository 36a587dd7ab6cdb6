import type { NetworkCard } from '../networks/card.ts';
import type { ListedNetwork } from '../toolkit/networks.ts';

const HEADINGS: Readonly<Record<NetworkCard['task'], string>> = {
  detector: 'Detectors (--detector)',
  embedder: 'Embedders (--network)',
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
  const file = state.kind === 'present' ? `  file     ${state.path}\n` : '';
  return `${card.name} is what its card says, and runs.\n${file}  SHA-256  ${card.sha256}\n`;
}

/** What `networks add` says: how to use the network, and what to delete to be rid of it. */
export function addedText(card: NetworkCard, path: string): string {
  const flag = { detector: '--detector', embedder: '--network' }[card.task as string];
  const use = flag === undefined ? '' : `  use it   quen identify ${flag} ${card.name} ...\n`;
  return `${card.name} added.\n${use}  card     ${path}\n`;
}

function entryText({ card, state, isOwn }: ListedNetwork, columns: number): string {
  const size = `${(card.bytes / 2 ** 20).toFixed(1)} MiB`;
  const own = isOwn ? ', your card' : '';
  const files = card.sources.flatMap((source) => (source.kind === 'file' ? [source.path] : []));
  return [
    `  ${card.name.padEnd(28)}${size.padStart(10)}   ${WHERE[state.kind]}${own}`,
    labelled('', card.title, columns),
    labelled('licence', card.licence.stated, columns),
    labelled('limits', card.licence.limits, columns),
    ...(state.kind === 'absent'
      ? [labelled('wanted', `${files.join(' or ')}, see QUEN_MODELS`, columns)]
      : []),
  ].join('\n');
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
