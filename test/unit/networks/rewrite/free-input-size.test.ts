import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSession } from '../../../../src/adapters/onnx/session.ts';
import type { NetworkCard } from '../../../../src/networks/card.ts';
import { retinafaceMnet025Pytorch } from '../../../../src/networks/cards/retinaface-mnet025-pytorch.ts';
import { retinafaceMnet025V2 } from '../../../../src/networks/cards/retinaface-mnet025-v2.ts';
import { CATALOGUE } from '../../../../src/networks/catalogue.ts';
import { decodeModel, encodeModel } from '../../../../src/networks/onnx/model.ts';
import { freeInputSize } from '../../../../src/networks/rewrite/free-input-size.ts';
import { madeInput, outputsOf, realNetwork } from '../../../support/real-networks.ts';

// Networks of cards that say their size is free; yunet-n-dynamic and scrfd-2.5g are so as they come.
const NETWORKS = [
  ['retinaface-mnet025-v2', retinafaceMnet025V2.weights.files[0].sha256 ?? ''],
  ['yunet-2023mar', 'face_detection_yunet_2023mar'],
] as const;

describe.each(NETWORKS)('%s', (_, file) => {
  const original = realNetwork(file);

  test.skipIf(original === undefined)(
    'freed, it gives the same numbers at the size it was exported with',
    async () => {
      const bytes = original as Uint8Array;
      const freed = encodeModel(freeInputSize(decodeModel(bytes), 'NCHW'));
      const input = madeInput(bytes);
      expect(input.dims).toEqual([1, 3, 640, 640]);
      expect(await outputsOf(freed, input)).toEqual(await outputsOf(bytes, input));
    },
  );

  test.skipIf(original === undefined)('freed, it takes 320 x 256 and gives as many rows fewer', async () => {
    const bytes = original as Uint8Array;
    const freed = encodeModel(freeInputSize(decodeModel(bytes), 'NCHW'));
    const large = await outputsOf(bytes, madeInput(bytes));
    const small = await outputsOf(freed, {
      data: new Float32Array(3 * 256 * 320).fill(0.5),
      dims: [1, 3, 256, 320],
    });
    const share = (256 * 320) / (640 * 640);
    for (const [name, { data }] of Object.entries(small)) {
      expect(data.length / large[name].data.length).toBeCloseTo(share, 6);
      expect(data.every(Number.isFinite)).toBe(true);
    }
  });

  test.skipIf(original === undefined)('as exported, it refuses 320 x 256', async () => {
    const session = await createSession(original as Uint8Array, { threads: 1 });
    const input = { data: new Float32Array(3 * 256 * 320), dims: [1, 3, 256, 320] };
    await expect(session.run({ [session.inputNames[0]]: input })).rejects.toMatchObject({
      code: 'NETWORK_UNRUNNABLE',
    });
  });
});

const pytorch = realNetwork('FaceDetector');

test.skipIf(pytorch === undefined)(
  'retinaface-mnet025-pytorch, whose graph has sizes in it, is not free: freed, it fails at 320 x 256',
  async () => {
    const freed = encodeModel(freeInputSize(decodeModel(pytorch as Uint8Array), 'NCHW'));
    const input = { data: new Float32Array(3 * 256 * 320), dims: [1, 3, 256, 320] };
    await expect(outputsOf(freed, input)).rejects.toMatchObject({ code: 'NETWORK_UNRUNNABLE' });
    expect(retinafaceMnet025Pytorch.input.size).toBe('fixed');
  },
);

function isFreeOnnx({ input, weights }: NetworkCard): boolean {
  return input.size === 'free' && weights.format === 'onnx';
}

test.each(CATALOGUE.filter(isFreeOnnx).map((card) => [card.name, card] as const))(
  '%s runs at 320 x 256, as its card says',
  async (_, card) => {
    const [{ sources, sha256 = '' }] = card.weights.files;
    const names = sources.flatMap((source) =>
      source.kind === 'file' ? [basename(source.path, '.onnx')] : [],
    );
    const bytes = realNetwork(names[0] ?? sha256);
    if (bytes === undefined) return;
    const freed = encodeModel(freeInputSize(decodeModel(bytes), card.input.layout));
    const input = { data: new Float32Array(3 * 256 * 320).fill(0.5), dims: [1, 3, 256, 320] };
    const outputs = Object.values(await outputsOf(freed, input));
    expect(outputs.every(({ data }) => data.every(Number.isFinite))).toBe(true);
  },
);
