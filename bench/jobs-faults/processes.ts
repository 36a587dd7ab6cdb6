import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A command line that runs in a process of its own. */
export interface Started {
  readonly child: ChildProcess;
  readonly startedMs: number;
  /** What it printed so far, both ways. */
  said(): string;
  /** Its exit code, null where a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** How a command is started. */
export interface StartOptions {
  /** Folder of the built package; that of this repository if absent. */
  readonly dist?: string;
  /** Name of the network namespace it runs in. */
  readonly namespace?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const running = new Set<ChildProcess>();

/** Starts `quen`. */
export function startQuen(args: readonly string[], options: StartOptions = {}): Started {
  const { dist = process.env.QUEN_DIST ?? resolve('dist'), namespace, env = {} } = options;
  const own = [process.execPath, join(dist, 'cli/main.js'), ...args];
  const command = namespace === undefined ? own : ['ip', 'netns', 'exec', namespace, ...own];
  const [file = '', ...rest] = command;
  const child = spawn(file, rest, { env: { ...process.env, NO_COLOR: '1', ...env }, stdio: 'pipe' });
  running.add(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  const ended = new Promise<number | null>((settle, fail) => {
    child.on('error', fail);
    child.on('close', (code) => {
      running.delete(child);
      settle(code);
    });
  });
  return { child, startedMs: performance.now(), said: () => text, ended };
}

/** Ends what still runs. */
export async function endAll(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  const left = [...running];
  for (const child of left) child.kill(signal);
  await Promise.all(left.map((child) => new Promise((done) => child.once('close', done))));
}

/** Seconds of processor time that a process has had, with all its threads; 0 where it is gone. */
export function processorSeconds({ child }: Started): number {
  try {
    const line = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  } catch {
    return 0;
  }
}

/** What Linux counts in, on every machine Node runs on. */
const TICKS_A_SECOND = 100;

/** Waits. */
export const wait = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds));
