import { type Random, shuffled } from '../../numerics/random.ts';
import { type PersonPhotos, type ProtocolPhoto, photosOf } from './person-photos.ts';

/** One draw from a user's people: nobody is in two parts but the enrolled, whose photos are split. */
export interface DisjointDraw {
  readonly gallery: readonly ProtocolPhoto[];
  /** Further photos of the enrolled. */
  readonly mated: readonly ProtocolPhoto[];
  /** Strangers the threshold is set on; empty where there is only one stranger. */
  readonly calibration: readonly ProtocolPhoto[];
  /** Other strangers, to test on; empty where nobody is left to play one. */
  readonly nonMated: readonly ProtocolPhoto[];
}

/** How to draw. */
export interface DisjointRule {
  /** Share of the people who are enrolled, above 0 and at most 1; at least one person is. */
  readonly enrolledShare: number;
  /** Photos enrolled of each; half of what there is when absent. One is always enrolled, and one left where there are two. */
  readonly enrolledPhotoCount?: number;
}

/**
 * Draws who is enrolled, with which photos, and who plays the strangers to set the threshold on and those to test on,
 * half of the not enrolled each.
 * @param people may be enrolled @param strangers never are; nobody is in both lists
 */
export function drawPersonDisjoint(
  {
    people,
    strangers,
  }: { readonly people: readonly PersonPhotos[]; readonly strangers: readonly PersonPhotos[] },
  rule: DisjointRule,
  random: Random,
): DisjointDraw {
  const order = shuffled(people, random);
  const enrolledCount = Math.max(1, Math.floor(rule.enrolledShare * order.length + 1e-9));
  const split = order.slice(0, enrolledCount).map((person) => splitPhotos(person, rule, random));
  const others = shuffled([...order.slice(enrolledCount), ...strangers], random);
  const calibrationCount = Math.floor(others.length / 2);
  return {
    gallery: split.flatMap(({ enrolled }) => enrolled),
    mated: split.flatMap(({ left }) => left),
    calibration: others.slice(0, calibrationCount).flatMap((person) => photosOf(person)),
    nonMated: others.slice(calibrationCount).flatMap((person) => photosOf(person)),
  };
}

function splitPhotos(
  person: PersonPhotos,
  { enrolledPhotoCount }: DisjointRule,
  random: Random,
): { readonly enrolled: ProtocolPhoto[]; readonly left: ProtocolPhoto[] } {
  const drawn = { ...person, photos: shuffled(person.photos, random) };
  const there = person.photos.length;
  const wanted = enrolledPhotoCount ?? Math.floor(there / 2);
  const count = Math.max(1, Math.min(wanted, there - 1));
  return { enrolled: photosOf(drawn, 0, count), left: photosOf(drawn, count) };
}
