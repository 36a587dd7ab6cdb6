import { expect, test } from 'vitest';
import { nearestName } from '../../../src/networks/nearest-name.ts';

const NAMES = ['retinaface-mnet025-v2', 'scrfd-2.5g', 'yunet-2023mar', 'faceplugin-fr-feature'];

test.each([
  ['a letter too few', 'yunet-2023ma', 'yunet-2023mar'],
  ['a letter too many', 'scrfd-2.5gg', 'scrfd-2.5g'],
  ['a letter replaced', 'scrfe-2.5g', 'scrfd-2.5g'],
  ['the beginning alone', 'retinaface', 'retinaface-mnet025-v2'],
  ['the exact name', 'yunet-2023mar', 'yunet-2023mar'],
])('%s leads to the name', (_, misspelt, name) => {
  expect(nearestName(misspelt, NAMES)).toBe(name);
});

test.each(['resnet', 'e', 'Zebra crossing'])("'%s' is near no name", (misspelt) => {
  expect(nearestName(misspelt, NAMES)).toBeUndefined();
});

test('no names, no nearest', () => {
  expect(nearestName('yunet', [])).toBeUndefined();
});

test('a word of no letters means nothing', () => {
  expect(nearestName('', NAMES)).toBeUndefined();
});
