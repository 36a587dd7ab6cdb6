import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** The built command line; QUEN_MAIN names another. */
const MAIN = process.env.QUEN_MAIN ?? 'dist/cli/main.js';

/** A service in a process of its own. */
export interface ServiceProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** From the start of the process until it takes requests. */
  readonly startMs: number;
  /** What it logged so far. */
  readonly logged: () => string;
  /** Resident memory of the process in MiB. */
  readonly residentMiB: () => number;
  /** Seconds of processor time it has used so far. */
  readonly cpuSeconds: () => number;
  /** Used heap of its main thread in MiB, as `/metrics` has it. */
  readonly heapMiB: () => Promise<number>;
  /** Ends it by a signal. @returns its exit code, null where the signal ended it */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/** Starts `quen serve` on a free port of this machine, and waits until it takes requests. */
export async function startService(
  data: string,
  args: readonly string[] = ['--keep', 'none'],
): Promise<ServiceProcess> {
  const startedMs = performance.now();
  const nodeArgs = process.env.QUEN_NODE_ARGS?.split(' ') ?? [];
  const child = spawn(
    process.execPath,
    [...nodeArgs, MAIN, 'serve', '--data', data, '--port', '0', ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let logged = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    logged += text;
  });
  const ended = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [, at] = /serves at (\S+)/.exec(said) ?? [];
      if (at !== undefined) resolve(at);
    });
    void ended.then(() => reject(new Error(`The service ended: ${logged}`)));
  });
  return {
    child,
    url,
    startMs: performance.now() - startedMs,
    logged: () => logged,
    residentMiB: () => residentMiB(child.pid as number),
    cpuSeconds: () => cpuSeconds(child.pid as number),
    heapMiB: async () => {
      const text = await (await fetch(`${url}/metrics`)).text();
      const [, bytes] = /^nodejs_heap_size_used_bytes (\S+)/m.exec(text) ?? [];
      return Number(bytes) / 2 ** 20;
    },
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}

function residentMiB(pid: number): number {
  const [, kib] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}

const TICKS_A_SECOND = 100;

function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}
