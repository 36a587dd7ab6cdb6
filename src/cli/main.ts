#!/usr/bin/env node
import { runCommandLine } from './run.ts';

const stop = new AbortController();

// The first Ctrl-C lets photos in work finish and be kept; a second one ends the process at once.
process.once('SIGINT', () => {
  stop.abort();
  process.once('SIGINT', () => process.exit(130));
});

process.exitCode = await runCommandLine(process.argv.slice(2), stop.signal);

// A connection that is never made would hold a failed command for minutes, until the system gives it up.
const FAREWELL_MS = 1000;
if (process.exitCode !== 0) setTimeout(() => process.exit(), FAREWELL_MS).unref();
