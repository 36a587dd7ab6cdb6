import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished } from 'vitest';

/** Root of the repository. */
export const ROOT = resolve(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'dist/cli/main.js');

/** How one command line ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a command line runs, and with which variables on top of the usual ones. */
export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A command line that is running. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts the built command line, with the cache that all tests share unless `env` says otherwise. */
export function startQuen(args: readonly string[], { cwd = ROOT, env = {} }: Surroundings = {}): Running {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is not there: run 'npm run build' first.`);
  const variables = { ...process.env, NO_COLOR: '1', QUEN_CACHE: sharedCache(), ...env };
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, env: variables, stdio: 'pipe' });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const ended = new Promise<Ended>((settle, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => settle({ exitCode, signal, ...said }));
  });
  return { child, ended };
}

/** Runs the built command line to its end. */
export async function quen(args: readonly string[], surroundings?: Surroundings): Promise<Ended> {
  return await startQuen(args, surroundings).ended;
}

/** Runs a command line that must succeed, and gives what it printed. */
export async function quenDone(args: readonly string[], surroundings?: Surroundings): Promise<string> {
  const ended = await quen(args, surroundings);
  expect(ended, `quen ${args.join(' ')}`).toMatchObject({ exitCode: 0, stderr: '' });
  return ended.stdout;
}

/** Checks that a command line refused with a code and a message, and showed no stack. */
export function expectFault(
  ended: Ended,
  fault: { exit: number; code: string; says: readonly (string | RegExp)[] },
): void {
  const { exit, code, says } = fault;
  expect(ended.stderr).toContain(`quen: ${code}: `);
  expect(ended.exitCode).toBe(exit);
  expect(ended.stderr).not.toMatch(/\n\s+at /);
  for (const part of says) {
    if (typeof part === 'string') expect(ended.stderr).toContain(part);
    else expect(ended.stderr).toMatch(part);
  }
}

/** The cache all tests share, so that networks and the demo's photos are fetched once: `QUEN_CACHE`, or a lasting folder. */
export function sharedCache(): string {
  process.env['QUEN_CACHE'] ??= join(tmpdir(), 'quen-e2e-cache');
  mkdirSync(process.env['QUEN_CACHE'], { recursive: true });
  return process.env['QUEN_CACHE'];
}

/** A cache with the shared one's networks and demo photos, but without any result; gone when the test ends. */
export function coldCache(): string {
  const folder = mkdtempSync(join(tmpdir(), 'quen-cold-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  linkFetched(folder);
  return folder;
}

/** Lays links to everything that was fetched into a cache folder. */
export function linkFetched(folder: string): void {
  // A link to nothing is no folder that files can be put into.
  for (const part of ['networks', 'packages']) mkdirSync(join(sharedCache(), part), { recursive: true });
  for (const part of ['networks', 'packages', 'demo-1'])
    symlinkSync(join(sharedCache(), part), join(folder, part));
}
