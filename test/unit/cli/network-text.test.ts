import { expect, test } from 'vitest';
import { addedText, importedText, networksText, verifiedText } from '../../../src/cli/network-text.ts';
import { yunet2023mar } from '../../../src/networks/cards/yunet-2023mar.ts';
import { yunetNDynamic } from '../../../src/networks/cards/yunet-n-dynamic.ts';
import { CATALOGUE } from '../../../src/networks/catalogue.ts';

const all = CATALOGUE.map((card) => ({ card, state: { kind: 'fetchable' } as const, isOwn: false }));

test.each([64, 80, 132])('no line of the list is longer than %i columns', (columns) => {
  const longest = Math.max(
    ...networksText(all, columns)
      .split('\n')
      .map((line) => line.length),
  );
  expect(longest).toBeLessThanOrEqual(columns);
});

test('the list has every network under the flag that takes it', () => {
  const [detectors, embedders] = networksText(all, 80).split('\n\n');
  expect(detectors).toMatch(/^Detectors \(--detector\)\n {2}retinaface-mnet025-v2/);
  expect(embedders).toMatch(/^Embedders \(--network\)\n {2}faceplugin-fr-feature/);
});

test('the list has no colours', () => {
  expect(networksText(all, 80)).not.toContain('\u001b');
});

test('a file that is not here is named, one that is here is not', () => {
  const absent = { card: yunetNDynamic, state: { kind: 'absent' } as const, isOwn: false };
  expect(networksText([absent], 80)).toContain('wanted   yunet/yunet_n_dynamic.onnx, see QUEN_MODELS');
  const present = { ...absent, state: { kind: 'present', paths: ['/models/x'] } as const };
  expect(networksText([present], 80)).not.toContain('wanted');
});

test('a network of the user is marked', () => {
  const own = { card: yunet2023mar, state: { kind: 'present', paths: ['/x'] } as const, isOwn: true };
  expect(networksText([own], 80)).toContain('here, your card');
});

test('verify says which file was looked at', () => {
  const text = verifiedText({
    card: yunet2023mar,
    state: { kind: 'present', paths: ['/models/y.onnx'] },
    isOwn: false,
  });
  expect(text).toContain('/models/y.onnx');
});

test('add says how to use a detector and where its card is kept', () => {
  expect(addedText(yunet2023mar, '/cache/cards/y.json')).toBe(
    'yunet-2023mar added.\n  use it   quen identify --detector yunet-2023mar ...\n  card     /cache/cards/y.json\n',
  );
});

test('a network whose file nobody has hashed says where it is found and how it is imported', () => {
  const card = CATALOGUE.find(({ name }) => name === 'insightface-r100-ii');
  if (card === undefined) throw new Error('the catalogue has no insightface-r100-ii');
  const text = networksText([{ card, state: { kind: 'absent' }, isOwn: false }], 132);
  expect(text).toContain('found at ');
  expect(text).toContain('quen networks import model-symbol.json model-0000.params --as insightface-r100-ii');
});

test('import says how to use the network, and where the card is only if one was kept', () => {
  expect(importedText({ card: yunet2023mar })).not.toContain('card  ');
  expect(importedText({ card: yunet2023mar, cardPath: '/cache/cards/y.json' })).toContain(
    '/cache/cards/y.json',
  );
});
