import type { Bundle, BundleNetwork } from '../../src/bundle/bundle.ts';
import type { Gallery } from '../../src/gallery/gallery.ts';
import type { HeadSnapshot } from '../../src/heads/snapshot.ts';

const DETECTOR = madeNetwork('made-detector', 'detector', 'a');
const EMBEDDER = madeNetwork('made-network', 'embedder', 'b');
const box = { xPx: 1.5, yPx: 2, widthPx: 30, heightPx: 40 };

/** A gallery of one photo of each of two people, in three numbers. */
export const MADE_GALLERY: Gallery = {
  detector: { name: DETECTOR.name, sha256: DETECTOR.sha256 },
  embedders: [{ name: EMBEDDER.name, sha256: EMBEDDER.sha256 }],
  identities: ['An', 'Nguyễn'],
  faces: [
    { photo: 'An/1.jpg', sha256: '01', identity: 0, box, rung: 'normal' },
    { photo: 'Nguyễn/1.jpg', sha256: '02', identity: 1, box, rung: 'enlarged' },
  ],
  templates: { data: Float32Array.from([1, 0, 0, 0.6, 0.8, 0]), rows: 2, cols: 3 },
  nonMated: { rule: 'blend', setOn: 'strangers', people: [[0.1, 0.25], [0.2]] },
};

const SNAPSHOT: HeadSnapshot = {
  head: 'made-head',
  scoreKind: 'cosine',
  networks: [EMBEDDER.name],
  dimension: 3,
  columnCount: 2,
  settings: { scale: 30, role: 'class', isMade: true },
  arrays: {
    directions: { data: Float32Array.from([1, 0, 0, 0, 1, 0]), dims: [2, 3] },
    10: { data: Float32Array.of(0.125), dims: [] },
  },
};

/** A small bundle of two heads, the second of which holds no arrays. */
export const MADE_BUNDLE: Bundle = {
  manifest: {
    quen: '0.1.0',
    networks: [DETECTOR, EMBEDDER],
    views: { count: 4, seed: 7 },
    training: { folds: 5, rates: [0.1, 0.01], recipe: { optimiser: 'adam', decay: null } },
    validation: [
      { head: 'made-head', rejection: 'head', rank1: 1, map5: 0.75, dirAt1Percent: 0.5, auroc: null },
    ],
  },
  gallery: MADE_GALLERY,
  heads: [
    { weight: 0.25, snapshot: SNAPSHOT },
    { weight: 0.75, snapshot: { ...SNAPSHOT, columnCount: 3, settings: {}, arrays: {} } },
  ],
  decision: { rejection: 'head' },
  nonMatedHead: { setOn: 'strangers', people: [[0.3], [], [0.1, 0.2]] },
  matedHead: [
    [
      { score: 0.9, isRight: true },
      { score: 0.4, isRight: false },
    ],
    [],
  ],
};

/** A bundle with one head changed. */
export function withHead(change: Partial<HeadSnapshot>): Bundle {
  return { ...MADE_BUNDLE, heads: [{ weight: 1, snapshot: { ...SNAPSHOT, ...change } }] };
}

function madeNetwork(name: string, task: BundleNetwork['task'], digit: string): BundleNetwork {
  const licence = { stated: 'MIT', limits: `Nothing is known of what ${name} learnt from.` };
  return { name, sha256: digit.repeat(64), task, licence, source: `npm: ${name} 1.0.0` };
}
