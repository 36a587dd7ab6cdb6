import {
  appendFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FaceCache } from '../../../src/adapters/face-cache/face-cache.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const key = (digit: string): string => digit.repeat(64);
const payload = (...values: number[]): Uint8Array => Uint8Array.from(values);

function segmentOf(folder: string): string {
  const [name = ''] = readdirSync(folder);
  return join(folder, name);
}

describe('FaceCache', () => {
  it('gives back what an earlier cache kept, without that one having been closed', () => {
    const folder = temporaryFolder();
    const first = new FaceCache(folder);
    first.set(key('a'), payload(1, 2, 3));
    first.set(key('b'), payload());
    const second = new FaceCache(folder);
    expect([...(second.get(key('a')) ?? [])]).toEqual([1, 2, 3]);
    expect(second.get(key('b'))).toHaveLength(0);
    expect(second.get(key('c'))).toBeUndefined();
    first.close();
  });

  it('keeps everything before a record that was cut short', () => {
    const folder = temporaryFolder();
    const first = new FaceCache(folder);
    first.set(key('a'), payload(1, 2, 3));
    first.set(key('b'), payload(4, 5, 6));
    first.close();
    const segment = segmentOf(folder);
    const size = readFileSync(segment).length;
    for (let cut = 1; cut <= 47; cut++) {
      truncateSync(segment, size - cut);
      const reopened = new FaceCache(folder);
      expect([...(reopened.get(key('a')) ?? [])]).toEqual([1, 2, 3]);
      expect(reopened.get(key('b'))).toBeUndefined();
    }
  });

  it('does not give back a payload whose bytes have changed', () => {
    const folder = temporaryFolder();
    const first = new FaceCache(folder);
    first.set(key('a'), payload(1, 2, 3));
    first.close();
    const segment = segmentOf(folder);
    const bytes = readFileSync(segment);
    bytes[bytes.length - 1] = 99;
    writeFileSync(segment, bytes);
    expect(new FaceCache(folder).get(key('a'))).toBeUndefined();
  });

  it('stops reading a segment at bytes that are no record', () => {
    const folder = temporaryFolder();
    const first = new FaceCache(folder);
    first.set(key('a'), payload(7));
    first.close();
    appendFileSync(segmentOf(folder), Buffer.alloc(100, 0x41));
    expect([...(new FaceCache(folder).get(key('a')) ?? [])]).toEqual([7]);
  });

  it('lets two caches write to one folder at once', () => {
    const folder = temporaryFolder();
    const [one, two] = [new FaceCache(folder), new FaceCache(folder)];
    one.set(key('1'), payload(1));
    two.set(key('2'), payload(2));
    const third = new FaceCache(folder);
    expect([third.get(key('1'))?.[0], third.get(key('2'))?.[0]]).toEqual([1, 2]);
    one.close();
    two.close();
  });

  it('gives the record that was written last, whatever its segment is called', () => {
    const folder = temporaryFolder();
    for (const [index, value] of [1, 2, 3].entries()) {
      const cache = new FaceCache(folder);
      cache.set(key('a'), payload(value));
      cache.close();
      const [name = ''] = readdirSync(folder).filter((each) => !each.startsWith('at-'));
      const renamed = join(folder, `at-${9 - index}.segment`);
      renameSync(join(folder, name), renamed);
      utimesSync(renamed, 1000 + index, 1000 + index);
    }
    expect([...(new FaceCache(folder).get(key('a')) ?? [])]).toEqual([3]);
  });
});
