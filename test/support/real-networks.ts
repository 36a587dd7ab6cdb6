import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cacheFolder } from '../../src/adapters/network-store/cache-folder.ts';
import { createSession } from '../../src/adapters/onnx/session.ts';
import type { Tensor } from '../../src/core/tensor.ts';
import { declaredShape, fedInputs } from '../../src/networks/onnx/declared-shape.ts';
import { decodeModel } from '../../src/networks/onnx/model.ts';
import { hasShared, sharedPath } from './shared-photos.ts';

/** Every ONNX file of the shared folder and of the user's cache. */
export function realNetworkPaths(): string[] {
  const shared = hasShared('models') ? onnxBelow(sharedPath('models')) : [];
  const cached = join(cacheFolder(), 'networks');
  return [...shared, ...(existsSync(cached) ? onnxBelow(cached) : [])];
}

/** The bytes of a network by its card's file name or SHA-256; undefined, with a warning, where it is not at hand. */
export function realNetwork(name: string): Uint8Array | undefined {
  const path = realNetworkPaths().find((candidate) => basename(candidate, '.onnx') === name);
  if (path !== undefined) return readFileSync(path);
  console.warn(`SKIPPED: tests that need the network ${name}, which is neither shared nor in QUEN_CACHE.`);
  return undefined;
}

/** Runs a network once on one thread. */
export async function outputsOf(network: Uint8Array, input: Tensor): Promise<Record<string, Tensor>> {
  const session = await createSession(network, { threads: 1 });
  try {
    return { ...(await session.run({ [session.inputNames[0]]: input })) };
  } finally {
    await session.release();
  }
}

/** Numbers between -1 and 1 in the shape of a network's first input; `1` stands for a side that is free. */
export function madeInput(network: Uint8Array, freeSide = 1): Tensor {
  const [input] = fedInputs(decodeModel(network));
  const dims = declaredShape(input).map((dim, axis) => dim ?? (axis < 2 ? 1 : freeSide));
  const length = dims.reduce((product, dim) => product * dim, 1);
  return { data: Float32Array.from({ length }, (_, i) => Math.sin(i * 0.37)), dims };
}

function onnxBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.onnx'))
    .sort()
    .map((name) => join(folder, name));
}
