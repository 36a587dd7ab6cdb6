import type { MemberScores, OutOfFoldScores } from '../src/ensemble/member-scores.ts';
import { identityMeans, identityScoresInto, type ScoreRule } from '../src/gallery/identity-scores.ts';
import { stratifiedFolds } from '../src/heads/folds.ts';
import { innerProducts } from '../src/numerics/inner-products.ts';
import { type Matrix, row, selectRows } from '../src/numerics/matrix.ts';
import { embedOpenSet, type OpenSetPhotos } from './open-set-photos.ts';

const FOLD_COUNT = 5;
const SEED = 5;
const RULE: ScoreRule = 'blend';

/**
 * Scores of LFW's open-set training photos and strangers by some networks: each photo searched in the gallery of the other
 * four fifths, each stranger in that of one fold.
 */
export async function outOfFoldScores(networks: readonly string[]): Promise<OutOfFoldScores> {
  const members: MemberScores[] = [];
  let answers: Pick<OutOfFoldScores, 'truth' | 'personOf'> | undefined;
  for (const name of networks) {
    const [train, strangers] = (await embedOpenSet(['train.csv', 'strangers.csv'], [name])) as [
      OpenSetPhotos,
      OpenSetPhotos,
    ];
    const { scores, ...found } = searched(train, strangers);
    if (answers && found.truth.join() !== answers.truth.join())
      throw new Error(`${name} found other faces than the networks before it.`);
    answers = found;
    members.push({ name, scores });
  }
  if (answers === undefined) throw new Error('Name at least one network.');
  return { members, ...answers };
}

function searched(train: OpenSetPhotos, strangers: OpenSetPhotos) {
  const [plan] = stratifiedFolds(train.personOf, { foldCount: FOLD_COUNT, repeatCount: 1, seed: SEED });
  const folds = plan?.folds ?? [];
  const blocks = folds.flatMap(({ training, validation }, fold) => {
    const gallery = {
      templates: selectRows(train.rows, training),
      identityOf: Int32Array.from(training, (n) => train.personOf[n] ?? 0),
      identityCount: train.people.length,
    };
    const visitors = [...strangers.personOf.keys()].filter(
      (n) => (strangers.personOf[n] ?? 0) % FOLD_COUNT === fold,
    );
    return [
      {
        scores: scoresOf(selectRows(train.rows, validation), gallery),
        truth: validation.map((n) => train.personOf[n] ?? 0),
        people: validation.map((n) => train.personOf[n] ?? 0),
      },
      {
        scores: scoresOf(selectRows(strangers.rows, visitors), gallery),
        truth: visitors.map(() => -1),
        people: visitors.map((n) => train.people.length + (strangers.personOf[n] ?? 0)),
      },
    ];
  });
  const cols = train.people.length;
  const rows = blocks.reduce((sum, { scores }) => sum + scores.rows, 0);
  const data = new Float32Array(rows * cols);
  let at = 0;
  for (const { scores } of blocks) {
    data.set(scores.data, at);
    at += scores.data.length;
  }
  return {
    scores: { data, rows, cols },
    truth: Int32Array.from(blocks.flatMap(({ truth }) => truth)),
    personOf: Int32Array.from(blocks.flatMap(({ people }) => people)),
  };
}

function scoresOf(probes: Matrix, gallery: Parameters<typeof identityScoresInto>[1]): Matrix {
  const products = innerProducts(probes, gallery.templates);
  const ofMeans = innerProducts(probes, identityMeans(gallery));
  const data = new Float32Array(probes.rows * gallery.identityCount);
  const scores = new Float64Array(gallery.identityCount);
  for (let p = 0; p < probes.rows; p++) {
    identityScoresInto({ ofTemplates: row(products, p), ofMeans: row(ofMeans, p) }, gallery, RULE, scores);
    data.set(scores, p * gallery.identityCount);
  }
  return { data, rows: probes.rows, cols: gallery.identityCount };
}
