/** So many photos. */
export const photos = (count: number): string =>
  count === 1 ? '1 photo' : `${count.toLocaleString('en')} photos`;
/** So many faces. */
export const faces = (count: number): string =>
  count === 1 ? '1 face' : `${count.toLocaleString('en')} faces`;
/** So many people. */
export const people = (count: number): string =>
  count === 1 ? '1 person' : `${count.toLocaleString('en')} people`;
