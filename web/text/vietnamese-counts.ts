/** A number as it is written. */
export const count = (number: number): string => number.toLocaleString('vi');
/** So many photos. */
export const photos = (number: number): string => `${count(number)} ảnh`;
/** So many faces. */
export const faces = (number: number): string => `${count(number)} khuôn mặt`;
/** So many people. */
export const people = (number: number): string => `${count(number)} người`;
