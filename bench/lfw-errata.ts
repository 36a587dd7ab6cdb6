/** A photo that the makers of LFW say is labelled wrongly. */
export interface WrongPhoto {
  readonly photo: string;
  /** Folder of the person it shows; absent where LFW has no such person, or does not say who it is. */
  readonly shows?: string;
}

/**
 * The labelling errors that the makers of LFW list themselves (http://vis-www.cs.umass.edu/lfw/#errata, as of 2018-01-09). The
 * twins Tamara and Tia Mowry, which the list has as labelled rightly, are not among them.
 */
export const LFW_ERRATA: {
  readonly photos: readonly WrongPhoto[];
  readonly samePeople: readonly (readonly [string, string])[];
} = {
  photos: [
    wrong('Recep_Tayyip_Erdogan', 4, 'Abdullah_Gul'),
    wrong('Anja_Paerson', 1, 'Janica_Kostelic'),
    wrong('Janica_Kostelic', 1, 'Anja_Paerson'),
    wrong('Bart_Hendricks', 1, 'Ricky_Ray'),
    wrong('Carlos_Beltran', 1, 'Raul_Ibanez'),
    wrong('Emmy_Rossum', 1, 'Eva_Amurri'),
    wrong('Michael_Schumacher', 8, 'Rubens_Barrichello'),
    wrong('Mahmoud_Abbas', 12, 'Hamad_Bin_Isa_al-Khalifa'),
    wrong('Jim_OBrien', 1),
    wrong('Elisabeth_Schumacher', 1),
    wrong('Andrew_Gilligan', 1, 'Andrew_Caldecott'),
    wrong('Nora_Bendijo', 2, 'Flor_Montulo'),
    wrong('Flor_Montulo', 2, 'Nora_Bendijo'),
    wrong('Shinya_Taniguchi', 1, 'Takahiro_Mori'),
    wrong('Martha_Bowen', 2, 'Gabrielle_Rose'),
    wrong('Carlos_Ruckauf', 1, 'Eduardo_Duhalde'),
    wrong('Debra_Messing', 2),
  ],
  samePeople: [
    ['John_Gruden', 'Jon_Gruden'],
    ['Wang_Yingfan', 'Yingfan_Wang'],
    ['Wang_Nan', 'Nan_Wang'],
    ['Talisa_Bratt', 'Talisa_Soto'],
    ['Sung_Hong_Choi', 'Choi_Sung-hong'],
    ['Claire_Hentzen', 'Morgan_Hentzen'],
  ],
};

function wrong(person: string, number: number, shows?: string): WrongPhoto {
  const photo = `${person}/${person}_${String(number).padStart(4, '0')}.jpg`;
  return { photo, ...(shows !== undefined && { shows }) };
}
