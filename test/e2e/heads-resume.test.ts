import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ROOT } from './quen.ts';

function startTraining(folder: string): ChildProcess {
  const program = join(ROOT, 'test/support/train-fold-heads.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, folder], { cwd: ROOT });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function digestOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The program has no output.');
  return (await text(child.stdout)).trim();
}

function keptCount(folder: string, ending: string): number {
  return readdirSync(folder).filter((name) => name.endsWith(ending)).length;
}

it('a training killed with heads done and heads in work ends with the same bytes as one left alone', async () => {
  const whole = await digestOf(startTraining(temporaryFolder()));
  expect(whole).toMatch(/^[0-9a-f]{64}$/);
  const folder = temporaryFolder();
  const killed = startTraining(folder);
  while (keptCount(folder, '.head') < 1 || keptCount(folder, '.state') < 1) {
    if (killed.exitCode !== null) throw new Error('The training ended before it was killed.');
    await wait(5);
  }
  const ended = once(killed, 'exit');
  killed.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
  const doneCount = keptCount(folder, '.head');
  expect(doneCount).toBeLessThan(4);
  expect(await digestOf(startTraining(folder))).toBe(whole);
  expect(readdirSync(folder).every((name) => name.endsWith('.head'))).toBe(true);
  expect(keptCount(folder, '.head')).toBe(4);
});
