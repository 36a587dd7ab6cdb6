import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPictures } from '../../../../web/pictures/pictures.ts';

/** A service whose pictures come when they are let come. */
function slowService() {
  const asked: { faceId: string; signal: AbortSignal; come: (blob: Blob | undefined) => void }[] = [];
  const picture = (faceId: string, signal: AbortSignal): Promise<Blob | undefined> =>
    new Promise((come) => {
      asked.push({ faceId, signal, come });
    });
  return { asked, pictures: openPictures({ picture }) };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the pictures of faces', () => {
  let urls: string[];
  let revoked: string[];

  beforeEach(() => {
    [urls, revoked] = [[], []];
    vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
      urls.push(`blob:${urls.length}`);
      return urls.at(-1) as string;
    });
    vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void revoked.push(url));
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('asks once for a picture that is wanted twice, and tells both', async () => {
    const { asked, pictures } = slowService();
    const told: (string | undefined)[] = [];
    pictures.ask('a', (url) => told.push(url));
    pictures.ask('a', (url) => told.push(url));
    asked[0]?.come(new Blob(['a']));
    await settled();
    pictures.ask('a', (url) => told.push(url));
    expect([asked.length, told]).toEqual([1, ['blob:0', 'blob:0', 'blob:0']]);
    expect(pictures.atHand('a')).toBe('blob:0');
  });

  it('asks for few at a time, and for none that nobody waits for any more', async () => {
    const { asked, pictures } = slowService();
    const stops = Array.from({ length: 20 }, (_, place) => pictures.ask(`face ${place}`, () => undefined));
    expect(asked).toHaveLength(6);
    for (const stop of stops.slice(0, 19)) stop();
    expect(asked.every(({ signal }) => signal.aborted)).toBe(true);
    for (const { come } of [...asked]) come(undefined);
    await settled();
    expect(asked.slice(6).map(({ faceId }) => faceId)).toEqual(['face 19']);
  });

  it('tells of a picture that was not kept, and does not ask for it again', async () => {
    const { asked, pictures } = slowService();
    const told: (string | undefined)[] = [];
    pictures.ask('a', (url) => told.push(url));
    asked[0]?.come(undefined);
    await settled();
    pictures.ask('a', (url) => told.push(url));
    expect([asked.length, told]).toEqual([1, [undefined, undefined]]);
  });

  it('gives every picture back when they are to be forgotten', async () => {
    const { asked, pictures } = slowService();
    pictures.ask('a', () => undefined);
    asked[0]?.come(new Blob(['a']));
    await settled();
    pictures.forget();
    expect([revoked, pictures.atHand('a')]).toEqual([['blob:0'], undefined]);
  });
});
