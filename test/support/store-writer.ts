// Puts whole texts of one letter under a few names of the store of the first argument, again and again: a program for a test to kill.
import { openObjectStore } from '../../src/adapters/object-store/open-object-store.ts';

const store = await openObjectStore(process.argv[2] as string);
const letter = process.argv[3] as string;
for (let round = 0; ; round++) {
  await store.put(`shared/${round % 3}`, new TextEncoder().encode(letter.repeat(200_000)));
  if (round === 0) process.stdout.write('writing\n');
}
