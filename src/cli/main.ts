#!/usr/bin/env node
import { runCommandLine } from './run.ts';

const stop = new AbortController();

/** The progress line hides the cursor. */
const SHOW_CURSOR = '\u001B[?25h';

// The first Ctrl-C lets photos in work finish and be kept; a second one ends the process at once: by the signal itself,
// for ONNX Runtime aborts with a fault of its own when process.exit ends its threads in work.
process.on('SIGINT', () => {
  if (!stop.signal.aborted) return stop.abort();
  if (process.stderr.isTTY) process.stderr.write(SHOW_CURSOR);
  process.removeAllListeners('SIGINT');
  process.kill(process.pid, 'SIGINT');
});

// A notice is for people: Node's own listener adds the number of the process and how to trace it.
process.removeAllListeners('warning');
process.on('warning', ({ name, message }) => {
  process.stderr.write(`${name === 'QuenNotice' ? 'quen' : name}: ${message}\n`);
});

process.exitCode = await runCommandLine(process.argv.slice(2), stop.signal);

// A connection that is never made would hold a failed command for minutes, until the system gives it up.
const FAREWELL_MS = 1000;
if (process.exitCode !== 0) setTimeout(() => process.exit(), FAREWELL_MS).unref();
