/**
 * Search, filter and sort of the photos, as it stands in the page. The page is whole without it. Its SHA-256 is in
 * `content-policy.ts`.
 */
export const REPORT_SCRIPT = `'use strict';
(() => {
  const tools = document.getElementById('tools');
  const list = document.getElementById('cards');
  const shown = document.getElementById('shown');
  const search = document.getElementById('search');
  const sort = document.getElementById('sort');
  if (!tools || !list) return;

  // Letters without their marks, so that 'nguyen' finds 'Nguyễn' in either normal form.
  const plain = (text) => text.normalize('NFD').replace(/\\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();
  const cards = Array.from(list.children, (element) => ({
    element,
    text: plain(element.dataset.find),
    kinds: element.dataset.kinds.split(' '),
    order: Number(element.dataset.order),
    margin: Number(element.dataset.margin),
  }));

  const apply = () => {
    const words = plain(search.value).split(/\\s+/);
    const kind = new FormData(tools).get('kind');
    let count = 0;
    for (const card of cards) {
      const isShown = (kind === 'all' || card.kinds.includes(kind)) && words.every((word) => card.text.includes(word));
      card.element.hidden = !isShown;
      if (isShown) count += 1;
    }
    shown.textContent = count === 0 ? 'No photo fits.' : 'Showing ' + count + ' of ' + cards.length;
  };

  const arrange = () => {
    const byMargin = (a, b) => a.margin - b.margin || a.order - b.order;
    cards.sort(sort.value === 'margin' ? byMargin : (a, b) => a.order - b.order);
    list.append(...cards.map((card) => card.element));
  };

  // A link to a photo that the filter hides would lead nowhere.
  const reveal = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (!target || !target.hidden) return;
    tools.reset();
    arrange();
    apply();
    target.scrollIntoView();
  };

  tools.addEventListener('input', (event) => {
    if (event.target === sort) arrange();
    else apply();
  });
  tools.addEventListener('submit', (event) => event.preventDefault());
  addEventListener('hashchange', reveal);
  tools.hidden = false;
  arrange();
  apply();
  reveal();
})();
`;
