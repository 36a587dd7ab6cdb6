import { describe, expect, it } from 'vitest';
import { decodeNpy } from '../../../../src/core/npy.ts';
import type { RoundAnswer } from '../../../../src/pipeline/recipe-stages/answers-stage.ts';
import { nearestPhotos } from '../../../../src/pipeline/recipe-stages/distances-stage.ts';
import { madePhotos, madeRun, runAll, smallRecipe, stageText } from '../../../support/made-recipe-run.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const Y1 = 'insightface-y1';
const VGG = 'vggface2-senet50-128';

async function answersOf(ran: Awaited<ReturnType<typeof runAll>>, stage: string): Promise<RoundAnswer[]> {
  return JSON.parse(await stageText(ran, stage, 'answers.json'));
}

describe('the stages of a recipe', () => {
  it('stand in the order of the method, a network and a round each for itself, and name the photos', async () => {
    const ran = await runAll(madeRun(smallRecipe(), madePhotos()), temporaryFolder());
    expect(ran.map(({ name }) => name)).toEqual([
      ...['01-faces', '02-folds', `03-embeddings-${Y1}`, `03-embeddings-${VGG}`, '04-distances'],
      ...[`05-step-4-${Y1}`, `05-step-4-${VGG}`, '06-step-4-answers'],
      ...[`07-step-6-${Y1}`, `07-step-6-${VGG}`, '08-step-6-answers'],
      ...[`09-step-7-${Y1}`, `09-step-7-${VGG}`, '10-step-7-answers'],
    ]);
    const last = await answersOf(ran, '10-step-7-answers');
    expect(last.map(({ image, labels }) => [image, labels[0]])).toEqual([
      ['anna/new.png', 'anna'],
      ['bert/new.png', 'bert'],
      ['cleo/new.png', 'cleo'],
    ]);
    expect(last[0].labels).toHaveLength(4);
  });

  it('are all kept by a second run, and made anew from where a recipe differs', async () => {
    const folder = temporaryFolder();
    const photos = madePhotos();
    await runAll(madeRun(smallRecipe(), photos), folder);
    const again = madeRun(smallRecipe(), photos);
    expect((await runAll(again, folder)).every(({ wasKept }) => wasKept)).toBe(true);
    expect(again.embedded).toEqual([]);
    const { rounds } = smallRecipe();
    const last = rounds.map((round, place) =>
      place === 2 ? { ...round, familyWeights: { insightface: 0.5, vggface2: 0.5 } } : round,
    );
    const changed = await runAll(madeRun(smallRecipe({ rounds: last }), photos), folder);
    expect(changed.filter(({ wasKept }) => !wasKept).map(({ name }) => name)).toEqual(['10-step-7-answers']);
  });

  it('keep the heads of one network whether another is there or not', async () => {
    const folder = temporaryFolder();
    const photos = madePhotos();
    await runAll(madeRun(smallRecipe(), photos), folder);
    const whole = smallRecipe();
    const alone = {
      ...whole,
      networks: whole.networks.slice(0, 1),
      rounds: whole.rounds.map((round) => ({ ...round, familyWeights: { insightface: 1 } })),
    };
    const ran = await runAll(madeRun(alone, photos), folder);
    const kept = ran.filter(({ wasKept }) => wasKept).map(({ name }) => name);
    expect(kept).toEqual(
      expect.arrayContaining(['01-faces', '02-folds', `03-embeddings-${Y1}`, `05-step-4-${Y1}`]),
    );
  });

  it('teach pseudo-labels and the unknown to every fold of the next round, with fresh weights and one class more', async () => {
    const folder = temporaryFolder();
    const photos = madePhotos(['stranger/1.png', 'zoe/faceless.png']);
    const recipe = smallRecipe({
      unknown: { label: '1000', distanceAbove: 0.6, probabilityBelow: 0.99, withoutFace: true },
    });
    const ran = await runAll(madeRun(recipe, photos), folder);
    const counts = JSON.parse(await stageText(ran, '06-step-4-answers', 'counts.json'));
    expect(counts).toMatchObject({ answered: 5, leftOut: 0, unknownByRule: 2, unknownWithoutFace: 0 });
    expect(counts).toMatchObject({ pseudoLabels: 3, learntRows: 5, learntUnknowns: 2 });
    const unknowns = await stageText(ran, '06-step-4-answers', 'unknowns.csv');
    expect(
      unknowns
        .split('\n')
        .slice(1, 3)
        .map((line) => line.split(',')[0])
        .sort(),
    ).toEqual(['stranger/1.png', 'zoe/faceless.png']);
    const before = decodeNpy(await readBytes(ran, `05-step-4-${Y1}`));
    const after = decodeNpy(await readBytes(ran, `07-step-6-${Y1}`));
    expect([before.dims, after.dims]).toEqual([
      [5, 3],
      [5, 4],
    ]);
    const heads = (await stageText(ran, `07-step-6-${VGG}`, 'heads.csv')).trim().split('\n').slice(1);
    // Ten training photos of a fold and five labelled ones, each with its mirror image; five are held out.
    expect(heads.map((line) => line.split(',').slice(2, 4))).toEqual(Array(3).fill(['30', '5']));
  });

  it('go through where everybody to be named is unknown', async () => {
    const strangers = ['p/1.png', 'q/1.png', 'r/1.png'];
    const photos = [
      ...madePhotos().filter(({ part }) => part === 'train'),
      ...madePhotos(strangers).slice(-3),
    ];
    const recipe = smallRecipe({
      unknown: { label: '1000', distanceAbove: 0.3, probabilityBelow: 0.999, withoutFace: true },
    });
    const ran = await runAll(madeRun(recipe, photos), temporaryFolder());
    const counts = JSON.parse(await stageText(ran, '06-step-4-answers', 'counts.json'));
    expect(counts).toMatchObject({ unknownByRule: 3, learntRows: 3, learntUnknowns: 3 });
    const learnt = JSON.parse(await stageText(ran, '06-step-4-answers', 'learnt.json'));
    expect(learnt.map(({ label }: { label: string }) => label)).toEqual(['1000', '1000', '1000']);
    const last = await answersOf(ran, '10-step-7-answers');
    expect(last.map(({ labels }) => [...labels].sort())).toEqual(
      Array(3).fill(['1000', 'anna', 'bert', 'cleo']),
    );
  });

  it('name a photo that is a training photo, and do not teach it again', async () => {
    const photos = madePhotos(['anna/1.png copy']).map((photo) =>
      photo.image === 'anna/1.png copy' ? { ...photo, sha256: 'hash of anna/1.png' } : photo,
    );
    const ran = await runAll(madeRun(smallRecipe(), photos), temporaryFolder());
    const counts = JSON.parse(await stageText(ran, '06-step-4-answers', 'counts.json'));
    expect(counts.copiesLeftOut).toBe(counts.pseudoLabels - counts.learntRows);
    expect(await stageText(ran, '06-step-4-answers', 'learnt.json')).not.toContain('copy');
    expect(await stageText(ran, '01-faces', 'photos.csv')).toContain('anna/1.png copy,,face,normal');
    expect((await answersOf(ran, '10-step-7-answers')).at(-1)?.labels[0]).toBe('anna');
  });

  it('answer a photo that was left out with the unknown, after all others', async () => {
    const recipe = smallRecipe({ faces: { detector: 'made', withoutFace: 'left-out' } });
    const ran = await runAll(madeRun(recipe, madePhotos(['zoe/faceless.png'])), temporaryFolder());
    const last = await answersOf(ran, '10-step-7-answers');
    expect(last.at(-1)).toEqual({ image: 'zoe/faceless.png', labels: ['1000'] });
  });

  it('refuse a person who bears the label of the unknown, and training photos without any face', async () => {
    const named = madePhotos().map((photo) => (photo.label === 'anna' ? { ...photo, label: '1000' } : photo));
    await expect(runAll(madeRun(smallRecipe(), named), temporaryFolder())).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
    const faceless = madePhotos().map((photo) => ({ ...photo, image: `${photo.image} faceless` }));
    await expect(runAll(madeRun(smallRecipe(), faceless), temporaryFolder())).rejects.toMatchObject({
      code: 'PEOPLE_WITHOUT_FACE',
    });
  });
});

async function readBytes(ran: Awaited<ReturnType<typeof runAll>>, stage: string): Promise<Uint8Array> {
  const files = ran.find(({ name }) => name === stage)?.files;
  if (files === undefined) throw new Error(`${stage} did not run`);
  return await files.read('probabilities.npy');
}

describe('the nearest training photo', () => {
  it('is at the squared distance of unit embeddings, whatever their lengths', () => {
    const probes = { data: Float32Array.of(0, 3, 1, 1), rows: 2, cols: 2 };
    const photos = { data: Float32Array.of(5, 0, 0, -1, -1, 1), rows: 3, cols: 2 };
    const { distances, places } = nearestPhotos(probes, photos);
    expect([...places]).toEqual([2, 0]);
    expect(distances[0]).toBeCloseTo(2 - Math.SQRT2, 6);
    expect(distances[1]).toBeCloseTo(2 - Math.SQRT2, 6);
  });
});
