import { expect, test } from 'vitest';
import { parseNetworkCard } from '../../../src/networks/card.ts';
import { colorizationEccv16 } from '../../../src/networks/cards/colorization-eccv16.ts';
import { facepluginFrFeature as embedder } from '../../../src/networks/cards/faceplugin-fr-feature.ts';
import { fsrcnnX2 } from '../../../src/networks/cards/fsrcnn.ts';
import { scrfd500m as detector } from '../../../src/networks/cards/scrfd-500m.ts';

const npm = { kind: 'npm', package: 'faceplugin', version: '1.0.3', path: 'model/fr_feature.onnx' };

const [file] = embedder.weights.files;

/** The embedder's weights with its file changed. */
function withFile(change: Readonly<Record<string, unknown>>) {
  return { weights: { format: 'onnx', files: [{ ...file, ...change }] } };
}

function faultOf(card: unknown): string {
  try {
    parseNetworkCard(card, 'my-card.json');
  } catch (cause) {
    expect(cause).toMatchObject({ name: 'QuenError', code: 'NETWORK_CARD_INVALID' });
    return (cause as Error).message;
  }
  return 'accepted';
}

test('a card that went through JSON is the same card', () => {
  expect(parseNetworkCard(JSON.parse(JSON.stringify(embedder)), 'x')).toEqual(embedder);
});

test('sides are multiples of 32 where the card does not say', () => {
  const { multipleOf: _, ...input } = detector.input;
  expect(parseNetworkCard({ ...detector, input }, 'x').input).toMatchObject({ multipleOf: 32 });
});

test('an unknown key is refused and named, with the file', () => {
  expect(faultOf({ ...embedder, colour: 'RGB' })).toMatch(/my-card\.json.*"colour"/s);
});

test('an unknown key deep inside is refused', () => {
  expect(faultOf({ ...embedder, licence: { ...embedder.licence, url: 'x' } })).toMatch(/"url"/);
});

test.each([
  ['an upper-case hash', withFile({ sha256: file.sha256?.toUpperCase() }), 'weights.files[0].sha256'],
  ['a hash cut short', withFile({ sha256: file.sha256?.slice(1) }), 'weights.files[0].sha256'],
  ['ready ONNX without a hash', withFile({ sha256: undefined }), 'weights.files[0].sha256'],
  ['no bytes', withFile({ bytes: 0 }), 'bytes'],
  ['no source', withFile({ sources: [] }), 'sources'],
  ['a name with a slash', { name: '../evil' }, 'name'],
  ['a name with capitals', { name: 'MyNet' }, 'name'],
  ['an unknown task', { task: 'gender' }, 'task'],
  ['a template of another size than the input', { template: '96x112' }, 'template'],
  ['an embedder of any size', { input: { ...embedder.input, size: 'free' } }, 'input.size'],
  ['a division by zero', { input: { ...embedder.input, scale: [128, 0, 128] } }, 'input.scale[1]'],
  [
    'a source over plain http',
    withFile({ sources: [{ kind: 'url', url: 'http://example.org/x.onnx' }] }),
    'url',
  ],
])('%s is refused at its place', (_, change, place) => {
  expect(faultOf({ ...embedder, ...change })).toContain(place);
});

test.each(['../../x', 'model/../../x', '/etc/passwd', '..\\x', 'C:/x', ''])(
  "the path '%s' does not stay inside the package",
  (path) => {
    expect(faultOf({ ...embedder, ...withFile({ sources: [{ ...npm, path }] }) })).toContain(
      'weights.files[0].sources[0].path',
    );
  },
);

test.each(['model/fr_feature.onnx', 'x.onnx', 'a..b/..c.onnx'])("the path '%s' stays inside", (path) => {
  expect(faultOf({ ...embedder, ...withFile({ sources: [{ ...npm, path }] }) })).toBe('accepted');
});

test.each([
  'github:evil/repository',
  'git+https://example.org/x.git',
  'https://example.org/x.tgz',
  'file:/tmp/x',
  '../folder',
  './folder',
  '/tmp/x',
  '~/x',
  'evil/repository',
  'faceplugin@npm:other',
  'a b',
])("'%s', from which npm would run scripts or read a folder, is no package", (name) => {
  expect(faultOf({ ...embedder, ...withFile({ sources: [{ ...npm, package: name }] }) })).toContain(
    'weights.files[0].sources[0].package',
  );
});

test.each(['faceplugin', '@vladmandic/face-api', 'a.b_c-d'])("'%s' is a package", (name) => {
  expect(faultOf({ ...embedder, ...withFile({ sources: [{ ...npm, package: name }] }) })).toBe('accepted');
});

test.each(['^1.0.3', 'latest', '1.0', '1.0.3 || 2.0.0', '1.0.3/../x'])(
  "'%s' is no exact version",
  (version) => {
    expect(faultOf({ ...embedder, ...withFile({ sources: [{ ...npm, version }] }) })).toContain(
      'weights.files[0].sources[0].version',
    );
  },
);

test.each([[null], ['text'], [[]], [42]])('%j is no card', (value) => {
  expect(faultOf(value)).not.toBe('accepted');
});

test.each([
  ['super-resolution that does not enlarge', { ...fsrcnnX2, factor: 1 }, 'factor'],
  [
    'super-resolution of one size',
    { ...fsrcnnX2, input: { ...fsrcnnX2.input, size: 'fixed' } },
    'input.size',
  ],
  ['colorization that enlarges', { ...colorizationEccv16, factor: 2 }, 'factor'],
  [
    'a restorer of three channels',
    { ...fsrcnnX2, input: { ...fsrcnnX2.input, mean: [0, 0, 0] } },
    'input.mean',
  ],
])('%s is refused at its place', (_, card, place) => {
  expect(faultOf(card)).toContain(place);
});
