import { expect, test } from 'vitest';
import type { EmbedderCard } from '../../../src/networks/card.ts';
import type { WeightsFile } from '../../../src/networks/weights.ts';
import { completeCard } from '../../../src/toolkit/complete-card.ts';
import type { GivenWeights } from '../../../src/toolkit/read-weights.ts';
import { factsOf, madeCard } from '../../support/made-card.ts';

const SYMBOL = Buffer.from('{}');
const PARAMS = Buffer.from('params');

function card(change: Partial<WeightsFile> = {}): EmbedderCard {
  const files = [
    { name: 'model-symbol.json', sources: [], ...change },
    { name: 'model-0000.params', sources: [] },
  ];
  const nodes = { input: 'data', output: 'fc1' };
  return { ...madeCard(SYMBOL, []), weights: { format: 'mxnet', foundAt: 'somewhere', nodes, files } };
}

function given(path: string, bytes: Buffer): GivenWeights {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { bytes, facts: { name, sources: [{ kind: 'file', path }], ...factsOf(bytes) } };
}

test('files are told apart by their names, in whatever order they come', () => {
  const files = [given('/x/model-0000.params', PARAMS), given('/x/model-symbol.json', SYMBOL)];
  expect(completeCard(card(), files).contents).toEqual([SYMBOL, PARAMS]);
});

test('renamed files are told apart by their endings', () => {
  const files = [given('/x/mine.params', PARAMS), given('/x/mine.json', SYMBOL)];
  expect(completeCard(card(), files).contents).toEqual([SYMBOL, PARAMS]);
});

test('files without a telling name are taken in the order given', () => {
  expect(completeCard(card(), [given('/x/a', SYMBOL), given('/x/b', PARAMS)]).contents).toEqual([
    SYMBOL,
    PARAMS,
  ]);
});

test('the completed card has hashes, sizes and where the files lie', () => {
  const { completed } = completeCard(card(), [given('/x/s.json', SYMBOL), given('/x/p.params', PARAMS)]);
  expect(completed.weights.files).toEqual([
    { name: 'model-symbol.json', sources: [{ kind: 'file', path: '/x/s.json' }], ...factsOf(SYMBOL) },
    { name: 'model-0000.params', sources: [{ kind: 'file', path: '/x/p.params' }], ...factsOf(PARAMS) },
  ]);
});

test('fewer files than the card has are CONFIG_INVALID with their names', () => {
  const fault = () => completeCard(card(), [given('/x/model-symbol.json', SYMBOL)]);
  expect(fault).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  expect(fault).toThrow(/model-symbol\.json, model-0000\.params/);
});

test('another file than the one on the card is NETWORK_CHECKSUM', () => {
  const wanted = card(factsOf(Buffer.from('other')));
  const files = [given('/x/model-symbol.json', SYMBOL), given('/x/model-0000.params', PARAMS)];
  expect(() => completeCard(wanted, files)).toThrow(expect.objectContaining({ code: 'NETWORK_CHECKSUM' }));
});

test('a network that is ONNX already is CONFIG_INVALID', () => {
  expect(() => completeCard(madeCard(SYMBOL, []), [])).toThrow(/ONNX already/);
});
