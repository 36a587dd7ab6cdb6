// npx tsx bench/lfw-errors.ts [--score T] [--unlike U] [--network NAME,NAME...]
// Labels of LFW that its photos contradict: a photo that is more like one of another name than like all of its own, with a
// cosine of T or more; and photos that are unlike all others of their name, with one below U. Beside the errors that the
// makers of LFW list. Then what open.csv and contest.csv give without such photos. Needs a build.
import { parseArgs } from 'node:util';
import { openInnerProducts } from '../dist/adapters/onnx/inner-products.js';
import type { EvaluatedSearch } from '../src/evaluation/evaluated-search.ts';
import { row, stackRows } from '../src/numerics/matrix.ts';
import { galleryRecogniser } from '../src/pipeline/recogniser.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { FIGURES, figureCells } from './ablation/figures.ts';
import { searchesOf } from './ablation/labelled-pile.ts';
import { openSetTask } from './ablation/task.ts';
import { LFW_ERRATA } from './lfw-errata.ts';
import { type Likeness, lfwPerson, likenesses } from './lfw-likeness.ts';
import { embedOpenSet } from './open-set-photos.ts';

const { values } = parseArgs({
  options: {
    score: { type: 'string', default: '0.55' },
    unlike: { type: 'string', default: '0.15' },
    network: { type: 'string', default: extractionOptionsSchema.parse({}).networks.join() },
  },
});
const networks = values.network.split(',');
const all = await allLikenesses();
const contradicted = all
  .filter(
    ({ own = Number.NEGATIVE_INFINITY, other }) => other.score >= Number(values.score) && other.score > own,
  )
  .sort((a, b) => b.other.score - a.other.score);
const unlike = all
  .filter(({ own }) => own !== undefined && own < Number(values.unlike))
  .sort((a, b) => (a.own ?? 0) - (b.own ?? 0));
printFound('a photo is more like another name', contradicted);
printFound('a photo is unlike its own name', unlike);
printPublished();
await printWithout();

async function allLikenesses(): Promise<Likeness[]> {
  const sets = await embedOpenSet(['train.csv', 'strangers.csv', 'open.csv'], networks);
  const embeddings = sets.flatMap((set) => set.names.map((_, n) => row(set.rows, n)));
  const rows = stackRows(embeddings, embeddings[0]?.length ?? 0);
  await using products = await openInnerProducts({ threads: 2 });
  return await likenesses({ rows, names: sets.flatMap(({ names }) => names) }, products.innerProducts);
}

function printFound(title: string, found: readonly Likeness[]): void {
  header([title, 'most like', 'score', 'most like of its own name', 'listed by LFW']);
  for (const of of found)
    cells([shortName(of.photo), ...seenCells(of), isListed(of.photo, of.other.person) ? 'yes' : '']);
  console.log('');
}

/** Every error that is published, and whether it was found. */
function printPublished(): void {
  const found = new Set([...contradicted, ...unlike].map(({ photo }) => photo));
  header(['listed by LFW', 'found', 'most like', 'score', 'most like of its own name']);
  for (const { photo, shows } of LFW_ERRATA.photos) {
    const seen = all.filter((of) => of.photo === photo);
    printListed(`${shortName(photo)} shows ${shows ?? 'somebody else'}`, seen, found);
  }
  for (const pair of LFW_ERRATA.samePeople) {
    const between = all.filter(({ person, other }) => pair.includes(person) && pair.includes(other.person));
    between.sort((a, b) => b.other.score - a.other.score);
    printListed(`${pair.join(' and ')} are one person`, between, found);
  }
  console.log('');
}

function printListed(words: string, seen: readonly Likeness[], found: ReadonlySet<string>): void {
  const [best] = seen;
  const isFound = seen.some(({ photo }) => found.has(photo));
  cells([words, isFound ? 'yes' : 'no', ...(best === undefined ? ['', '', ''] : seenCells(best))]);
}

/** Figures without photos whose label is wrong or whose person is enrolled under another name. */
async function printWithout(): Promise<void> {
  await using task = await openSetTask(networks, ['open', 'contest']);
  const { gallery } = task.material;
  const enrolled = new Set(gallery.identities);
  const found = new Map(contradicted.map(({ photo, other }) => [photo, other.person]));
  const isFound = ({ photo, isMated }: EvaluatedSearch): boolean =>
    found.has(photo) && (isMated || enrolled.has(found.get(photo) ?? ''));
  const isPublished = ({ photo, isMated }: EvaluatedSearch): boolean =>
    LFW_ERRATA.photos.some(
      (wrong) => wrong.photo === photo && (isMated || enrolled.has(wrong.shows ?? '')),
    ) ||
    (!isMated && LFW_ERRATA.samePeople.some((pair) => isOtherNameOf(lfwPerson(photo), pair, enrolled)));
  header(['test', 'set aside', 'photos', ...FIGURES]);
  for (const test of task.tests) {
    const searches = await searchesOf(test, galleryRecogniser(gallery));
    const kept: [string, (search: EvaluatedSearch) => boolean][] = [
      ['nothing', () => true],
      ['what LFW lists', (search) => !isPublished(search)],
      ['that and what was found here', (search) => !isPublished(search) && !isFound(search)],
    ];
    for (const [words, isKept] of kept) {
      const left = searches.filter(isKept);
      cells([`${test.name}.csv`, words, String(searches.length - left.length), ...figureCells(left)]);
    }
  }
}

function isOtherNameOf(
  person: string,
  pair: readonly [string, string],
  enrolled: ReadonlySet<string>,
): boolean {
  return pair.includes(person) && pair.some((name) => name !== person && enrolled.has(name));
}

function isListed(photo: string, otherPerson: string): boolean {
  const person = lfwPerson(photo);
  return (
    LFW_ERRATA.photos.some((wrong) => wrong.photo === photo) ||
    LFW_ERRATA.photos.some((wrong) => lfwPerson(wrong.photo) === otherPerson && wrong.shows === person) ||
    LFW_ERRATA.samePeople.some((pair) => pair.includes(person) && pair.includes(otherPerson))
  );
}

function seenCells({ own, other }: Likeness): string[] {
  return [shortName(other.photo), other.score.toFixed(3), own?.toFixed(3) ?? 'the only one'];
}

function shortName(photo: string): string {
  return photo.replace(/^.*\//, '').replace(/\.jpg$/, '');
}

function header(columns: readonly string[]): void {
  cells(columns);
  console.log(`|${'---|'.repeat(columns.length)}`);
}

function cells(values: readonly string[]): void {
  console.log(`| ${values.join(' | ')} |`);
}
