import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ObjectStore } from '../../src/jobs/object-store.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : new TextDecoder().decode(bytes);

/** Everything a store owes its users. @param open called twice, for two users of one store */
export function describeObjectStore(
  name: string,
  open: () => Promise<ObjectStore>,
  setUp: { start(): Promise<void>; stop(): Promise<void> },
): void {
  describe(`object store ${name}`, () => {
    let store: ObjectStore;
    let other: ObjectStore;
    beforeAll(async () => {
      await setUp.start();
      store = await open();
      other = await open();
    });
    afterAll(() => setUp.stop());

    test('gives back what was put, to every user', async () => {
      const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 31) % 256);
      await store.put('given/back.npy', bytes);
      expect(Buffer.from((await other.get('given/back.npy')) as Uint8Array).equals(bytes)).toBe(true);
    });

    test('gives back any bytes under any name it takes', async () => {
      const part = fc
        .stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,12}$/)
        .filter((text) => !/[._]S3RVER|_S3rver/i.test(text));
      let place = 0;
      const objectName = part.map((text) => `any/${place++}/${text}`);
      const property = async (objectName: string, bytes: Uint8Array): Promise<void> => {
        await store.put(objectName, bytes);
        expect(Array.from((await store.get(objectName)) as Uint8Array)).toEqual(Array.from(bytes));
        expect(await store.list(objectName)).toEqual([objectName]);
      };
      await fc.assert(fc.asyncProperty(objectName, fc.uint8Array({ maxLength: 64 }), property), {
        numRuns: 25,
      });
    });

    test('has nothing under a name that nothing was put under', async () => {
      expect(await store.get('nothing')).toBeUndefined();
      expect(await store.get('nothing/here.json')).toBeUndefined();
      expect(await store.list('nothing')).toEqual([]);
    });

    test('keeps the last of what was put under one name, whole', async () => {
      await store.put('last', bytesOf('a long first text'));
      await other.put('last', bytesOf('short'));
      expect(textOf(await store.get('last'))).toBe('short');
    });

    test('gives one of them whole when many put at once', async () => {
      const texts = Array.from({ length: 12 }, (_, i) => `${i}`.repeat(5000));
      await Promise.all(texts.map((text, i) => (i % 2 === 0 ? store : other).put('raced', bytesOf(text))));
      expect(texts).toContain(textOf(await store.get('raced')));
    });

    test('lists what begins with a prefix, sorted by code unit, whole folders and parts of names alike', async () => {
      for (const objectName of ['list/b', 'list/B', 'list/a/1', 'list/a-1', 'list/a10', 'lists'])
        await store.put(objectName, bytesOf('x'));
      expect(await other.list('list/')).toEqual(['list/B', 'list/a-1', 'list/a/1', 'list/a10', 'list/b']);
      expect(await other.list('list/a')).toEqual(['list/a-1', 'list/a/1', 'list/a10']);
      expect(await other.list('list/a/')).toEqual(['list/a/1']);
      expect(await other.list('list')).toContain('lists');
    });

    test('removes an object, and does nothing where there is none', async () => {
      await store.put('gone/a', bytesOf('x'));
      await other.remove('gone/a');
      await other.remove('gone/a');
      expect(await store.get('gone/a')).toBeUndefined();
      expect(await store.list('gone/')).toEqual([]);
    });

    test.each(['', '/', '/a', 'a/', 'a//b', '..', 'a/../b', '.hidden', 'a/.b', 'a b', 'a\\b', 'ä', 'a\0'])(
      'refuses the name %j',
      async (objectName) => {
        for (const use of [store.get, store.remove, (given: string) => store.put(given, bytesOf('x'))])
          await expect(use(objectName)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
      },
    );
  });
}
