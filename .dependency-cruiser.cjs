// The layers of src/, bottom to top. Imports point down only; folders of one layer do not see each other
// except where SIBLINGS_ALLOWED says so. ARCHITECTURE.md draws the same picture for people.
const DOMAIN = [
  'detection',
  'alignment',
  'restoration',
  'embedding',
  'gallery',
  'vector-index',
  'heads',
  'rejection',
  'calibration',
  'ensemble',
  'evaluation',
  'quality',
  'audit',
  'collections',
  'jobs',
  'recipes',
  'report',
];
const SIBLINGS_ALLOWED = { adapters: ['adapters'] };
const LAYERS = [
  ['numerics'],
  ['core'],
  ['images', 'networks'],
  DOMAIN,
  ['bundle'],
  ['adapters', 'pipeline'],
  ['toolkit'],
  ['worker', 'train-worker', 'search-worker', 'analysis-worker'],
  ['server', 'client'],
  ['cli'],
];
const inside = (names) => `^src/(${names.join('|')})(/|\\.ts$)`;

const noUpward = LAYERS.slice(0, -1).map((layer, i) => ({
  name: `${layer.length > 1 ? `layer-${i}` : layer[0]}-imports-nothing-above`,
  severity: 'error',
  from: { path: inside(layer) },
  to: { path: inside(LAYERS.slice(i + 1).flat()) },
}));

const noSideways = LAYERS.filter((layer) => layer.length > 1)
  .flat()
  .map((folder) => {
    const layer = LAYERS.find((names) => names.includes(folder));
    const banned = layer.filter((name) => name !== folder && !SIBLINGS_ALLOWED[folder]?.includes(name));
    return {
      name: `${folder}-is-independent`,
      severity: 'error',
      from: { path: inside([folder]) },
      to: { path: inside(banned) },
    };
  });

module.exports = {
  forbidden: [
    ...noUpward,
    ...noSideways,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'side-effects-live-in-adapters',
      severity: 'error',
      from: { path: inside(['numerics', 'core', 'images', 'networks', ...DOMAIN, 'bundle', 'pipeline']) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'native-packages-live-in-adapters',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/' },
      to: { path: 'node_modules/(onnxruntime-node|sharp|pacote|usearch)/' },
    },
    {
      name: 'only-toolkit-and-worker-import-adapters',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/(toolkit(/|\\.ts)|(train-|search-|analysis-)?worker\\.ts|adapters/)',
      },
      to: { path: '^src/adapters/' },
    },
    {
      name: 'client-knows-the-document-alone',
      severity: 'error',
      from: { path: inside(['client']) },
      to: { path: '^src/', pathNot: inside(['client']) },
    },
    {
      name: 'index-is-for-consumers',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/index\\.ts$' },
    },
    {
      name: 'no-dev-dependency-in-src',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
