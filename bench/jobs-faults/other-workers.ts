import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** A copy of the built package with one text of one file replaced: a worker of another version. @returns its folder */
export function changedPackage(
  folder: string,
  { file, from, to }: { readonly file: string; readonly from: RegExp; readonly to: string },
): string {
  const own = process.env.QUEN_DIST ?? resolve('dist');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const dist = join(folder, 'dist');
  cpSync(own, dist, { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  cpSync(join(dirname(own), 'package.json'), join(folder, 'package.json'));
  const path = join(dist, file);
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${file} does not hold ${from}.`);
  writeFileSync(path, changed);
  return dist;
}

/** Options of Node that end the process, as a fault in native code does, when a file whose name holds a text is read. */
export function poisonedBy(text: string, folder: string): string {
  const path = join(folder, 'poison.cjs');
  writeFileSync(
    path,
    `const fs = require('node:fs');
const { readFile } = fs;
fs.readFile = function (path, ...rest) {
  if (String(path).includes(${JSON.stringify(text)})) process.kill(process.pid, 'SIGKILL');
  return readFile.call(this, path, ...rest);
};
require('node:module').syncBuiltinESMExports();
`,
  );
  return `--require ${path}`;
}
