import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Peers by the name of the engine, and what has to be installed for them. */
const PACKAGES = {
  'hnswlib-node': ['hnswlib-node@3.0.0'],
  lancedb: ['@lancedb/lancedb@0.37.1', 'apache-arrow@18.1.0'],
} as const;

/** Installs the peers into a folder of their own, one by one. @returns why, for those that cannot be */
export function installPeers(folder: string): ReadonlyMap<string, string> {
  mkdirSync(folder, { recursive: true });
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }\n');
  const missing = new Map<string, string>();
  for (const [peer, packages] of Object.entries(PACKAGES)) {
    const names = packages.map((spec) => spec.slice(0, spec.lastIndexOf('@')));
    if (names.every((name) => existsSync(join(folder, 'node_modules', name)))) continue;
    const args = ['install', '--prefix', folder, '--save-exact', '--no-audit', '--no-fund', ...packages];
    const { status, stderr } = spawnSync('npm', args, { encoding: 'utf8' });
    if (status !== 0) missing.set(peer, stderr.trim().split('\n')[0] ?? `npm ended with ${status}`);
  }
  return missing;
}
