import { ID_KINDS } from '../../collections/collection.ts';

/** The shape the SDK's users know, of a UUID: the 32 hexadecimal digits of our id with dashes. */
export function toUuid(id: string): string {
  return id.slice(id.indexOf('_') + 1).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Our id of the face that a UUID stands for. */
export function faceIdOf(uuid: string): string {
  return `${ID_KINDS.face}_${uuid.replaceAll('-', '').toLowerCase()}`;
}
