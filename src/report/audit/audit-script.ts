/**
 * Ticking of fixes, and the file of those that are ticked, as it stands in the page. The page is whole without it: then
 * `fixes.json` is edited by hand.
 */
export const AUDIT_SCRIPT = `'use strict';
(() => {
  const data = document.getElementById('fixes');
  const bar = document.getElementById('accepting');
  const button = document.getElementById('download');
  const count = document.getElementById('accepted');
  const clash = document.getElementById('clash');
  if (!data || !bar) return;
  const list = JSON.parse(data.textContent);
  const boxes = Array.from(document.querySelectorAll('input[data-finding]'));
  const isTicked = (fix) => boxes.some((box) => box.checked && box.dataset.finding === fix.finding);

  // One photo cannot go to two places.
  const clashes = (fixes) => {
    const first = new Map();
    for (const fix of fixes)
      for (const move of fix.moves) {
        if (first.has(move.from)) return [first.get(move.from), fix.finding, move.from];
        first.set(move.from, fix.finding);
      }
    return undefined;
  };

  const update = () => {
    for (const box of boxes) box.closest('article').classList.toggle('accepted', box.checked);
    const accepted = list.fixes.filter(isTicked);
    const moves = accepted.reduce((sum, fix) => sum + fix.moves.length, 0);
    const both = clashes(accepted);
    count.textContent = accepted.length + (accepted.length === 1 ? ' fix' : ' fixes') + ' accepted, ' + moves + (moves === 1 ? ' photo' : ' photos') + ' to move';
    clash.hidden = !both;
    clash.textContent = both ? both[0] + ' and ' + both[1] + ' both move ' + both[2] + '. Accept one of them.' : '';
    button.disabled = accepted.length === 0 || Boolean(both);
  };

  const download = () => {
    const fixes = list.fixes.map((fix) => Object.assign({}, fix, { accepted: isTicked(fix) }));
    const text = JSON.stringify(Object.assign({}, list, { fixes }), null, 2) + '\\n';
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = 'accepted-fixes.json';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  for (const box of boxes) {
    const label = box.closest('label');
    label.hidden = false;
    label.nextElementSibling.hidden = true;
    box.addEventListener('change', update);
  }
  button.addEventListener('click', download);
  bar.hidden = false;
  update();
})();
`;
