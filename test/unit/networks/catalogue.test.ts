import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { networkCardSchema } from '../../../src/networks/card.ts';
import { CATALOGUE } from '../../../src/networks/catalogue.ts';
import { extractionOptionsSchema } from '../../../src/toolkit/extraction-options.ts';
import { hasShared, sharedPath } from '../../support/shared-photos.ts';

test.each(CATALOGUE.map((card) => [card.name, card] as const))(
  'the card of %s is valid as it stands',
  (_, card) => {
    expect(networkCardSchema.parse(card)).toEqual(card);
  },
);

test('no two networks have one name, and none does with its file what another does', () => {
  expect(new Set(CATALOGUE.map(({ name }) => name)).size).toBe(CATALOGUE.length);
  const hashes = CATALOGUE.flatMap((card) =>
    card.weights.files.flatMap(({ sha256 }) =>
      sha256 ? [`${sha256} ${'template' in card ? card.template : ''} ${JSON.stringify(card.input)}`] : [],
    ),
  );
  expect(new Set(hashes).size).toBe(hashes.length);
});

test('the networks that commands use by themselves are there and can be fetched', () => {
  const { detector, networks } = extractionOptionsSchema.parse({});
  for (const name of [detector, ...networks]) {
    const card = CATALOGUE.find((candidate) => candidate.name === name);
    expect(card?.weights.files.every(({ sources }) => sources.some(({ kind }) => kind === 'npm'))).toBe(true);
  }
});

const files = CATALOGUE.flatMap((card) =>
  card.weights.files.flatMap((file) =>
    file.sources.flatMap((source) =>
      source.kind === 'file' ? [[card.name, source.path, file] as const] : [],
    ),
  ),
);

test.skipIf(!hasShared('models')).each(files)(
  'the file of %s has the stated size and SHA-256: %s',
  (_, path, file) => {
    const bytes = readFileSync(sharedPath(`models/${path}`));
    expect(bytes.length).toBe(file.bytes);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
  },
);
