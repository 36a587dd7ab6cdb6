import { extname } from 'node:path';
import { QuenError } from '../core/errors.ts';
import { type NetworkCard, parseNetworkCard } from '../networks/card.ts';
import type { WeightsFile } from '../networks/weights.ts';
import type { GivenWeights } from './read-weights.ts';

/**
 * A card with the hashes of the files that a user gave for it, and their contents in the card's order.
 * Throws `CONFIG_INVALID` where the files are not as many as the card has, `NETWORK_CHECKSUM` where one is another.
 */
export function completeCard(
  card: NetworkCard,
  given: readonly GivenWeights[],
): { readonly completed: NetworkCard; readonly contents: Uint8Array[] } {
  const { files } = card.weights;
  if (card.weights.format === 'onnx')
    throw new QuenError('CONFIG_INVALID', `${card.name} is ONNX already. Use 'quen networks pull' or 'add'.`);
  const wanted = files.map(({ name }) => name).join(', ');
  if (given.length !== files.length) {
    const message = `${card.name} is made of ${files.length} files (${wanted}); ${given.length} were given. Name them all.`;
    throw new QuenError('CONFIG_INVALID', message);
  }
  const matched = matchFiles(files, given);
  const weights = {
    ...card.weights,
    files: files.map((file, i) => withFacts(file, matched[i] as GivenWeights, card.name)),
  };
  const completed = parseNetworkCard({ ...card, weights }, `The card ${card.name}`);
  return { completed, contents: matched.map(({ bytes }) => bytes) };
}

/** By name, then by ending where it tells, then in the order given. */
function matchFiles(files: readonly WeightsFile[], given: readonly GivenWeights[]): GivenWeights[] {
  const left = [...given];
  const take = (matches: (name: string) => boolean): GivenWeights | undefined => {
    const found = left.filter(({ facts }) => matches(facts.name));
    const [only] = found;
    if (only === undefined || found.length > 1) return undefined;
    left.splice(left.indexOf(only), 1);
    return only;
  };
  const byName = files.map((file) => take((name) => name === file.name));
  const byEnding = files.map((file, i) => byName[i] ?? take((name) => extname(name) === extname(file.name)));
  return byEnding.map((found) => found ?? (left.shift() as GivenWeights));
}

function withFacts(file: WeightsFile, { facts }: GivenWeights, network: string): WeightsFile {
  if (file.sha256 !== undefined && file.sha256 !== facts.sha256) {
    const message = `${facts.name} is not ${file.name} of the network ${network}: its SHA-256 is ${facts.sha256}, the card says ${file.sha256}. For other weights of the same kind, add a card of your own.`;
    throw new QuenError('NETWORK_CHECKSUM', message);
  }
  return { ...file, sha256: facts.sha256, bytes: facts.bytes, sources: [...file.sources, ...facts.sources] };
}
