import { describe, expect, it } from 'vitest';
import { QuenError } from '../../../src/core/errors.ts';
import { blankImage } from '../../../src/core/image.ts';
import type { Embedder } from '../../../src/embedding/embedder.ts';
import { embedFace } from '../../../src/pipeline/embed-face.ts';
import { probingEmbedder } from '../../support/probing-embedder.ts';

const CROP = blankImage(112, 112);

function giving(embed: () => Promise<Float32Array>): Embedder {
  return { ...probingEmbedder([0, 1]), name: 'made', embed };
}

describe('a network and one face', () => {
  it('give an embedding and no failure', async () => {
    const embedder = giving(async () => Float32Array.of(1, 2));
    expect(await embedFace(embedder, CROP)).toEqual({ embedding: Float32Array.of(1, 2) });
  });

  it.each([
    ['throws', () => Promise.reject(new Error('no luck')), 'no luck'],
    ['gives NaN', async () => Float32Array.of(1, Number.NaN), 'without a finite length'],
    ['gives zeros', async () => new Float32Array(2), 'without a finite length'],
  ])('give zeros and the reason where it %s', async (_, embed, reason) => {
    const { embedding, failure } = await embedFace(giving(embed), CROP);
    expect(embedding).toEqual(new Float32Array(2));
    expect(failure).toMatchObject({ network: 'made', code: 'NETWORK_UNRUNNABLE' });
    expect(failure?.reason).toContain(reason);
  });

  it('pass on that the work was stopped', async () => {
    const stopped = giving(() => Promise.reject(new QuenError('ABORTED', 'Stopped.')));
    await expect(embedFace(stopped, CROP)).rejects.toThrow(expect.objectContaining({ code: 'ABORTED' }));
  });
});
