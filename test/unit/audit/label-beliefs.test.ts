import { describe, expect, it } from 'vitest';
import { believeLabels } from '../../../src/audit/label-beliefs.ts';
import { inOwnFolders, madeFolders, plainPorts } from '../../support/made-folders.ts';

const COUNTS = Array.from({ length: 40 }, (_, n) => 2 + (n % 4));

describe('beliefs in labels', () => {
  it('doubt a photo in the wrong folder and name the right one', async () => {
    const files = [...inOwnFolders(COUNTS), { shows: 'p003', folder: 'p010' }];
    const set = madeFolders(files);
    const beliefs = await believeLabels(set.faces, plainPorts);
    const wrong = beliefs.at(-1);
    expect(wrong?.right).toBeLessThan(0.05);
    expect(wrong?.ofRival).toBeGreaterThan(0.9);
    expect(set.people[wrong?.rival?.person ?? -1]).toBe('p003');
    expect(beliefs.slice(0, -1).every(({ right }) => right > 0.5)).toBe(true);
  });

  it('take a stranger in a folder for nobody', async () => {
    const set = madeFolders([...inOwnFolders(COUNTS), { shows: 'stranger', folder: 'p007' }]);
    const wrong = (await believeLabels(set.faces, plainPorts)).at(-1);
    expect(wrong?.right).toBeLessThan(0.5);
    expect(wrong?.ofNobody).toBeGreaterThan(wrong?.ofRival ?? 1);
  });

  it('clear the right photo beside a wrong one, though both are unlike their folder', async () => {
    const files = [...inOwnFolders(COUNTS), { shows: 'alone', folder: 'q' }, { shows: 'p005', folder: 'q' }];
    const [right, wrong] = (await believeLabels(madeFolders(files).faces, plainPorts)).slice(-2);
    expect(wrong?.right).toBeLessThan(0.1);
    expect(right?.right).toBeGreaterThan(0.9);
  });

  it('add to 1', async () => {
    const { faces } = madeFolders(inOwnFolders(COUNTS));
    for (const { right, ofRival, ofNobody } of await believeLabels(faces, plainPorts))
      expect(right + ofRival + ofNobody).toBeCloseTo(1, 9);
  });

  it('say nothing against two photos of one person, or against none at all', async () => {
    const two = madeFolders(inOwnFolders([2])).faces;
    expect((await believeLabels(two, plainPorts)).map(({ right }) => right > 0.5)).toEqual([true, true]);
    expect(await believeLabels(madeFolders([]).faces, plainPorts)).toEqual([]);
  });

  it('are the same each time', async () => {
    const { faces } = madeFolders(inOwnFolders(COUNTS));
    expect(await believeLabels(faces, plainPorts)).toEqual(await believeLabels(faces, plainPorts));
  });
});
