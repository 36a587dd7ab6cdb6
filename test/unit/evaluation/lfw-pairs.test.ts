import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseLfwPairs } from '../../../src/evaluation/lfw-pairs.ts';

const text = '2\t1\nAn\t1\t4\nAn\t2\tBinh\t13\nBinh\t1\t2\nChi\t1\tAn\t1\n';

describe('a list of pairs', () => {
  it('is read fold by fold, same pairs first', () => {
    expect(parseLfwPairs(text, 'pairs.txt')).toEqual([
      [
        { first: 'An/An_0001.jpg', second: 'An/An_0004.jpg', isSame: true },
        { first: 'An/An_0002.jpg', second: 'Binh/Binh_0013.jpg', isSame: false },
      ],
      [
        { first: 'Binh/Binh_0001.jpg', second: 'Binh/Binh_0002.jpg', isSame: true },
        { first: 'Chi/Chi_0001.jpg', second: 'An/An_0001.jpg', isSame: false },
      ],
    ]);
  });

  it('is one fold when the first line is one number', () => {
    expect(parseLfwPairs('1\r\nAn\t1\t4\r\nAn\t2\tBinh\t13\r\n', 'pairs.txt')).toHaveLength(1);
  });

  it.each([
    ['', 'line 1:'],
    ['x\t1\n', 'line 1:'],
    ['1\t1\nAn\t1\t4\n', 'line 2: The first line promises 3 lines'],
    ['1\nAn\t1\nAn\t1\tBinh\t2\n', 'line 2:'],
    ['1\nAn\t1\t2\nAn\t1\tBinh\t0\n', "line 3: '0' is not the number of a photo"],
  ])('that reads %j is refused with its line', (broken, problem) => {
    expect(() => parseLfwPairs(broken, 'pairs.txt')).toThrow(
      expect.objectContaining({ code: 'TABLE_INVALID', message: expect.stringContaining(problem) }),
    );
  });

  const published = '../shared/data/lfw/pairs.txt';
  const isMissing = !existsSync(published);
  if (isMissing) {
    console.warn(`Skipped: ${published} is not there.`);
    if (process.env['CI']) throw new Error(`${published} must be there in CI.`);
  }

  it.skipIf(isMissing)('as published has ten folds of 300 and 300', () => {
    const folds = parseLfwPairs(readFileSync(published, 'utf8'), published);
    expect(folds.map((fold) => fold.filter((pair) => pair.isSame).length)).toEqual(Array(10).fill(300));
    expect(folds.map((fold) => fold.length)).toEqual(Array(10).fill(600));
  });
});
