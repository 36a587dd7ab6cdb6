import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { it } from 'vitest';
import { type DemoPhotos, demoPhotos as fetchDemoPhotos } from '../../dist/toolkit/demo.js';
import { ROOT, sharedCache } from './quen.ts';

/** The demo's folders, fetched once into the shared cache. */
export async function demoPhotos(): Promise<DemoPhotos> {
  sharedCache();
  return await fetchDemoPhotos();
}

/** Photos of the demo by name: a portrait of each of two people, and one more of each to name. */
export async function fourPortraits(): Promise<
  Record<'emily' | 'tara' | 'emilyAgain' | 'taraAgain', string>
> {
  const { people, photos } = await demoPhotos();
  return {
    emily: join(people, 'emily willis/joshua-rondeau-0BQdiHKqs6o-unsplash.jpg'),
    tara: join(people, 'tara sanford/joshua-rondeau-3yXxAfQSrXM-unsplash.jpg'),
    emilyAgain: join(photos, 'sample (3).jpg'),
    taraAgain: join(photos, 'sample (2).jpg'),
  };
}

/** Copies photos to places below a folder. @param copies place below the folder, by place of the photo */
export function copyPhotos(folder: string, copies: Readonly<Record<string, string>>): void {
  for (const [place, photo] of Object.entries(copies)) {
    mkdirSync(dirname(join(folder, place)), { recursive: true });
    copyFileSync(photo, join(folder, place));
  }
}

/** Folder of LFW, which is not part of the project. */
export const LFW = join(ROOT, '../shared/data/lfw');
/** Folder of networks that are not part of the project. */
export const MODELS = join(ROOT, '../shared/models');

/** A test that needs LFW: loudly skipped without it, failed without it in CI. */
export const itWithLfw = itWith(LFW);
/** A test that needs further networks. */
export const itWithModels = itWith(MODELS);

function itWith(folder: string): typeof it.skip {
  if (existsSync(folder)) return it as unknown as typeof it.skip;
  if (process.env['CI'] !== undefined) throw new Error(`${folder} is missing; these tests need it in CI.`);
  console.warn(`SKIPPED: ${folder} is missing, so the tests that need it do not run.`);
  return it.skip;
}

/** A table's rows by column name. */
export function readTable(path: string): Record<string, string>[] {
  return parse(readFileSync(path), { columns: true }) as Record<string, string>[];
}

/** Writes an `image,label` table. */
export function writeTable(path: string, rows: readonly (readonly string[])[]): void {
  writeFileSync(path, `image,label\n${rows.map((row) => `${row.join(',')}\n`).join('')}`);
}

/** Writes a small task drawn from LFW's open set: 10 people, 20 photos to name, 10 strangers to calibrate on. */
export function writeLfwTask(folder: string): Record<'train' | 'test' | 'strangers' | 'images', string> {
  const rows = (name: string): [string, string][] =>
    readTable(join(LFW, 'open-set', `${name}.csv`)).map(({ image, label }) => [image, label]);
  const [train, open] = [rows('train'), rows('open')];
  const mated = new Set(open.map(([, label]) => label));
  const people = [...new Set(train.map(([, label]) => label))]
    .filter((label) => mated.has(label))
    .slice(0, 10);
  const ofEach = (from: [string, string][], count: number): [string, string][] =>
    people.flatMap((person) => from.filter(([, label]) => label === person).slice(0, count));
  const nobody = open.filter(([, label]) => label === 'unknown').slice(0, 10);
  const strangers = [...new Map(rows('strangers').map((row) => [row[1], row])).values()].slice(0, 10);
  const paths = {
    train: join(folder, 'train.csv'),
    test: join(folder, 'test.csv'),
    strangers: join(folder, 'strangers.csv'),
  };
  writeTable(paths.train, ofEach(train, 2));
  writeTable(paths.test, [...ofEach(open, 1), ...nobody]);
  writeTable(paths.strangers, strangers);
  return { ...paths, images: join(LFW, 'images') };
}
