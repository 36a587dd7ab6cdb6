import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where Quen keeps networks and results: `QUEN_CACHE`, or the user's cache folder of this system. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env['QUEN_CACHE']) return env['QUEN_CACHE'];
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'quen');
  if (process.platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'quen', 'Cache');
  }
  return join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'quen');
}
