import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { ENGLISH, type Text } from './english.ts';
import { VIETNAMESE } from './vietnamese.ts';

/** Languages of the page. */
export const LANGUAGES = { en: 'English', vi: 'Tiếng Việt' } as const;
/** One of {@link LANGUAGES}. */
export type Language = keyof typeof LANGUAGES;

const TEXTS: Readonly<Record<Language, Text>> = { en: ENGLISH, vi: VIETNAMESE };
const KEPT_AS = 'quen.language';

/** The texts in the language in use, and how dates and numbers are written in it. */
export interface Wording {
  readonly language: Language;
  readonly text: Text;
  readonly choose: (language: Language) => void;
  readonly day: (iso: string) => string;
  readonly moment: (iso: string) => string;
  /** A score or threshold, with two digits. */
  readonly score: (value: number) => string;
}

const WordingContext = createContext<Wording | undefined>(undefined);

/** Gives all below it the texts; the browser's language at first, then the one that was chosen. */
export function WordingProvider({ children }: { readonly children: ReactNode }) {
  const [language, choose] = useState<Language>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(KEPT_AS, language);
  }, [language]);
  const wording = useMemo(() => wordingIn(language, choose), [language]);
  return <WordingContext value={wording}>{children}</WordingContext>;
}

/** The texts in use. */
export function useWording(): Wording {
  const wording = useContext(WordingContext);
  if (wording === undefined) throw new Error('There is no WordingProvider above.');
  return wording;
}

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT_AS);
  const wanted = kept ?? navigator.language;
  return wanted.startsWith('vi') ? 'vi' : 'en';
}

function wordingIn(language: Language, choose: (language: Language) => void): Wording {
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const moments = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const scores = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return {
    language,
    text: TEXTS[language],
    choose,
    day: (iso) => days.format(new Date(iso)),
    moment: (iso) => moments.format(new Date(iso)),
    score: (value) => scores.format(value),
  };
}
