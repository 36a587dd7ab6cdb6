import type { Page } from 'playwright-core';

/** A text whose contrast with what lies behind it is too low. */
export interface FaintText {
  readonly text: string;
  readonly ratio: number;
}

/**
 * Texts of a page that miss WCAG 2 AA: a contrast ratio of 4.5, or 3 for large letters. Looks at HTML texts on plain
 * backgrounds; texts drawn on photos have a backdrop of their own and are not looked at.
 */
export function faintTexts(page: Page): Promise<FaintText[]> {
  return page.evaluate(() => {
    const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const linear = (value: number): number =>
      value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;
    const luminance = ([r = 0, g = 0, b = 0]: number[]): number =>
      0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    const isOpaque = (colour: string): boolean => (channels(colour)[3] ?? 1) === 1;
    const backgroundOf = (element: Element | null): string => {
      for (let above = element; above; above = above.parentElement) {
        const { backgroundColor } = getComputedStyle(above);
        if (isOpaque(backgroundColor)) return backgroundColor;
      }
      return 'rgb(255, 255, 255)';
    };
    const isLarge = ({ fontSize, fontWeight }: CSSStyleDeclaration): boolean => {
      const sizePx = Number.parseFloat(fontSize);
      return sizePx >= 24 || (sizePx >= 18.66 && Number(fontWeight) >= 700);
    };
    const contrastOf = (element: Element): number => {
      const text = luminance(channels(getComputedStyle(element).color));
      const behind = luminance(channels(backgroundOf(element)));
      return (Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05);
    };
    const hasOwnText = (element: Element): boolean =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    return [...document.body.querySelectorAll('*:not(script, svg *)')]
      .filter(hasOwnText)
      .map((element) => ({ element, ratio: contrastOf(element) }))
      .filter(({ element, ratio }) => ratio < (isLarge(getComputedStyle(element)) ? 3 : 4.5))
      .map(({ element, ratio }) => ({ text: element.textContent?.slice(0, 40) ?? '', ratio }));
  });
}
