import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../src/adapters/network-store/cache-folder.ts';

/** Runs work with a cache folder that holds the fetched networks and no results, and removes it after. */
export async function withColdCache<T>(work: () => Promise<T>): Promise<T> {
  const before = process.env.QUEN_CACHE;
  const warm = join(cacheFolder(), 'networks');
  const cold = mkdtempSync(join(tmpdir(), 'quen-bench-'));
  mkdirSync(cold, { recursive: true });
  if (existsSync(warm)) cpSync(warm, join(cold, 'networks'), { recursive: true });
  process.env.QUEN_CACHE = cold;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env.QUEN_CACHE;
    else process.env.QUEN_CACHE = before;
    rmSync(cold, { recursive: true, force: true });
  }
}
